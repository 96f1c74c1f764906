"""The embedded data are what the script writes, and what data/README.md says of them."""

import filecmp
import subprocess
import sys
from pathlib import Path

from recsys.data import registry as datasets

ROOT = Path(__file__).resolve().parents[2]
UNTITLED = [108548, 108583, 143410, 151307, 162376]


def test_the_script_writes_exactly_what_is_in_the_repository(tmp_path):
    script = ROOT / "tools" / "write_embedded_data.py"
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True)
    names = ["ratings.csv", "movies.csv"]
    folder = ROOT / "data" / "ml-latest-small"
    assert filecmp.cmpfiles(folder, tmp_path, names, shallow=False) == (names, [], [])


def test_counts_and_untitled_movies():
    data = datasets.open_dataset("ml-latest-small")
    assert len(data.ratings) == 100_004
    assert data.ratings["user_id"].nunique() == 671
    assert len(data.movies) == 9_066
    unnamed = data.movies[~data.movies["named"]]
    assert unnamed.index.tolist() == UNTITLED
    assert data.ratings["movie_id"].isin(UNTITLED).sum() == 7


def test_titles_are_unique():
    movies = datasets.open_dataset("ml-latest-small").movies
    assert movies["title"].is_unique
    assert movies.loc[2571, "title"] == "The Matrix (1999)"
