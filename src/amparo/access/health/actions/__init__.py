"""Writing what was agreed with a place of health, and keeping a place at its door."""
