"""The pages of a home."""
