"""What was agreed with other houses, and what there is to send."""
