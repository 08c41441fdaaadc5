"""The script of the letter in a real browser, against a stand-in for the house."""
