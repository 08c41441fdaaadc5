"""What is written at the desk about studies and questionnaires: plans, phones, sheets, rules, a mended answer."""
