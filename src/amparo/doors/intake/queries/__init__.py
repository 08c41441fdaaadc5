"""What this door asks the statistics for the pages of fieldwork."""
