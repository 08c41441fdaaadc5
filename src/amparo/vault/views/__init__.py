"""The pages about keys: who reads, what is missing, and the sheets of paper."""
