"""Charts and tables as pure functions."""
