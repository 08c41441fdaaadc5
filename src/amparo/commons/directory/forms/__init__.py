"""What staff type about the directory, and the sentences that answer it."""
