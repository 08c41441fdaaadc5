"""Reading what was agreed: at the desk, and beside a place to which she is sent."""
