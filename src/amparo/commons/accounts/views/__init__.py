"""Coming in, going out, one's own account, and who works here."""
