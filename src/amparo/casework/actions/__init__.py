"""What is done with a case and with all that belongs to it."""
