"""Titles as people write them, and how they are found."""
