"""What phones and pages send, read: whole, or a sentence why not."""
