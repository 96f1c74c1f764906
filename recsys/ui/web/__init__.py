"""What the server answers beside the app: headers, the first page, cards, the interface."""
