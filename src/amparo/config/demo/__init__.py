"""The made-up town that a visitor can try every role in. Its data stands in ``content/demo``."""
