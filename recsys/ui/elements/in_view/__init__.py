"""Whether somebody looks."""
