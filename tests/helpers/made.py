"""Small data sets in each release's exact format, made on the spot."""

import zipfile
from pathlib import Path

from recsys.data.archives import open_files
from recsys.data.dataset import Dataset, read_release
from recsys.data.layouts import detect

RATINGS = [
    (1, 10, 5.0, 978300760),
    (1, 20, 3.0, 978302109),
    (2, 10, 2.0, 978301968),
    (2, 30, 4.0, 978300275),
    (3, 20, 1.0, 978824291),
]
"""User, movie, stars, seconds UTC; user 3 likes nothing, movie 40 has no ratings."""

MOVIES = [
    (10, "Matrix, The (1999)", ("Action", "Sci-Fi")),
    (20, "Amélie (Fabuleux destin d'Amélie Poulain, Le) (2001)", ("Comedy",)),
    (30, "Heat (1995)", ()),
    (40, "Alien (1979)", ("Horror", "Sci-Fi")),
]

LINKS = ["movieId,imdbId,tmdbId", "10,0133093,603", "20,0211915,194", "30,0113277,"]
"""The lines of a `links.csv`; of movie 30 one id is unknown, of movie 40 both."""

GENRES_100K = ["unknown", "Action", "Comedy", "Horror", "Sci-Fi"]


def whole(stars: float) -> str:
    return f"{stars:g}"


def csv_release(folder: Path, ratings=RATINGS, movies=MOVIES, newline="\n") -> Path:
    """ml-latest-small, 20m, 25m and 32m: CSV with headers, UTF-8."""
    lines = ["userId,movieId,rating,timestamp"]
    lines += [f"{u},{m},{s:.1f},{t}" for u, m, s, t in ratings]
    titles = ["movieId,title,genres"]
    for movie_id, title, genres in movies:
        quoted = f'"{title}"' if "," in title else title
        titles.append(f"{movie_id},{quoted},{'|'.join(genres) or '(no genres listed)'}")
    write(folder / "ratings.csv", lines, newline=newline)
    write(folder / "movies.csv", titles, newline=newline)
    return folder


def linked_release(folder: Path, links=LINKS, newline="\n") -> Path:
    """A release of the same kind that tells its movies' ids at IMDb and TMDB."""
    write(csv_release(folder, newline=newline) / "links.csv", links, newline=newline)
    return folder


def dat_release(folder: Path, encoding="iso-8859-1", ratings=RATINGS) -> Path:
    """ml-1m (ISO-8859-1, whole stars) and ml-10m (UTF-8, half stars)."""
    write(folder / "ratings.dat", [f"{u}::{m}::{whole(s)}::{t}" for u, m, s, t in ratings])
    titles = [f"{i}::{title}::{'|'.join(genres)}" for i, title, genres in MOVIES]
    write(folder / "movies.dat", titles, encoding)
    return folder


def release_100k(folder: Path) -> Path:
    """ml-100k: tabs, genre flags, release dates, ISO-8859-1."""
    write(folder / "u.data", [f"{u}\t{m}\t{whole(s)}\t{t}" for u, m, s, t in RATINGS])
    lines = []
    for movie_id, title, genres in MOVIES:
        flags = ["1" if genre in genres else "0" for genre in GENRES_100K]
        lines.append("|".join([str(movie_id), title, "01-Jan-1995", "", "http://x", *flags]))
    write(folder / "u.item", lines, "iso-8859-1")
    write(folder / "u.genre", [f"{g}|{i}" for i, g in enumerate(GENRES_100K)] + [""])
    return folder


def write(path: Path, lines: list[str], encoding="utf-8", newline="\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((newline.join(lines) + newline).encode(encoding))
    return path


def zipped(folder: Path, archive: Path, inside: str = "ml") -> Path:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(folder.iterdir()):
            file.write(path, f"{inside}/{path.name}")
    return archive


def read(source: Path) -> Dataset:
    """Read an archive or its unpacked folder, past every processed copy."""
    files = open_files(source)
    return read_release(files, detect(files), source.stem)
