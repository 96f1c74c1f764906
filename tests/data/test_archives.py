"""Zip archives are read within bounds, whatever they hold."""

import dataclasses
import struct
import tracemalloc
import zipfile

import made
import pytest
from made import read

from recsys import limits
from recsys.data import archives
from recsys.errors import DataError


@pytest.fixture
def archive(tmp_path):
    return made.zipped(made.csv_release(tmp_path / "set"), tmp_path / "set.zip")


@pytest.mark.parametrize(
    "path", ["../evil.csv", "ml/../../evil.csv", "/etc/evil", "..\\evil.csv", "C:\\evil.csv"]
)
def test_a_path_that_leads_outside_is_refused(archive, path):
    with zipfile.ZipFile(archive, "a") as file:
        file.writestr(path, "harmless")
    with pytest.raises(DataError, match="leads out of its folder"):
        read(archive)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("movies.csv", "movieId,title,genres\n")
        with file.open("ratings.csv", "w") as member:
            for _ in range(64):
                member.write(b"0" * 1024**2)
    tracemalloc.start()
    with pytest.raises(DataError, match="zip bomb"):
        read(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * 1024**2


def test_a_file_beyond_the_bound_is_refused(archive, monkeypatch):
    budget = dataclasses.replace(limits.PUBLIC, unpacked_bytes=50)
    monkeypatch.setattr(archives, "limits", lambda: budget)
    with pytest.raises(DataError, match="at most 50 are read"):
        read(archive)


def test_a_directory_of_countless_files_is_refused_before_it_is_read(tmp_path):
    """As zipfile itself would take a kB for each of its files."""
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as file:
        for n in range(30_000):
            file.writestr(f"{n}", "")
    content = path.read_bytes()
    assert struct.pack("<H", 30_000) in content[-22:]
    for name, tail in (("many", b""), ("commented", b"\0" * 60_000)):
        end = bytearray(content[-22:])
        end[20:22] = struct.pack("<H", len(tail))
        path = tmp_path / f"{name}.zip"
        path.write_bytes(content[:-22] + bytes(end) + tail)
        with zipfile.ZipFile(path) as file:
            assert len(file.namelist()) == 30_000
        tracemalloc.start()
        with pytest.raises(DataError, match=r"many\.zip|commented\.zip") as caught:
            read(path)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert "holds far too many files" in str(caught.value)
        assert peak < 2 * 1024**2


def test_the_64_bit_form_is_bounded_and_read(archive, tmp_path, monkeypatch):
    def in_64_bit(path):
        """Write the end of a zip as tools for large archives do, whatever its size."""
        content = path.read_bytes()
        end = content[-22:]
        number, size, start = struct.unpack("<HLL", end[10:20])
        record = struct.pack("<LQ2H2L4Q", 0x06064B50, 44, 45, 45, 0, 0, number, number, size, start)
        locator = struct.pack("<LLQL", 0x07064B50, 0, len(content) - 22, 1)
        short = end[:8] + b"\xff" * 12 + end[20:]
        path.write_bytes(content[:-22] + record + locator + short)
        return path

    assert len(read(in_64_bit(archive)).ratings)
    monkeypatch.setattr(archives, "MAX_DIRECTORY_BYTES", 100)
    with pytest.raises(DataError, match="holds far too many files"):
        read(archive)


def test_a_movie_list_beyond_its_bound_is_refused(archive, monkeypatch):
    monkeypatch.setattr(archives, "MAX_TEXT_BYTES", 50)
    with pytest.raises(DataError, match="at most 50 are expected"):
        read(archive)


def test_a_lie_about_the_size_is_noticed(tmp_path):
    ratings = [(u, 10, 4.0, 978300760) for u in range(1, 400)]
    archive = made.zipped(made.csv_release(tmp_path / "s", ratings), tmp_path / "lie.zip")
    content = bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as file:
        size = file.getinfo("ml/ratings.csv").file_size
    true, false = struct.pack("<L", size), struct.pack("<L", 60)
    assert true in content
    archive.write_bytes(bytes(content).replace(true, false))
    with pytest.raises(DataError, match="damaged"):
        read(archive)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_archive_is_refused(archive, share):
    content = archive.read_bytes()
    archive.write_bytes(content[: int(share * len(content))])
    with pytest.raises(DataError, match="not a complete zip archive"):
        read(archive)


def test_the_same_name_twice_is_refused(archive):
    with zipfile.ZipFile(archive, "a") as file:
        file.writestr("copy/ratings.csv", "userId,movieId,rating,timestamp\n")
    with pytest.raises(DataError, match="holds 2 files named"):
        read(archive)


def test_an_encrypted_member_is_refused(archive):
    content = bytearray(archive.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(signature, at + 4)
    archive.write_bytes(content)
    with pytest.raises(DataError, match="damaged"):
        read(archive)


def test_an_empty_file_and_an_empty_archive(tmp_path):
    (tmp_path / "empty.zip").write_bytes(b"")
    with pytest.raises(DataError, match="not a complete zip archive"):
        read(tmp_path / "empty.zip")
    with zipfile.ZipFile(tmp_path / "nothing.zip", "w"):
        pass
    with pytest.raises(DataError, match="is not a MovieLens data set"):
        read(tmp_path / "nothing.zip")


def test_an_unreadable_file_says_so(archive, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(zipfile, "ZipFile", refuse)
    with pytest.raises(DataError, match="cannot be read \\(Permission denied\\)"):
        read(archive)
