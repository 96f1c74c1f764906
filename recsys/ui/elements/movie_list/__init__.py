"""A list of movies."""
