"""Ready-made callbacks, one idea a file."""
