"""What phones speak to, and the pages on which a short form is answered without one."""
