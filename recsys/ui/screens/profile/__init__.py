"""The page "Your profile"."""
