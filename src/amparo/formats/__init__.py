"""Pure readers and writers: no Django, no database, no clock, no network."""
