"""The rated movies in a real browser: quick keys, the weight, undo, where the keyboard goes."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import frames, settle, until

pytestmark = pytest.mark.browser

TOKEN = "1iasC9-ABh50Bp8cBmdMCNzjzyA"
LION, TITANIC = "The Lion King (1994)", "Titanic (1997)"


@pytest.fixture
def profile(page, server):
    page.goto(f"{server}/profile?p={TOKEN}")
    # On a cold server the run that follows the browser's answer builds the page anew.
    expect(page.get_by_text("opened from a link")).to_be_visible()
    settle(page)
    expect(stars(page, LION)).to_have_value("5")
    return page


def stars(page, title):
    return page.get_by_role("slider", name=f"{title} · Your rating")


def weight(page, title):
    return page.get_by_role("combobox", name=f"How much {title} counts")


def test_quick_keys_all_count_and_no_late_answer_takes_one_back(profile):
    slider = stars(profile, LION)
    slider.evaluate(
        """slider => {
            window.seen = []
            const look = () => {
                if (window.seen.at(-1) !== slider.value) window.seen.push(slider.value)
                requestAnimationFrame(look)
            }
            look()
        }"""
    )
    slider.focus()
    # Slowly enough that answers come in between, quickly enough that they come late.
    for _ in range(7):
        profile.keyboard.press("ArrowLeft")
        frames(profile, 4)
    settle(profile)
    # Until the list takes over again whatever the app says.
    until(
        profile,
        """() => [...document.querySelector(".cine-ratings").rows.values()]
            .every(row => !Object.keys(row.sent).length)""",
    )
    settle(profile)
    seen = [float(value) for value in profile.evaluate("window.seen")]
    assert seen == sorted(seen, reverse=True)
    expect(slider).to_have_value("1.5")
    expect(slider).to_have_attribute("aria-valuetext", "1.5 stars")
    expect(slider).to_be_focused()
    expect(slider).to_have_accessible_name(f"{LION} · Your rating (a dislike)")
    profile.reload()
    settle(profile)
    expect(stars(profile, LION)).to_have_value("1.5")


def test_undo_and_redo_move_the_slider(profile):
    stars(profile, TITANIC).press("ArrowRight")
    expect(profile).not_to_have_url(re.compile(f"{TOKEN}$"))
    settle(profile)
    profile.get_by_role("button", name="Undo").click()
    expect(stars(profile, TITANIC)).to_have_value("4")
    expect(profile).to_have_url(re.compile(f"{TOKEN}$"))
    profile.get_by_role("button", name="Redo").click()
    expect(stars(profile, TITANIC)).to_have_value("4.5")


def test_a_drag_changes_the_stars_once_the_finger_lets_go(profile):
    slider = stars(profile, TITANIC)
    address, box = profile.url, slider.bounding_box()
    middle = box["y"] + box["height"] / 2
    profile.mouse.move(box["x"] + box["width"] * 0.78, middle)
    profile.mouse.down()
    profile.mouse.move(box["x"] + box["width"] * 0.37, middle, steps=5)
    expect(slider).to_have_value("2")
    frames(profile)
    settle(profile)
    assert profile.url == address
    profile.mouse.up()
    expect(profile).not_to_have_url(address)
    settle(profile)
    expect(slider).to_have_value("2")


def test_the_weight_counts_and_seen_drops_the_rating(profile):
    address = profile.url
    profile.get_by_role("button", name=f"More about {LION}").click()
    weight(profile, LION).select_option("three times")
    expect(profile).not_to_have_url(address)
    expect(profile.locator(".st-key-bar")).to_contain_text("Since your last change")
    settle(profile)
    profile.reload()
    settle(profile)
    profile.get_by_role("button", name=f"More about {LION}").click()
    expect(weight(profile, LION)).to_have_value("3")
    profile.get_by_role("button", name="Seen, no stars").click()
    expect(stars(profile, LION)).to_have_count(0)
    expect(profile.get_by_text("Seen, not rated (1)")).to_be_visible()


def test_removing_by_keyboard_leaves_the_keyboard_on_the_next_movie(profile):
    remove = profile.get_by_role("button", name="Remove")
    remove.first.focus()
    profile.keyboard.press("Enter")
    expect(stars(profile, LION)).to_have_count(0)
    expect(remove.first).to_be_focused()
    expect(remove.first).to_have_attribute("title", f"Take {TITANIC} out of your profile")


def test_a_tap_on_half_a_star_gives_just_that(profile):
    slider = stars(profile, TITANIC)
    box = slider.bounding_box()
    for place, value in ((0.25, "1.5"), (0.71, "4"), (0.69, "3.5"), (0.01, "0.5"), (0.99, "5")):
        profile.mouse.click(box["x"] + box["width"] * place, box["y"] + box["height"] / 2)
        expect(slider).to_have_value(value)
    settle(profile)
    profile.reload()
    settle(profile)
    expect(stars(profile, TITANIC)).to_have_value("5")


def test_on_a_phone_a_tap_opens_a_movie_and_fingers_find_room(browser, server):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(f"{server}/profile?p={TOKEN}")
    settle(page)
    page.get_by_role("button", name=f"Change {LION}").tap()
    box = stars(page, LION).bounding_box()
    assert box["width"] / 5 >= 44
    assert box["height"] >= 44
    for name in (f"More about {LION}", "Remove"):
        control = page.locator(".cine-panel").get_by_role("button", name=name).bounding_box()
        assert min(control["width"], control["height"]) >= 44
    page.touchscreen.tap(box["x"] + box["width"] * 0.45, box["y"] + box["height"] / 2)
    expect(stars(page, LION)).to_have_value("2.5")
    page.locator(".cine-panel").get_by_role("button", name="Remove").tap()
    expect(stars(page, LION)).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()
