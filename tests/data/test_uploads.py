import gc
import io
import os
import subprocess
import sys
import weakref
from pathlib import Path

import pytest

from recsys import disk, limits, loading, paths
from recsys.data import uploads
from recsys.data.registry import open_dataset
from recsys.data.uploads import Uploads
from recsys.errors import ArtifactError, DataError
from recsys.map import store as maps
from recsys.model.config import preset

ROOT = Path(__file__).resolve().parents[2]
CONTENT = b"user,item,rating\n1,10,4\n2,10,2\n"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path / "home"))


def keep(visit, name="a.csv", content=CONTENT, key=None):
    return visit.keep(key or name, name, io.BytesIO(content))


def files():
    return sorted(path.name for path in paths.home().rglob("*") if path.is_file())


def test_an_upload_is_a_data_set_under_its_own_name():
    visit, stream = Uploads(), io.BytesIO(CONTENT)
    stream.read()
    path = visit.keep("1", "My ratings.csv", stream)
    data = open_dataset(path)
    assert (data.name, len(data.ratings)) == ("My ratings", 2)


@pytest.mark.parametrize(
    "name", ["../../evil.csv", "/etc/evil.csv", "C:\\evil.csv", "..", "", "ü.csv"]
)
def test_a_name_leads_nowhere_else(name):
    visit = Uploads()
    path = keep(visit, name, key="1")
    assert path.parent.parent.parent == paths.uploads_home()
    assert path.read_bytes() == CONTENT


def test_an_upload_and_all_that_is_made_of_it_go_with_the_visit():
    visit = Uploads()
    many = "user,item,rating\n" + "\n".join(f"{u},{m},5" for u in range(9) for m in range(u, 19))
    path = keep(visit, content=many.encode())
    source = loading.Source(open_dataset(path, private=True))
    heard = []
    ready = loading.recommender(source, preset("notebook"), on_notice=heard.append)
    maps.stored_or_made(ready.model, keep=not source.dataset.private)
    assert files() == ["a.csv"]
    assert heard == []
    del visit
    gc.collect()
    assert files() == []


def test_nobody_pushes_out_another_and_the_same_bytes_are_two_files():
    visits = [Uploads() for _ in range(12)]
    kept = [keep(visit, f"{i % 2}.csv") for i, visit in enumerate(visits)]
    assert len(set(kept)) == 12
    assert all(path.read_bytes() == CONTENT for path in kept)


def test_what_is_looked_at_is_one_file_and_what_is_used_stays():
    visit = Uploads()
    first = keep(visit)
    assert keep(visit) == first
    visit.use(first)
    second, third = keep(visit, "b.csv"), keep(visit, "c.csv")
    assert (first.exists(), second.exists(), third.exists()) == (True, False, True)
    assert keep(visit) == first
    for i in range(3, 3 + uploads.MAX_FILES):
        visit.use(third)
        third = keep(visit, f"{i}.csv") if len(visit._used) < uploads.MAX_FILES else third
    with pytest.raises(DataError, match="has 4 files of your own"):
        keep(visit, "more.csv")


def test_a_full_host_says_so_and_keeps_what_others_have(monkeypatch):
    monkeypatch.setattr(uploads, "limits", lambda: limits.Limits(**{
        **limits.PUBLIC.__dict__, "kept_bytes": 3 * len(CONTENT)}))  # fmt: skip
    visits = [Uploads() for _ in range(4)]
    kept = [keep(visit) for visit in visits[:3]]
    with pytest.raises(DataError, match=r"no room for a\.csv beside the files of other visitors"):
        keep(visits[3])
    assert all(path.exists() for path in kept)
    del visits[0]
    gc.collect()
    assert keep(visits[-1]).exists()


def test_too_large_an_upload_leaves_nothing(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_BYTES", 10)
    with pytest.raises(DataError, match="larger than 10 bytes"):
        keep(Uploads())
    assert files() == []


def test_a_home_that_cannot_be_written(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path / "file"))
    with pytest.raises(ArtifactError, match=r"a\.csv cannot be kept \(Not a directory\);"):
        keep(Uploads())


KILLED = """
import io, os, signal
from recsys.data.uploads import Uploads
visit = Uploads()
visit.keep("1", "a.csv", io.BytesIO(b"user,item,rating"))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_server_held_goes_at_the_next_start_and_a_living_ones_stays():
    visit = Uploads()
    mine = keep(visit)
    subprocess.run([sys.executable, "-c", KILLED], cwd=ROOT, env=os.environ, check=False)
    assert files() == ["a.csv", "a.csv"]
    disk.sweep()
    assert files() == ["a.csv"]
    assert mine.exists()


def test_a_visit_is_not_held_by_what_it_keeps():
    visit = Uploads()
    keep(visit)
    seen = weakref.ref(visit)
    del visit
    assert seen() is None
