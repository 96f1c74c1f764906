"""Exports of other services, matched with the data set."""
