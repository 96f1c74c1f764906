"""The page "Model"."""
