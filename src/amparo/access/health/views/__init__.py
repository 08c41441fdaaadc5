"""The pages of the desk about agreed doors."""
