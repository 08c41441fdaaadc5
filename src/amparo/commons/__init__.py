"""The ground floor: who works here, what was done, where things are, what a page looks like."""
