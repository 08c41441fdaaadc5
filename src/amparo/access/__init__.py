"""Strand A of the brief: the ways to services, to protection and to justice."""
