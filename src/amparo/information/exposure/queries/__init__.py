"""What the pages read: studies that asked of pressures, and what is kept of each. Nothing is reckoned here."""
