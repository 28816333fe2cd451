"""The read-only API: the lists and their records as JSON, in pages."""
