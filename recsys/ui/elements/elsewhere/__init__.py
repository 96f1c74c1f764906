"""Links to a film at other sites."""
