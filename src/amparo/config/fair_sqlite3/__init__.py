"""SQLite as Django knows it, where those who want to write stand in a queue."""
