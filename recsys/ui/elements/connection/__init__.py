"""The connection to the app."""
