"""The words of fieldwork on its pages."""
