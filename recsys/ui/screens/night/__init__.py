"""The page "Movie night"."""
