"""The pages of fieldwork, all of them at the desk."""
