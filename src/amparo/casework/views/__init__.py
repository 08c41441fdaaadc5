"""The pages of cases at the desk."""
