"""What two houses hand each other so that one may count for both: an agreement, rows in codes, a receipt. Pure."""
