"""What is read behind this door: how a study goes, how many to ask, and whose rows are nobody's."""
