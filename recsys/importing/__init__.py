"""Bring a profile from elsewhere: Letterboxd, IMDb, MovieLens, our own files, any CSV."""

from recsys.importing.archives import bytes_of
from recsys.importing.importer import Doubtful, Imported, Importer, Matched, Unmatched
from recsys.importing.own import profile_csv, profile_json

__all__ = [
    "Doubtful",
    "Imported",
    "Importer",
    "Matched",
    "Unmatched",
    "bytes_of",
    "profile_csv",
    "profile_json",
]
