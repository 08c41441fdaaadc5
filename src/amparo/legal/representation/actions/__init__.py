"""What is done with a legal matter."""
