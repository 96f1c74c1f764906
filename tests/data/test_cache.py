"""The processed copy gives the same data set, and is never trusted blindly."""

import json
import os
from pathlib import Path

import made
import pandas as pd
import pytest

from recsys import disk, paths
from recsys.data import dataset
from recsys.data.registry import cache, open_dataset


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def source(tmp_path):
    return made.csv_release(tmp_path / "set")


@pytest.fixture
def readings(monkeypatch):
    """Count how often the files themselves are read."""
    count = []
    original = dataset.read_ratings

    def counted(*args):
        count.append(1)
        return original(*args)

    monkeypatch.setattr(dataset, "read_ratings", counted)
    return count


def entry():
    (folder,) = [p for p in paths.processed_home().iterdir() if not p.name.startswith(".")]
    return folder


def test_the_second_opening_reads_the_copy_and_gives_the_same(source, readings):
    first, second = open_dataset(source), open_dataset(source)
    assert len(readings) == 1
    pd.testing.assert_frame_equal(first.ratings, second.ratings)
    pd.testing.assert_frame_equal(first.movies, second.movies)
    assert first.report == second.report
    assert first.fingerprint == second.fingerprint
    assert (second.name, second.source) == (first.name, first.source)


def test_the_embedded_data_survive_the_copy():
    first, second = open_dataset("ml-latest-small"), open_dataset("ml-latest-small")
    pd.testing.assert_frame_equal(first.movies, second.movies)
    assert first.fingerprint == second.fingerprint


def test_ids_elsewhere_survive_the_copy(readings, tmp_path):
    source = made.linked_release(tmp_path / "set")
    first, second = open_dataset(source), open_dataset(source)
    assert len(readings) == 1
    pd.testing.assert_frame_equal(first.movies, second.movies)
    assert second.movies["imdb_id"].tolist() == [133093, 211915, 113277, pd.NA]
    assert first.report == second.report


def test_links_that_change_or_come_later_are_read(source, readings):
    open_dataset(source)
    for lines, known in ((made.LINKS, 3), (made.LINKS[:2], 1)):
        made.write(source / "links.csv", lines)
        assert open_dataset(source).report.movies_linked == known
    assert len(readings) == 3


def test_a_copy_elsewhere_shares_the_entry(source, readings, tmp_path):
    open_dataset(source)
    again = open_dataset(made.csv_release(tmp_path / "other"))
    assert len(readings) == 1
    assert again.name == "other"


def test_a_changed_file_is_read_even_with_the_old_size_and_date(source, readings):
    open_dataset(source)
    ratings = source / "ratings.csv"
    before = ratings.stat()
    ratings.write_text(ratings.read_text().replace("1,10,5.0", "1,10,4.5"))
    os.utime(ratings, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert open_dataset(source).ratings["rating"].iloc[0] == 4.5
    assert len(readings) == 2


@pytest.mark.parametrize("damage", ["cut", "altered", "missing", "nonsense", "empty"])
def test_a_damaged_copy_is_read_again_with_a_message(damage, source, readings):
    whole = open_dataset(source)
    path = entry() / ("tables.json" if damage == "nonsense" else "rating.npy")
    content = path.read_bytes()
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(
            {
                "cut": content[:-3],
                "altered": content[:-1] + bytes([content[-1] ^ 1]),
                "nonsense": b"{}",
                "empty": b"",
            }[damage]
        )
    said = []
    again = open_dataset(source, on_notice=said.append)
    assert again.fingerprint == whole.fingerprint
    assert len(readings) == 2
    assert len(said) == 1
    assert "damaged" in said[0]
    assert open_dataset(source, on_notice=said.append).fingerprint == whole.fingerprint
    assert len(readings) == 2


def test_a_copy_another_version_wrote_is_read_again_with_a_message(source, readings):
    whole = open_dataset(source)
    path = entry() / "tables.json"
    table = json.loads(path.read_bytes())
    table["report"]["notes"] = []
    path.write_text(json.dumps(table))
    disk.seal(path.parent)
    said = []
    for _ in range(2):
        assert open_dataset(source, on_notice=said.append).fingerprint == whole.fingerprint
    assert len(readings) == 2
    assert len(said) == 1
    assert "another version" in said[0]


def test_any_flipped_bit_of_an_array_s_header_means_reading_again(source):
    """109 of these once ended in `tokenize.TokenError` inside the parser of the header."""
    whole = open_dataset(source)
    path = entry() / "rating.npy"
    content = path.read_bytes()
    for bit in range(128 * 8):
        flipped = bytearray(content)
        flipped[bit // 8] ^= 1 << bit % 8
        path.write_bytes(flipped)
        said = []
        assert cache.load(path.parent.name, "set", source, said.append) is None
        assert len(said) == 1
        assert "checksums do not match" in said[0]
    assert open_dataset(source, on_notice=said.append).fingerprint == whole.fingerprint


def test_a_home_that_is_only_read_is_not_called_damaged(source, readings, monkeypatch):
    whole = open_dataset(source)

    def refuse(*_):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(os, "utime", refuse)
    said = []
    assert open_dataset(source, on_notice=said.append).fingerprint == whole.fingerprint
    assert (said, len(readings)) == ([], 1)


def test_a_file_that_may_not_be_read_is_not_called_damaged(source, monkeypatch):
    open_dataset(source)
    path, original = entry() / "rating.npy", Path.read_bytes

    def refuse(self):
        if self == path:
            raise PermissionError(13, "Permission denied")
        return original(self)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    said = []
    open_dataset(source, on_notice=said.append)
    assert "cannot be read (Permission denied)" in said[0]
    assert "damaged" not in said[0]


def test_where_nothing_can_be_kept_it_still_works(source, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path / "file"))
    said = []
    assert len(open_dataset(source, on_notice=said.append).ratings) == 5
    assert len(said) == 1
    assert "cannot be kept" in said[0]


def test_only_the_entries_used_last_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "MAX_ENTRIES", 2)
    for i in range(4):
        ratings = [(1, 10, 5.0, 978300760 + i)]
        open_dataset(made.csv_release(tmp_path / f"set{i}", ratings))
        os.utime(next(iter(paths.processed_home().iterdir())))
    assert len(list(paths.processed_home().iterdir())) == 2


def test_an_installed_data_set_goes_before_the_embedded_one(home):
    made.csv_release(home / "datasets" / "ml-latest-small")
    assert len(open_dataset("ml-latest-small").ratings) == 5
