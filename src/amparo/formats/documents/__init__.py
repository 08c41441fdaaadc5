"""Writs and letters out of templates of our own: filled, printed, as Word, as PDF, and bound together."""
