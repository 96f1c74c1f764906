import io
import os

import pytest

from recsys import paths
from recsys.data import uploads
from recsys.data.registry import open_dataset
from recsys.data.uploads import keep
from recsys.errors import DataError

CONTENT = b"user,item,rating\n1,10,4\n2,10,2\n"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path / "home"))


def test_an_upload_is_a_data_set_under_its_own_name():
    stream = io.BytesIO(CONTENT)
    stream.read()
    path = keep("My ratings.csv", stream)
    data = open_dataset(path)
    assert (data.name, len(data.ratings)) == ("My ratings", 2)


def test_the_same_bytes_lie_at_the_same_place():
    first, second = (keep("a.csv", io.BytesIO(CONTENT)) for _ in range(2))
    assert first == second
    assert keep("a.csv", io.BytesIO(CONTENT + b"3,10,5\n")).parent != first.parent


@pytest.mark.parametrize(
    "name", ["../../evil.csv", "/etc/evil.csv", "C:\\evil.csv", "..", "", "ü.csv"]
)
def test_a_name_leads_nowhere_else(name):
    path = keep(name, io.BytesIO(CONTENT))
    assert path.parent.parent == paths.uploads_home()
    assert path.read_bytes() == CONTENT


def test_only_the_latest_are_kept(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_UPLOADS", 2)
    for i in range(4):
        path = keep("a.csv", io.BytesIO(CONTENT + b"%d,10,5\n" % (i + 10)))
        os.utime(path.parent, (i, i))
    assert len(list(paths.uploads_home().iterdir())) == 2
    assert path.exists()


def test_too_large_an_upload_leaves_nothing(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_BYTES", 10)
    with pytest.raises(DataError, match="larger than 10 bytes"):
        keep("a.csv", io.BytesIO(CONTENT))
    assert list(paths.uploads_home().iterdir()) == []


def test_a_home_that_cannot_be_written(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path / "file"))
    with pytest.raises(DataError, match="cannot be kept"):
        keep("a.csv", io.BytesIO(CONTENT))
