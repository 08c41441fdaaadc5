"""What those see of a case who may read it."""
