"""The catalogue and a person in two dimensions."""
