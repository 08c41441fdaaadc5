"""The door from what may be counted to what is said aloud: a fixed plan, an attacker of our own, two checkers."""
