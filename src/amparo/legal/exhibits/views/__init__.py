"""The pages of pieces of proof, under their matter."""
