"""Answers from paper, typed into a table: each row becomes a filled form, or is told what is wrong with it."""
