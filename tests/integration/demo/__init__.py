"""The made-up town, looked at from all sides: it is laid out once for all that stands in this folder."""
