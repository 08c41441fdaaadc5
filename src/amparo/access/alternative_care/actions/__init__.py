"""What is done for a child who is minded, and for the places."""
