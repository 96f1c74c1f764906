"""The trained model and the fold-in: all scores and their exact parts."""
