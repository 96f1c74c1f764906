"""Outside text never becomes part of the page: every page, the night and the dialogs are walked.

The data set's titles, genres and folder, the person's name and `?dataset=` all hold Markdown that
would draw an image from a foreign host, set a link, or lose characters. Links lead to hosts that
are written in our code, whatever a title says; nothing is ever fetched from any of them.
"""

import re
from string import ascii_letters, digits
from urllib.parse import urlencode, urlsplit

import made
import pytest
from playwright.sync_api import expect

from recsys.profile import link
from recsys.profile.profile import Profile

from .conftest import served, settle, until

pytestmark = pytest.mark.browser

EVIL = "evil.example"
TITLES = [
    "M*A*S*H",
    f"![x](http://{EVIL}/x.png)",
    f"[link](http://{EVIL})",
    "<b>bold</b>",
    ":red[x]",
    "$x$ and $y$",
    ":material/home:",
    f"http://{EVIL}/a",
    f"www.{EVIL}",
    f"me@{EVIL}",
    *(f"Movie {letter} *of* {letter}" for letter in "ABCDEFGHIJKLMN"),
]
GENRE = f"**G** ![g](http://{EVIL}/g.png)"
NAME = f"*N* ![n](http://{EVIL}/n)"
PROFILE = link.encode(Profile.of({1: 5, 2: 4.5, 3: 4, 4: 1, 5: 5}))
FRIEND = link.encode(Profile.of({1: 5, 6: 4.5, 7: 4, 8: 2}))
ELSEWHERE = {"www.imdb.com", "www.themoviedb.org", "letterboxd.com"}
OUR_LINKS = {*ELSEWHERE, "grouplens.org", "movielens.org"}
QUERY = {"p": PROFILE, "name": NAME, "dataset": f"![d](http://{EVIL}/d.png)"}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """Return the address of a server whose data set is hostile."""
    folder = tmp_path_factory.mktemp("data") / "*data* ![d](x)"
    movies = [(i, f"{title} ({1969 + i})", (GENRE,)) for i, title in enumerate(TITLES, 1)]
    ratings = [
        (user, movie, 5.0 if movie == 1 else 1.0 + (7 * user + 5 * movie) % 9 / 2, 978300760 + user)
        for user in range(1, 61)
        for movie in range(1, len(TITLES) + 1)
        if movie == 1 or (user * movie + user) % 3
    ]
    made.csv_release(folder, ratings, movies)
    with served(tmp_path_factory.mktemp("home"), RECSYS_DATASET=str(folder)) as address:
        yield address


@pytest.fixture
def watched(page, hostile):
    """Return a page that notes every request to another host."""
    page.foreign = []

    def note(request):
        if not request.url.startswith((f"{hostile}/", "data:", "blob:")):
            page.foreign.append(request.url)

    page.on("request", note)
    yield page
    assert not page.foreign


def is_harmless(page, part="body"):
    """Check what the page holds now, with everything in a part of it unfolded."""
    settle(page)
    closed = page.locator(f"{part} details:not([open]) > summary")
    for left in range(closed.count(), 0, -1):
        closed.first.click()
        expect(closed).to_have_count(left - 1)
        settle(page)
    expect(page.locator(f"a[href*='//{EVIL}'], img[src*='{EVIL}']")).to_have_count(0)
    expect(page.locator("[data-testid=stApp] :is(em, .katex, p b, td b)")).to_have_count(0)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert linked(page.locator("body")) <= OUR_LINKS


def linked(place):
    """Return the other hosts to which links lead."""
    return set(
        place.locator("a[href]").evaluate_all(
            "all => all.map(a => a.host).filter(host => host !== location.host)"
        )
    )


def leads_elsewhere(place, title):
    """Check a film's links: named by it, to three hosts, the title as text in their addresses."""
    links = place.get_by_role("link", name=f"{title} at ")
    expect(links).to_have_count(3)
    assert linked(place) == ELSEWHERE
    for one in links.all():
        assert one.get_attribute("rel") == "noopener noreferrer"
        assert one.get_attribute("target") == "_blank"
        parts = urlsplit(one.get_attribute("href"))
        assert (parts.scheme, parts.fragment) == ("https", "")
        assert parts.query.count("&") <= 1
        assert set(parts.path + parts.query) <= set(ascii_letters + digits + "%/-_.~=&")


@pytest.mark.parametrize(
    "path",
    [
        "", "profile", "recommendations", "taste", "similar", "map", "night", "explore", "model",
        "about",
    ],
)  # fmt: skip
def test_a_page(path, watched, hostile):
    watched.goto(f"{hostile}/{path}?{urlencode(QUERY)}")
    is_harmless(watched)
    if path not in ("night", "about", "model"):
        expect(watched.get_by_text("M*A*S*H").first).to_be_attached()
    expect(watched.get_by_text(f"![d](http:\u2060//{EVIL}/d.png)").first).to_be_visible()


def test_the_start_without_a_profile(watched, hostile):
    watched.goto(hostile)
    is_harmless(watched)
    expect(watched.get_by_role("button", name=re.compile(r"M\*A\*S\*H")).first).to_be_visible()


@pytest.mark.parametrize("view", ["What drives it", "Without", "What would it take?"])
def test_the_views_of_the_list(view, watched, hostile):
    watched.goto(f"{hostile}/what-if?{urlencode(QUERY)}")
    settle(watched)
    watched.get_by_role("radio", name=view).or_(watched.get_by_text(view, exact=True)).first.click()
    settle(watched)
    if view == "What would it take?":
        finder = watched.get_by_role("combobox", name="Movie to bring in or throw out")
        finder.fill("mash")
        expect(watched.get_by_role("option").locator("bdi").first).to_have_text(
            re.compile(r"^M\*A\*S\*H")
        )
        watched.get_by_role("option").first.click()
        expect(watched.get_by_text("Nothing to find: you rated M*A*S*H").first).to_be_visible()
    is_harmless(watched)
    expect(watched.get_by_text("M*A*S*H").first).to_be_attached()


def test_why_a_movie(watched, hostile):
    watched.goto(f"{hostile}/recommendations?{urlencode(QUERY)}")
    settle(watched)
    watched.get_by_role("button", name="Why", exact=True).first.click()
    is_harmless(watched, ".cine-open")
    expect(watched.locator(".cine-open").get_by_text("M*A*S*H").first).to_be_visible()


def test_links_to_a_film_elsewhere(watched, hostile):
    watched.goto(f"{hostile}/recommendations?{urlencode(QUERY)}")
    settle(watched)
    cards = watched.locator(".st-key-list .cine-card")
    listed = [int(one.get_attribute("data-movie")) for one in cards.all()]
    hostile_ones = [number for number in listed if number <= 10]
    assert len(hostile_ones) >= 2
    for number in hostile_ones:
        card = watched.locator(f".st-key-list .cine-card[data-movie='{number}']")
        card.get_by_role("button", name="Why", exact=True).click()
        leads_elsewhere(card, f"{TITLES[number - 1]} ({1969 + number})")
    is_harmless(watched, ".cine-open")


def test_links_of_the_movie_that_is_compared(watched, hostile):
    watched.goto(f"{hostile}/similar?{urlencode(QUERY)}")
    settle(watched)
    watched.get_by_role("combobox", name="Movies similar to").fill(f"www.{EVIL}")
    watched.get_by_role("option").first.click()
    leads_elsewhere(watched.locator(".cine-places"), f"www.{EVIL} (1978)")
    is_harmless(watched)


def test_a_movie_night(watched, hostile):
    people = [("with", f"{name}~{token}") for name, token in ((NAME, PROFILE), ("$B$", FRIEND))]
    watched.goto(f"{hostile}/night?{urlencode([*people, ('rule', 'mean')])}")
    is_harmless(watched)
    expect(watched.get_by_text("*N* ![n](http").first).to_be_attached()
    watched.get_by_role("button", name="Why").first.click()
    expect(watched.locator(".cine-open").get_by_role("link")).to_have_count(3)
    is_harmless(watched, ".cine-open")
    watched.get_by_role("button", name="By favourite").first.click()
    expect(watched.get_by_role("dialog")).to_be_visible()
    is_harmless(watched, "[role=dialog]")


def test_the_profile_of_another_compared_with_mine(watched, hostile):
    watched.goto(f"{hostile}/profile?{urlencode({'p': FRIEND})}")
    settle(watched)
    start = watched.get_by_role(
        "button", name=re.compile("Copy to a profile of my own|Start my own")
    ).first
    start.click()
    until(watched, "() => localStorage.getItem('cinefold-profile')?.includes('p=')")
    watched.goto(f"{hostile}/profile?{urlencode(QUERY)}")
    settle(watched)
    watched.get_by_role("button", name="Compare with mine").click()
    expect(watched.get_by_role("dialog")).to_be_visible()
    is_harmless(watched, "[role=dialog]")
    expect(watched.get_by_role("dialog").get_by_text("*N* ![n](http").first).to_be_attached()
