"""The protection case: one story, told once, in safe hands."""
