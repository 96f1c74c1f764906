"""The page of every address: what it says before any script, and what a link's preview says."""

import re
import threading
from html.parser import HTMLParser
from urllib.parse import urlencode

import made
import pytest
from asgi import ask
from starlette.applications import Starlette

from recsys.profile import link
from recsys.profile.profile import Profile
from recsys.ui import shared
from recsys.ui.menu import MENU
from recsys.ui.web import page, preview

PATIENT = 60
APP = Starlette(routes=list(page.routes("", PATIENT)))
HASTY = Starlette(routes=list(page.routes("", patience=0)))
EMPIRE, PULP, RAIDERS = 1196, 296, 1198
TOKEN = link.encode(Profile.of({EMPIRE: 5, PULP: 4.5}))
GENERAL = "Cinefold: find your next movie, and see exactly why"


class Read(HTMLParser):
    """What a page holds: its meta tags, title, and tags in their order."""

    def __init__(self, text):
        super().__init__()
        self.meta, self.tags, self.texts = {}, [], {}
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.tags.append((tag, given))
        if tag == "meta" and "content" in given:
            self.meta[given.get("property") or given.get("name")] = given["content"]

    def handle_data(self, data):
        self.texts.setdefault(self.tags[-1][0] if self.tags else "", "")
        self.texts[self.tags[-1][0] if self.tags else ""] += data


def read(address, **headers):
    return Read(ask(APP, address, **headers).text)


@pytest.fixture
def ready(small, monkeypatch):
    """Make the recommender of the embedded data ready."""
    monkeypatch.setattr(shared, "trained_already", lambda name: small)
    shared.source("ml-latest-small")
    return small


@pytest.mark.parametrize("path", ["/", "/start", *(f"/{entry.address}" for entry in MENU)])
def test_every_address_says_what_this_is_before_any_script(path):
    found = read(path)
    assert ("html", {"lang": "en"}) in found.tags
    assert "Find your next movie" in found.texts["h1"]
    assert found.meta["description"].startswith("Pick a few movies")
    assert "JavaScript" in found.texts["p"]
    assert "Cinefold" in found.texts["title"]
    names = [tag for tag, _ in found.tags]
    # The screen stands where the app will, and what would hold it back comes after it.
    at = names.index("h1")
    assert dict(found.tags)["div"] == {"id": "first"}
    assert ("div", {"id": "root"}) in found.tags[:at]
    sheets = [i for i, (_, given) in enumerate(found.tags) if given.get("rel") == "stylesheet"]
    assert sheets
    assert all(at < i for i in sheets)


def test_streamlits_own_scripts_are_all_there():
    installed = (page.Path(page.file_util.get_static_dir()) / "index.html").read_text("utf-8")
    found = re.findall(r'src="[^"]+"', installed)
    assert found
    assert all(script in page.shell() for script in found)


def test_a_profile_says_what_it_leads_to(ready):
    said = read(f"/recommendations?p={TOKEN}").meta
    ten = ready.recommend({EMPIRE: 5, PULP: 4.5}, n=10)
    first = re.sub(r"( \(.*\))+$", "", ten.recommendations[0].title).split(" - ")[-1]
    named = {"The Empire Strikes Back", "Pulp Fiction"}
    because, leads_to = said["og:title"].split(": ", 1)
    assert set(because.removeprefix("Because of ").split(" and ")) == named
    assert leads_to == f"{first}, and 9 more"
    assert said["og:image"] == f"http://films.example/card.png?p={TOKEN}"
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
    assert said["twitter:card"] == "summary_large_image"
    assert "2 movies" in said["og:description"]


def test_without_a_trained_model_it_says_what_it_knows():
    shared.source("ml-latest-small")
    said = read(f"/?p={TOKEN}").meta
    assert said["og:title"] == "Because of The Empire Strikes Back and Pulp Fiction"
    assert said["og:image"]
    assert shared.trained_already("ml-latest-small") is None


def test_a_page_does_not_wait_for_its_preview(monkeypatch):
    go_on = threading.Event()

    def late(*_):
        go_on.wait(PATIENT)
        return preview.LinkPreview("too late", "too late")

    monkeypatch.setattr(preview, "preview_of", late)
    try:
        said = Read(ask(HASTY, f"/?p={TOKEN}").text).meta
    finally:
        go_on.set()
    assert said["og:title"] == GENERAL
    assert said["og:image"].endswith(TOKEN)


@pytest.mark.parametrize("token", [TOKEN[:-2], "x" * 100, "", "1<script>", "9" * 70_000])
def test_a_damaged_link_says_what_every_page_says(token, ready):
    said = read(f"/?{urlencode({'p': token})}").meta
    assert said["og:title"] == GENERAL
    assert "og:image" not in said


def test_more_movies_than_a_host_takes_say_nothing_of_themselves(ready, monkeypatch):
    monkeypatch.setenv("RECSYS_PUBLIC", "1")
    token = link.encode(Profile.of(dict.fromkeys(range(1, 5002), 4)))
    assert read(f"/?p={token}").meta["og:title"] == GENERAL


def test_titles_and_names_from_outside_stay_text(tmp_path, monkeypatch):
    hostile = ['a"><script>alert(1)</script>', "M*A*S*H & 'x' <b>"]
    folder = tmp_path / "ml"
    movies = [(i, f"{title} (1990)", ()) for i, title in enumerate(hostile, 1)]
    made.csv_release(folder, [(1, 1, 5.0, 1), (1, 2, 4.0, 1)], movies)
    monkeypatch.setenv("RECSYS_DATASET", str(folder))
    shared.source(str(folder))
    token = link.encode(Profile.of({1: 5, 2: 4}))
    name = "</title><script>alert(2)</script>"
    found = read(f"/?{urlencode({'p': token, 'name': name, 'dataset': '<img src=x>'})}")
    assert found.meta["og:title"] == f"Because of {hostile[0]} and {hostile[1]}"
    assert found.meta["description"].startswith(name)
    plain = read("/")
    assert [tag for tag, _ in found.tags if tag != "meta"] == [
        tag for tag, _ in plain.tags if tag != "meta"
    ]


def test_a_link_to_another_data_set_is_read_with_its_titles(recsys_home):
    folder = recsys_home / "datasets" / "ml-100k"
    made.csv_release(folder, [(1, 1, 5.0, 1)], [(1, "Another One (1990)", ())])
    shared.source("ml-100k")
    found = shared.source("ml-100k").dataset
    token = link.encode(Profile.of({1: 5}, found.catalogue))
    try:
        said = read(f"/?p={token}&dataset=ml-100k").meta
    finally:
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
    assert said["og:title"] == "Because of Another One"
    assert said["og:image"].endswith("&dataset=ml-100k")


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, "http://films.example"),
        ({"host": "localhost:8501"}, "http://localhost:8501"),
        ({"host": "[::1]:8501"}, "http://[::1]:8501"),
        ({"x_forwarded_proto": "https"}, "https://films.example"),
        ({"x_forwarded_proto": "javascript"}, "http://films.example"),
        (
            {
                "x_forwarded_proto": "https, http",
                "x_forwarded_host": "a.example, inner",
                "x_forwarded_prefix": "/x/",
            },
            "https://a.example/x",
        ),
        ({"x_forwarded_prefix": '/"><b>'}, "http://films.example"),
        ({"host": 'a"><script>'}, None),
    ],
)
def test_the_picture_has_the_address_that_the_visitor_sees(headers, expected):
    said = read(f"/?p={TOKEN}", **headers).meta
    assert said.get("og:image") == (expected and f"{expected}/card.png?p={TOKEN}")


def test_a_page_that_is_known_is_not_sent_again():
    first = ask(APP, "/about")
    assert first.headers["cache-control"] == "no-cache"
    assert int(first.headers["content-length"]) == len(first.body)
    tag = first.headers["etag"]
    for known in (tag, f'"other", {tag}', "*"):
        again = ask(APP, "/about", if_none_match=known)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == tag
    assert ask(APP, "/explore", if_none_match=tag).status == 200


def test_the_head_of_a_page_says_how_long_it_is():
    assert ask(APP, "/", "HEAD").headers["content-length"] == str(len(ask(APP, "/").body))


def test_a_movie_without_a_year_has_a_preview(foreign_letters):
    said = preview.preview_of(Profile(((3, 5.0),)), {"dataset": foreign_letters})
    assert said.title == "Because of 🎬🍿"
