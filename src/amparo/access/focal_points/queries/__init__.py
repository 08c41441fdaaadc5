"""Reading focal points: for who looks after them, for who accompanies, for herself, and for what refers to her."""
