"""Data sets: their files, what reading them found, ids, titles and likes."""
