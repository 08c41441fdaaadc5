"""What is written at the desk about studies and questionnaires."""
