"""What the pages of care show, each to whom it may."""
