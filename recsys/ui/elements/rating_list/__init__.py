"""The rated movies."""
