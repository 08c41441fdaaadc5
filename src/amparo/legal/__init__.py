"""Strand C of the brief: advice and representation, children, housing, and what the Ombudsman is told."""
