"""Tables of text: encodings, columns, scales."""
