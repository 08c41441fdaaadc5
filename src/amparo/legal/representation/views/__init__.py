"""The pages of legal matters."""
