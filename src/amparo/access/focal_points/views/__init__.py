"""The pages of focal points."""
