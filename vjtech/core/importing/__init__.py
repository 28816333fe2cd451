"""Records from spreadsheets: a file is read, compared with the base, shown, and only then stored.

Each part refuses what it cannot answer for with the line, the column and the reason.
"""
