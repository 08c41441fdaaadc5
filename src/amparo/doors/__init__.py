"""The doors between the rooms. Data goes through them one way, and no strand calls one."""
