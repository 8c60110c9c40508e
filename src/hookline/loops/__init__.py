"""Who calls the hooks: one file a loop, and what the three of them share."""
