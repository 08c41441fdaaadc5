"""Writing threads: what she does, and what the house does for her."""
