"""Pages of profiles. Each reads what is kept; none reckons anything."""
