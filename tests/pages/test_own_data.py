"""A visitor's own file: used, never named by a path of the server, and gone with the visit."""

import io

import kept
import pytest
from entry import APP, page_file
from streamlit.testing.v1 import AppTest

from recsys import paths
from recsys.data.uploads import Uploads
from recsys.ui import session, shared

PAGES = ("explore", "what_if", "taste", "map", "model", "about")


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def started():
    shared.everything.clear()
    app = AppTest.from_file(APP, default_timeout=60).run()
    return app.switch_page(page_file("explore")).run()


def brought(app, name, content):
    next(u for u in app.file_uploader if u.key == "upload").upload(name, content, "text/csv").run()
    found = [b for b in app.button if b.label == "Use this data set"]
    return found[0].click().run() if found else app


def texts(app):
    assert not app.exception
    return "\n".join(str(getattr(e, "value", "")) for e in app.main)


def ratings_file(tmp_path):
    rows = (kept.source(tmp_path) / "ratings.csv").read_text().replace("userId", "user")
    return rows.replace("movieId", "item").encode()


def test_an_own_file_is_used_on_every_page_and_goes_with_the_visit(home, tmp_path):
    app = started()
    brought(app, "mine.csv", ratings_file(tmp_path))
    before = {path for path in home.rglob("*") if path.is_file()}
    (file,) = home.glob("uploads/.new-*/*/mine.csv")
    assert shared.source(app.session_state["dataset"]).dataset.private
    for page in PAGES:
        said = texts(app.switch_page(page_file(page)).run())
        assert str(home) not in said, page
        assert "uploads" not in said, page
        # What they measure would be kept.
        assert not {"Run", "Measure it"} & {b.label.partition(" (")[0] for b in app.button}
    assert {path for path in home.rglob("*") if path.is_file()} == before
    assert all("mine" not in str(path.relative_to(home)) for path in before - {file})
    name = app.session_state["dataset"]
    del app
    shared.set_apart()
    assert not file.exists()
    assert list(paths.uploads_home().iterdir()) == []
    shared.register(tmp_path / "next.csv", None)
    assert shared.everything.get((name, "source")) is None


@pytest.mark.parametrize(
    ("there", "looks"),
    [
        ([True] * 5 + [False] * 9, 14),
        ([False] * 8 + [True] + [False] * 9, 18),  # away for 160 seconds, and back
    ],
)
def test_the_files_go_three_minutes_after_the_browser(home, there, looks):
    visit, asked = Uploads(), []
    path = visit.keep("1", "a.csv", io.BytesIO(b"user"))
    answers = iter(there)

    def is_here():
        assert path.exists()
        asked.append(1)
        return next(answers)

    session.close_when_over(lambda: visit, is_here, lambda _: None)
    assert len(asked) == looks
    assert not path.exists()
    assert visit.keep("2", "a.csv", io.BytesIO(b"user")).exists()


def test_a_visit_that_is_forgotten_is_not_waited_for():
    session.close_when_over(lambda: None, lambda: pytest.fail("asked"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("mine.csv", b""),
        ("mine.csv", b"a,b\n1,2\n"),
        ("mine.csv", b"user,item,rating\n1,2,x\n3,4,y\n"),
        ("mine.csv", b'user,item,rating\n"1,2,3\n' * 9),
        ("mine.parquet", b"PAR1 and nothing else"),
        ("mine.zip", b"PK\x03\x04 broken"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_file_alone(home, name, content):
    app = started()
    brought(app, name, content)
    assert not app.exception
    said = " ".join(e.value for e in app.error)
    assert name in said.replace("\\", "")
    assert str(home) not in said
    assert "uploads" not in said
