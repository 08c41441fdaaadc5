"""Amparo: from what she needs to a door that opens near her."""

__version__ = "0.1.0"
