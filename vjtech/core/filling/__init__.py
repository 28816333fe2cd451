"""Filling an empty base with a great many rows, faster than row by row."""
