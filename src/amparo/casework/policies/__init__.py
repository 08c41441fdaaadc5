"""Who may do what with a case, and with what belongs to it."""
