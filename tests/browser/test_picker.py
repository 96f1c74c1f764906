"""The list of titles one picks from: in the browser, by keyboard, mouse and touch."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import served, settle

pytestmark = pytest.mark.browser

TOKEN = "1iasC9-ABh50Bp8cBmdMCNzjzyA"
EMPIRE = "Star Wars: Episode V - The Empire Strikes Back (1980)"
HOSTILE = '<img src=x onerror="window.harm=1"> **Bold** (1990)'


def opened(page, address, query=""):
    page.goto(f"{address}/profile{query}")
    settle(page)
    return box(page)


def box(page):
    return page.get_by_role("combobox", name="Find a movie", exact=True)


def options(page):
    return page.get_by_role("option")


def active(page):
    """Return the title that Enter would pick, as assistive technology is told."""
    return page.evaluate(
        """() => document.getElementById(
            document.activeElement.getAttribute("aria-activedescendant"))?.textContent ?? null"""
    )


def rating(page, title):
    return page.get_by_role("slider", name=re.compile(f"{re.escape(title)}.*Your rating"))


def test_two_movies_are_picked_in_a_row_without_leaving_the_field(page, server):
    field = opened(page, server)
    field.focus()
    page.keyboard.type("empire strikes")
    assert active(page) == EMPIRE
    page.keyboard.press("Enter")
    # At once: the app's answer is still on its way.
    assert field.input_value() == ""
    assert options(page).count() == 0
    page.keyboard.type("pulp fic")
    expect(rating(page, EMPIRE)).to_have_count(1)
    settle(page)
    expect(field).to_have_value("pulp fic")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-expanded", "true")
    assert active(page) == "Pulp Fiction (1994)"
    page.keyboard.press("Enter")
    expect(rating(page, "Pulp Fiction (1994)")).to_have_count(1)
    settle(page)
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    expect(page.get_by_role("slider")).to_have_count(2)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("amélie", "Amelie (Le Fabuleux destin d'Amélie Poulain) (2001)"),
        ("AMELIE", "Amelie (Le Fabuleux destin d'Amélie Poulain) (2001)"),
        ("matrix the", "The Matrix (1999)"),
        ("Matrix, The", "The Matrix (1999)"),
        ("et terrestrial", "E.T. the Extra-Terrestrial (1982)"),
        ("spiderman", "Spider-Man (2002)"),
        ("rocky 2", "Rocky II (1979)"),
        ("alien", "Alien (1979)"),
        ("titanic the", "Titanic (1997)"),
        ("star wars", "Star Wars: Episode IV - A New Hope (1977)"),
        ("empire stirkes", EMPIRE),
        ("schindlrs list", "Schindler's List (1993)"),
        ("jurasic prk", "Jurassic Park (1993)"),
        ("onnection french", "The French Connection (1971)"),
    ],
)
def test_the_first_one_listed_is_what_was_meant(index, typed, first):
    assert index(typed)[0] == first


def test_what_fits_worse_comes_later_and_what_does_not_fit_is_left_out(index):
    within = "Louis C.K.: Live at the Beacon Theater (2011)"
    found = index("heat")
    assert found[:2] == ["Heat (1995)", "The Heat (2013)"]
    assert found.index("Heathers (1989)") < found.index("Body Heat (1981)")
    assert found.index("Body Heat (1981)") < found.index(within)
    assert all("heat" in title.lower() for title in found)
    assert index("zzzzzz") == []


@pytest.fixture(scope="module")
def index(browser, server):
    """Return what lists the titles for a query, the app opened once."""
    context = browser.new_context()
    page = context.new_page()
    field = opened(page, server)
    field.focus()

    def listed(typed):
        field.fill(typed)
        return options(page).all_inner_texts()

    yield listed
    context.close()


def test_how_many_fit_is_said_and_that_none_does(page, server):
    field = opened(page, server)
    said = page.locator(".cine-said")
    expect(said).to_have_attribute("aria-live", "polite")
    field.click()
    expect(options(page)).to_have_count(50)
    assert active(page) is None
    field.fill("toy story 2")
    expect(said).to_have_text("1 movie fits")
    field.fill("the")
    expect(said).to_have_text(re.compile(r"^[\d,]+ movies fit, the best 50 are listed$"))
    expect(options(page)).to_have_count(50)
    field.fill("qqqqqqq")
    expect(said).to_have_text(re.compile("^No movie fits “qqqqqqq”"))
    expect(page.get_by_text("No movie fits “qqqqqqq”").first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(field).to_have_value("qqqqqqq")


def test_the_keys_walk_close_and_clear(page, server):
    field = opened(page, server)
    field.focus()
    page.keyboard.type("star wars")
    titles = options(page).all_inner_texts()
    walk = [("ArrowDown", 1), ("ArrowDown", 2), ("ArrowUp", 1), ("End", -1), ("ArrowDown", 0),
            ("ArrowUp", -1), ("Home", 0)]  # fmt: skip
    for key, place in walk:
        page.keyboard.press(key)
        assert active(page) == titles[place], key
        expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)
        # The list scrolls, which some browsers make a stop for the keyboard.
    inside = "!!document.activeElement.closest('.cine-picker')"
    assert page.evaluate(f"[document.activeElement.tagName, {inside}]") == ["SUMMARY", False]


def test_a_choice_is_shown_replaced_and_cleared(page, server):
    page.goto(f"{server}/similar?p={TOKEN}")
    settle(page)
    field = page.get_by_role("combobox", name="Movies similar to", exact=True)
    clear = page.get_by_role("button", name="Movies similar to: clear")
    expect(clear).to_have_count(0)
    field.fill("matrix")
    page.keyboard.press("Enter")
    expect(field).to_have_value("The Matrix (1999)")
    settle(page)
    expect(field).to_have_value("The Matrix (1999)")
    # What is half typed is no choice.
    field.fill("toy sto")
    page.keyboard.press("Tab")
    expect(field).to_have_value("The Matrix (1999)")
    clear.click()
    expect(field).to_have_value("")
    settle(page)
    expect(clear).to_have_count(0)
    # Each control of the page has its own.
    first = page.get_by_role("combobox", name="First movie", exact=True)
    shown = first.input_value()
    assert shown
    other = page.get_by_role("combobox", name="Second movie", exact=True)
    other.fill("heat")
    page.keyboard.press("Enter")
    expect(other).to_have_value("Heat (1995)")
    settle(page)
    expect(first).to_have_value(shown)
    expect(page.get_by_test_id("stException")).to_have_count(0)
