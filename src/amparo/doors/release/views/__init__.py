"""The pages of the release door."""
