"""An invented base of any size, the same for the same number and seed: to measure with.

words has the vocabulary, nouns and stories make the rows, table writes them.
"""
