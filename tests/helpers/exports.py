"""A data set of a few titles, and exports in the layout of each service; no line is a person's."""

import io
import zipfile
from pathlib import Path

import pandas as pd

from recsys.data.dataset import Dataset
from recsys.data.titles.forms import display_titles
from recsys.profile.importing.importer import Importer


def dataset_of(titles, **columns) -> Dataset:
    """Return a data set of titles as MovieLens writes them; columns are `imdb_id`, `tmdb_id`."""
    index = pd.Index(list(titles), name="movie_id")
    movies = display_titles(pd.Series(list(titles.values()), index=index))
    movies["raw_title"] = list(titles.values())
    for name, ids in columns.items():
        movies[name] = pd.array([ids.get(movie_id) for movie_id in titles], dtype="Int64")
    ratings = pd.DataFrame(columns=["user_id", "movie_id", "rating", "timestamp"])
    return Dataset("made", Path("made"), ratings, movies)


def importer_of(*titles, **columns) -> Importer:
    """Return an importer for these titles, whose ids count from 1."""
    return Importer(dataset_of(dict(enumerate(titles, start=1)), **columns))


def read(importer, text, name="x.csv"):
    return importer.read(name, text if isinstance(text, bytes) else text.encode())


def zipped(files) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def stars(found):
    return {m.movie_id: m.stars for m in found.matched}


def wanted(found):
    return [w.movie_id for w in found.watchlist]


def doubts(found):
    return {d.title: d.candidates for d in found.doubtful}


def left_out(found):
    return {u.title: u.reason for u in found.unmatched}
