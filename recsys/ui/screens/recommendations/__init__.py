"""The page "Recommendations"."""
