"""Find a movie."""
