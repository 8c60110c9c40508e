"""What the adapters of all frameworks share; none of it imports a framework."""
