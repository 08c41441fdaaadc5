"""The pages of care at the desk, and the one that everybody may read."""
