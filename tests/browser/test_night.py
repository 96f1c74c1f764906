"""A movie night as people hold it, in a real browser."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from recsys.profile import link
from recsys.profile.profile import Profile

from .conftest import settle

pytestmark = pytest.mark.browser

ANN = link.encode(Profile.of({260: 5, 1196: 5, 589: 4.5}))
BO = link.encode(Profile.of({1: 4.5, 364: 5, 588: 4}))
CY = link.encode(Profile.of({296: 5, 593: 4.5, 858: 5}))


def shown(page):
    return page.locator(".cine-face .cine-text").all_inner_texts()


def seat(page, name):
    return page.get_by_role("button", name=re.compile(rf"{name} · \d"))


def test_movie_night_of_three_from_an_empty_start(page, browser, server):
    page.goto(server)
    settle(page)
    page.get_by_role("link", name="Movie night").first.click()
    expect(page.get_by_role("heading", name="Movie night", level=1)).to_be_visible()
    settle(page)
    expect(page.get_by_text("With three made-up people")).to_be_visible()
    page.get_by_role("button", name="Add somebody").click()
    field = page.get_by_label("Paste links to profiles")
    field.fill(
        f"{server}/profile?p={ANN}&name=Ann\n{server}/?name=B%20%26%20o&p={BO}\n"
        f"{CY} {server}/?p={CY[:-2]}"
    )
    page.get_by_role("button", name="Add from links").click()
    for name in ("Ann", "B & o", "Person 3"):
        expect(seat(page, name)).to_be_visible()
    expect(page.get_by_text(re.compile("cut off or changed"))).to_be_visible()
    expect(page).to_have_url(re.compile("with=.*with=.*with=.*rule=mean"))
    settle(page)
    expect(page.get_by_role("group", name=re.compile("% for all: Ann"))).to_have_count(10)
    by_mean = shown(page)
    assert len(by_mean) == 10

    seat(page, "Person 3").click()
    settle(page)
    page.get_by_label("Name", exact=True).fill("Cy")
    page.get_by_label("Name", exact=True).press("Enter")
    expect(seat(page, "Cy")).to_be_visible()
    page.get_by_role("radiogroup").get_by_text("Nobody suffers").click()
    expect(page).to_have_url(re.compile(r"rule=least(\+|%20)misery"))
    settle(page)
    by_misery = shown(page)
    assert by_misery != by_mean

    page.reload()
    settle(page)
    expect(page.get_by_text(re.compile(r"^1\. "))).to_be_visible()
    for name in ("Ann", "B & o", "Cy"):
        expect(seat(page, name)).to_be_visible()
    assert shown(page) == by_misery

    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert parse_qs(urlsplit(copied).query) == {
        "with": [f"Ann~{ANN}", f"B & o~{BO}", f"Cy~{CY}"],
        "rule": ["least misery"],
    }
    friend = browser.new_context(viewport={"width": 390, "height": 844})
    theirs = friend.new_page()
    theirs.goto(copied)
    settle(theirs)
    expect(theirs.get_by_text(re.compile(r"^1\. "))).to_be_visible()
    assert shown(theirs) == by_misery
    friend.close()

    page.get_by_role("button", name="Why").first.click()
    expect(page.locator(".cine-sum").first).to_have_text(re.compile("For all"))
    page.get_by_role("button", name="By favourite").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Everybody's favourites")).to_be_visible()
    expect(dialog.locator("svg, canvas").nth(1)).to_be_visible()


def test_the_night_outlives_a_visit_to_another_page(page, server):
    page.goto(f"{server}/night?with=Ann~{ANN}&with=Bo~{BO}&rule=mean&p={CY}")
    settle(page)
    before = shown(page)
    assert len(before) == 10
    expect(page.get_by_role("heading", name="The two of you")).to_be_visible()
    page.get_by_role("link", name="For you").first.click()
    expect(page.get_by_role("heading", name="Recommended for you")).to_be_visible()
    settle(page)
    page.get_by_role("link", name="Movie night").first.click()
    expect(page).to_have_url(re.compile("with=Ann.*with=Bo"))
    settle(page)
    assert shown(page) == before
    page.get_by_role("button", name="Add somebody").click()
    page.get_by_text("I am in, with my own profile").click()
    expect(page).to_have_url(re.compile("with=.*with=.*with="))
    settle(page)
    page.reload()
    settle(page)
    page.get_by_role("button", name="Add somebody").click()
    expect(page.get_by_label("I am in, with my own profile")).to_be_checked()
    expect(page).to_have_url(re.compile(f"p={CY}"))


def test_somebody_is_added_without_a_link(page, server):
    page.goto(f"{server}/night?with=Ann~{ANN}")
    settle(page)
    page.get_by_role("button", name="Add somebody").click()
    page.get_by_role("button", name="Add somebody without a link").click()
    box = page.get_by_role("combobox", name="Find a movie that Person 2 likes")
    box.click()
    box.fill("toy story")
    page.get_by_role("option").first.click()
    stars = page.get_by_role("slider", name=re.compile("Toy Story.*Person 2's rating"))
    expect(stars).to_have_count(1)
    settle(page)
    stars.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"with=Person(\+|%20)2"))
    settle(page)
    token = link.encode(Profile.of({1: 4.5}))
    expect(page).to_have_url(re.compile(re.escape(token)))
    assert len(shown(page)) == 10


def test_on_a_phone_the_list_stands_on_the_first_screen(browser, server):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(f"{server}/night?with=Ann~{ANN}&with=Bo~{BO}")
    settle(page)
    first = page.get_by_text(re.compile(r"^1\. "))
    assert first.bounding_box()["y"] <= 440
    chips = page.locator(".st-key-night-people button").all()
    assert [chip.bounding_box()["height"] >= 44 for chip in chips] == [True] * 4
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    context.close()
