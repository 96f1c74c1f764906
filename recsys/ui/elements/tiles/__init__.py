"""Movies to tap."""
