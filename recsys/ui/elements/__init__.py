"""Elements of the page of our own, each with its script and style."""
