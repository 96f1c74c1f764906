"""The files that elements fetch."""

import gzip
from pathlib import Path

from asgi import ask
from web import APP

from recsys.ui.elements import fetched
from recsys.ui.elements.element import fetched_from
from recsys.ui.elements.movie_list import movie_list


def test_a_script_is_answered_compressed_where_that_is_understood_and_kept_for_ever():
    path = "/" + fetched_from(Path(movie_list.__file__).with_suffix(".js"))
    packed = ask(APP, path, accept_encoding="gzip, br")
    plain = ask(APP, path, accept_encoding="identity")
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(packed.body) == plain.body
    assert b"export default" in plain.body
    for answer in (packed, plain):
        assert answer.headers["content-type"].startswith("text/javascript")
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["vary"] == "Accept-Encoding"


def test_what_nobody_offers_is_not_found():
    for name in ("nothing.js", "..%2fserver.py", "x" * 3000):
        assert ask(APP, f"/own/{name}").status == 404


def test_a_name_says_what_is_in_the_file():
    assert fetched.packed(b"a", "js") == fetched.packed(b"a", "js")
    assert fetched.packed(b"a", "js")[0] != fetched.packed(b"b", "js")[0]


def test_of_data_the_last_few_are_kept_and_of_scripts_all(monkeypatch):
    monkeypatch.setattr(fetched, "_files", type(fetched._files)())
    fetched.offer("one.js", b"script")
    names = [f"{number}.json" for number in range(3 * fetched.MAX_DATA)]
    for name in names:
        fetched.offer(name, b"data")
        fetched.offer(names[0], b"data")
    assert fetched.find("one.js") == b"script"
    kept = [name for name in names if fetched.find(name)]
    assert kept == [names[0], *names[1 - fetched.MAX_DATA :]]
