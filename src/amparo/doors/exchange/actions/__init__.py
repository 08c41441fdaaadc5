"""Agreeing with another house, sending it rows, taking rows in, and ending all of it."""
