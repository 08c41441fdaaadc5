"""Legal matters as those see them who may read them."""
