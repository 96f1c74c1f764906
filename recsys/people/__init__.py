"""People of the data, and people beside one another."""
