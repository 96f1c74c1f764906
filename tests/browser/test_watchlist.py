"""Choose from my list: pasted, dropped, ranked, passed on, and without a mouse."""

import io
import re
import zipfile

import pytest
from playwright.sync_api import expect

from recsys.profile import link
from recsys.profile.profile import Profile

from .conftest import frames, settle, until
from .test_accessibility import DESKTOP as DESK_SEEN
from .test_accessibility import PHONE as PHONE_SEEN
from .test_accessibility import findings
from .test_journeys_profile import focused, rating

pytestmark = pytest.mark.browser

FAVOURITES = Profile.of({1196: 5, 296: 4, 924: 4, 1721: 4, 364: 5})
LISTED = (2571, 593, 318, 50, 47)
PASTED = """Heat (1995)
The Matrix (1999)

Amélie (2001)
Gigli (2003)
The Film That Nobody Made (2021)
"""
RATINGS = """Date,Name,Year,Letterboxd URI,Rating
2021-03-01,Se7en,1995,https://boxd.it/29qU,4.5
2021-03-02,Léon: The Professional,1994,https://boxd.it/29Nw,5
"""
WATCHLIST = """Date,Name,Year,Letterboxd URI
2021-04-01,Heat,1995,https://boxd.it/2bcd
2021-04-02,The Matrix,1999,https://boxd.it/2bce
2021-04-03,Dune,2021,https://boxd.it/2bcf
2021-04-04,Se7en,1995,https://boxd.it/29qU
"""
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1440, "height": 1000}}


def paste_from_the_start(page):
    page.get_by_role("button", name="Choose from my list").click()
    field = page.get_by_label("Or paste titles, one a line")
    # The part moves up, and for a moment stands in both places.
    expect(field.locator("visible=true")).to_have_count(1)
    settle(page)
    field.fill(PASTED)


def titles(page):
    """Return the list's titles, once it is there."""
    settle(page)
    cards = page.locator(".st-key-list .cine-card")
    cards.first.wait_for()
    return cards.locator(".cine-title").all_text_contents()


def which(page):
    return page.get_by_role("combobox", name="Which movies, by your list")


def bring(page):
    page.get_by_text("Bring your ratings or your list").click()
    settle(page)


def dropped(page, **files):
    """Drop a zip as Letterboxd makes it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(f"{name}.csv", text)
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(
        {
            "name": "letterboxd-made-up-2021.zip",
            "mimeType": "application/zip",
            "buffer": buffer.getvalue(),
        }
    )


@pytest.mark.parametrize("device", [PHONE, DESK])
def test_a_pasted_list_is_ranked_and_its_link_shows_the_same_list(browser, server, device):
    context = browser.new_context(**device)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(server)
    settle(page)
    paste_from_the_start(page)
    page.get_by_role("button", name="Find these").click()
    expect(page.get_by_text("4 movies of your list are here; 1 is not")).to_be_visible()
    expect(page.get_by_text("The Film That Nobody Made (2021)").last).to_be_visible()
    settle(page)
    page.get_by_role("button", name="Add 4 listed movies").click()
    expect(which(page)).to_have_value("My list")
    expect(page.get_by_text("You have rated nothing yet")).to_be_in_viewport()
    expect(page.get_by_text(re.compile("without a place here: .*Gigli"))).to_be_visible()
    mine = titles(page)
    assert len(mine) == 3
    page.get_by_role("button", name="Share").click()
    expect(page.get_by_role("button", name="Link copied").first).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "list=only" in copied

    elsewhere = browser.new_context(**device)
    friends = elsewhere.new_page()
    friends.goto(f"{copied}&name=Ann")
    assert titles(friends) == mine
    expect(which(friends)).to_have_value("Their list")
    elsewhere.close()
    context.close()


def test_a_letterboxd_zip_brings_ratings_and_a_list(page, server):
    page.goto(f"{server}/profile")
    settle(page)
    bring(page)
    dropped(page, ratings=RATINGS, watchlist=WATCHLIST)
    expect(page.get_by_text("From Letterboxd: 2 ratings.")).to_be_visible()
    expect(page.get_by_text("are here; 1 is not: Dune (2021).")).to_be_visible()
    settle(page)
    page.get_by_role("button", name="Add 2 ratings and 2 listed movies").click()
    expect(rating(page, "Seven (a.k.a. Se7en) (1995)")).to_have_count(1)
    page.get_by_role("button", name="See only my list").first.click()
    expect(which(page)).to_have_value("My list")
    expect(page.locator(".st-key-list .cine-card")).to_have_count(2)
    ranked = titles(page)
    assert sorted(title.partition(". ")[2] for title in ranked) == [
        "Heat (1995)",
        "The Matrix (1999)",
    ]
    expect(page.locator(".st-key-list .cine-bar")).to_have_count(2)
    expect(page.get_by_role("button", name="See only my list")).to_have_count(0)
    page.reload()
    assert titles(page) == ranked
    expect(which(page)).to_have_value("My list")
    expect(page.get_by_test_id("stException")).to_have_count(0)


@pytest.mark.parametrize(("device", "highest"), [(PHONE, 299), (DESK, 260)])
def test_the_choice_stands_in_the_row_and_pushes_no_card_down(browser, server, device, highest):
    context = browser.new_context(**device)
    page = context.new_page()
    address = f"{server}/profile?p={link.encode(FAVOURITES.want(LISTED))}"
    page.goto(address)
    settle(page)
    page.get_by_role("button", name=re.compile("profile of my own")).click()
    expect(page.get_by_text("opened from a link")).to_have_count(0)
    settle(page)
    for which_list in ("", "&list=only", "&list=without"):
        page.goto(address + which_list)
        settle(page)
        until(
            page,
            "most => document.querySelector('.st-key-list .cine-card')"
            "?.getBoundingClientRect().top <= most",
            highest,
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= device["viewport"]["width"]
        box = page.locator(".st-key-list-of-mine [role=group]").bounding_box()
        assert box["height"] >= (44 if device is PHONE else 24)
        shown = which(page)
        assert shown.evaluate("input => input.scrollWidth <= input.clientWidth")
    context.close()


def test_the_list_is_chosen_and_changed_without_a_mouse(page, server):
    page.goto(f"{server}/profile?p={link.encode(FAVOURITES.want(LISTED))}")
    settle(page)
    focused(page, which(page))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", name="My list", exact=True)).to_be_visible()
    page.keyboard.press("Enter")
    expect(which(page)).to_have_value("My list")
    expect(page).to_have_url(re.compile("list=only"))
    settle(page)
    expect(page.locator(".st-key-list .cine-card")).to_have_count(len(LISTED))
    first = page.locator(".st-key-list .cine-card").first
    focused(page, first.get_by_role("button", name="Why"))
    page.keyboard.press("Enter")
    off = first.get_by_role("button", name="Take off my list")
    focused(page, off)
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-list .cine-card")).to_have_count(len(LISTED) - 1)


def test_a_card_that_joins_the_list_keeps_the_keyboard(page, server):
    page.goto(f"{server}/profile?p={link.encode(FAVOURITES)}")
    settle(page)
    first = page.locator(".st-key-list .cine-card").first
    focused(page, first.get_by_role("button", name="Why"))
    page.keyboard.press("Enter")
    focused(page, first.get_by_role("button", name="Add to my list"))
    page.keyboard.press("Enter")
    expect(first.get_by_role("button", name="Take off my list")).to_be_focused()
    expect(first.get_by_text("On your list", exact=True)).to_be_visible()
    frames(page)
    expect(which(page)).to_have_value("All movies")


def test_neither_the_list_nor_bringing_one_keeps_anybody_out(page, server):
    page.goto(f"{server}/profile?p={link.encode(FAVOURITES.want(LISTED))}")
    settle(page)
    page.locator(".st-key-list").get_by_role("button", name="Why").first.click()
    expect(page.locator(".cine-open").first).to_be_visible()
    expect(page.locator(".cine-waits")).to_have_count(0)
    page.get_by_text("Your list to watch (5)").click()
    settle(page)
    assert not findings(page, [("light", PHONE_SEEN), ("dark", DESK_SEEN)])
    page.goto(server)
    settle(page)
    paste_from_the_start(page)
    page.get_by_role("button", name="Find these").click()
    expect(page.get_by_text("of your list are here")).to_be_visible()
    settle(page)
    assert not findings(page, [("dark", PHONE_SEEN), ("light", DESK_SEEN)])
