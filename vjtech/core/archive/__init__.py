"""The whole base in one file: a zip of JSON Lines, one member a kind, with a manifest."""
