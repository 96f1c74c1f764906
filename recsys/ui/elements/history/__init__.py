"""The browser's history."""
