"""What is done with a piece of proof, and with the chain of hands that says so."""
