"""Her permission as an object: what she said, and what may flow because of it."""
