"""A person: what they rated, and every form in which it travels."""
