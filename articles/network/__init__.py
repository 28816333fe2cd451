"""Who stands in what relation to whom: around one company or person, and between two of them."""
