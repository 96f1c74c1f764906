"""The stars of one movie."""
