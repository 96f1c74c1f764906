"""The list: filters, dials, records."""
