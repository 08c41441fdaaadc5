"""Changing the directory."""
