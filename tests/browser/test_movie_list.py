"""The list of recommendations in a real browser: keyboard, phone, what a screen reader is told."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from recsys.profile import link
from recsys.profile.profile import Profile

from .conftest import settle

pytestmark = pytest.mark.browser

TOKEN = "1iasC9-ABh50Bp8cBmdMCNzjzyA"


def opened(page, server, path="/profile"):
    page.goto(f"{server}{path}?p={TOKEN}")
    settle(page)
    cards = page.locator(".st-key-list ol > li")
    expect(cards.first).to_be_visible()
    return cards


def named(card):
    return card.locator("strong").text_content().partition(". ")[2]


def test_hiding_by_keyboard_leaves_the_keyboard_on_the_movie_that_follows(page, server):
    cards = opened(page, server)
    second, third = named(cards.nth(1)), named(cards.nth(2))
    hide = cards.nth(1).get_by_role("button", name="Not for me", exact=True)
    hide.focus()
    page.keyboard.press("Enter")
    expect(cards.nth(1).locator("strong")).to_contain_text(third)
    expect(cards.locator(".cine-title", has_text=second)).to_have_count(0)
    expect(cards.nth(1).get_by_role("button", name="Not for me", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Not interested (2)")).to_be_visible()


def test_a_change_elsewhere_leaves_the_keyboard_where_it_was(page, server):
    cards = opened(page, server)
    page.get_by_role("slider").first.press("ArrowLeft")
    expect(page.locator(".st-key-bar")).to_contain_text("Since your last change")
    settle(page)
    expect(page.get_by_role("slider").first).to_be_focused()
    expect(cards).to_have_count(10)


def test_every_button_is_described_by_its_movie(page, server):
    cards = opened(page, server)
    for card in cards.all():
        described = card.get_by_role("button").evaluate_all(
            "all => all.map(b => document.getElementById(b.getAttribute('aria-describedby')))"
            ".map(title => title.textContent)"
        )
        assert described == [card.locator("strong").text_content()] * 3


def test_seen_it_asks_for_stars_and_gives_none_unasked(page, server):
    cards = opened(page, server)
    title, address = named(cards.first), page.url
    cards.first.get_by_role("button", name="Seen it", exact=True).click()
    asked = cards.first.get_by_role("slider", name=f"{title} · Your stars")
    expect(asked).to_be_focused()
    expect(asked).to_have_attribute("aria-valuetext", "no stars yet")
    assert page.url == address
    asked.press("ArrowRight")
    given = page.get_by_role("slider", name=f"{title} · Your rating")
    expect(given).to_have_value("0.5")
    expect(cards.first.locator("strong")).not_to_contain_text(title)


def test_seen_without_stars_keeps_the_movie_off_the_list(page, server):
    cards = opened(page, server)
    title = named(cards.first)
    cards.first.get_by_role("button", name="Seen it", exact=True).click()
    cards.first.get_by_role("button", name="Seen, no stars").click()
    expect(cards.first.locator("strong")).not_to_contain_text(title)
    expect(page.get_by_text("Seen, not rated (1)")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_what_is_hidden_far_down_is_undone_in_one_tap_where_it_stood(
    browser, server, width, height
):
    context = browser.new_context(
        viewport={"width": width, "height": height}, has_touch=width < 640
    )
    page = context.new_page()
    cards = opened(page, server)
    eighth, ninth, address = named(cards.nth(7)), named(cards.nth(8)), page.url
    hide = cards.nth(7).get_by_role("button", name="Not for me", exact=True)
    hide.scroll_into_view_if_needed()
    hide.click()
    expect(cards.nth(7).locator("strong")).to_contain_text(ninth)
    said = cards.nth(7).locator(".cine-left")
    expect(said).to_contain_text(f"You hid {eighth}.")
    undo = said.get_by_role("button", name="Undo")
    expect(undo).to_be_in_viewport(ratio=1)
    box = undo.bounding_box()
    assert min(box["width"], box["height"]) >= (44 if width < 640 else 24)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    undo.click()
    expect(cards.nth(7).locator("strong")).to_contain_text(eighth)
    expect(page.locator(".cine-left")).to_have_count(0)
    expect(page).to_have_url(address)
    context.close()


def test_an_open_card_leads_to_the_film_elsewhere_and_tells_nobody_the_profile(page, server):
    asked = []

    def answer(route):
        asked.append(route.request.headers)
        route.fulfill(body="<title>elsewhere</title>", content_type="text/html")

    for host in ("www.imdb.com", "www.themoviedb.org", "letterboxd.com"):
        page.context.route(f"https://{host}/**", answer)
    cards = opened(page, server)
    expect(cards.get_by_role("link")).to_have_count(0)
    title = named(cards.first)
    name, year = re.fullmatch(r"([^(]+) \(.*?(\d{4})\)", title).groups()
    cards.first.get_by_role("button", name="Why", exact=True).click()
    links = cards.first.get_by_role("link")
    expect(links).to_have_text(["IMDb", "TMDB", "Letterboxd"])
    words = quote(name, safe="")
    assert links.evaluate_all("all => all.map(a => [a.ariaLabel, a.getAttribute('href')])") == [
        [f"{title} at IMDb", f"https://www.imdb.com/find/?s=tt&q={words}%20{year}"],
        [
            f"{title} at TMDB",
            f"https://www.themoviedb.org/search/movie?query={words}%20y%3A{year}",
        ],
        [f"{title} at Letterboxd", f"https://letterboxd.com/search/films/{words}%20{year}/"],
    ]
    assert asked == []
    for each in links.all():
        box = each.bounding_box()
        assert min(box["width"], box["height"]) >= 24
        with page.expect_popup() as opened_page:
            each.click()
        assert opened_page.value.title() == "elsewhere"
        assert opened_page.value.evaluate("[opener, document.referrer]") == [None, ""]
    assert len(asked) == 3
    assert not any("referer" in headers for headers in asked)


@pytest.mark.parametrize("path", ["/profile", "/recommendations"])
def test_on_a_phone_every_card_fits(browser, server, path):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    cards = opened(page, server, path)
    cards.first.get_by_role("button", name="Why", exact=True).click()
    expect(cards.first.get_by_role("link")).to_have_count(3)
    for card in cards.all():
        for button in card.locator("button, a").all():
            box = button.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 390
            assert min(box["width"], box["height"]) >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_what_is_pressed_as_something_comes_into_view_counts(browser, server):
    """The scroll to the button brings the questions into view: both are said within a moment."""
    loved = (356, 296, 318, 593, 260, 480, 2571, 1, 527, 1196, 110, 1270, 608, 1198, 2858, 780, 588)
    token = link.encode(Profile.of(dict.fromkeys((*loved, 457, 590, 2959), 4.0)))
    for _ in range(6):
        context = browser.new_context(viewport={"width": 1280, "height": 720})
        page = context.new_page()
        page.goto(f"{server}/profile?p={token}")
        settle(page)
        page.get_by_role("button", name="Show 10 more").click()
        expect(page.locator(".st-key-list .cine-card")).to_have_count(20)
        context.close()
