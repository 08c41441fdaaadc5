"""Pieces of proof as those see them who may read their matter."""
