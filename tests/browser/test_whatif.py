"""Why, leave one out, what would it take, how stable: in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import settle

pytestmark = pytest.mark.browser

TOKEN = "1iasC9-ABh50Bp8cBmdMCNzjzyA"


@pytest.fixture
def listed(page, server):
    """Return the page of recommendations, drawn to its end."""
    page.goto(f"{server}/recommendations?p={TOKEN}")
    expect(page.get_by_role("button", name="Download this list")).to_be_visible(timeout=60_000)
    settle(page)
    return page


def test_why_opens_with_rank_and_certainty(listed):
    listed.get_by_role("button", name="Why", exact=True).first.click()
    dialog = listed.get_by_role("dialog")
    expect(dialog.get_by_text(re.compile(r"Rank 1 of [\d,]+ movies"))).to_be_visible()
    expect(dialog.get_by_text(re.compile("How sure is the model"))).to_be_visible()
    expect(dialog.get_by_test_id("stVegaLiteChart")).to_be_visible()
    listed.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_any_movie_looked_up_is_explained(listed):
    listed.get_by_role("button", name="Why not this one?").click()
    dialog = listed.get_by_role("dialog")
    for words, title in (("shawshank", "The Shawshank Redemption"), ("toy story", "Toy Story")):
        box = dialog.get_by_role("combobox", name="Movie to explain")
        box.click()
        box.fill(words)
        listed.get_by_role("option").first.click()
        expect(dialog.get_by_role("heading", name=re.compile(title))).to_be_visible()
        expect(dialog.get_by_text(re.compile(r"Rank [\d,]+ of [\d,]+ movies"))).to_be_visible()


def test_a_favourite_left_out_and_what_it_would_take(listed):
    listed.get_by_role("radio", name="Without", exact=True).click()
    expect(listed.get_by_text(re.compile("All your ratings count"))).to_be_visible()
    listed.get_by_role("button", name="Pulp Fiction (1994)").click()
    expect(listed.get_by_text(re.compile("Without 1 rating"))).to_be_visible()
    settle(listed)
    expect(listed).to_have_url(re.compile(TOKEN))

    listed.get_by_role("radio", name="What would it take?").click()
    box = listed.get_by_role("combobox", name="Movie to bring in or throw out")
    box.click()
    box.fill("shawshank")
    listed.get_by_role("option").first.click()
    listed.get_by_role("button", name="Change my ratings so").click()
    expect(listed.get_by_text(re.compile("is not in your top 10 any more"))).to_be_visible()
    expect(listed).not_to_have_url(re.compile(TOKEN))
    listed.get_by_role("button", name="Undo this change").click()
    expect(listed).to_have_url(re.compile(TOKEN))
    expect(listed.get_by_test_id("stException")).to_have_count(0)


def test_a_click_on_the_heat_map_picks_its_favourite(listed):
    listed.get_by_role("radio", name="What drives it").click()
    chart = listed.get_by_test_id("stVegaLiteChart")
    expect(chart).to_be_visible()
    settle(listed)
    # Inside the cells, near the right edge: the last column.
    box = chart.bounding_box()
    chart.click(position={"x": box["width"] * 0.93, "y": box["height"] * 0.6})
    said = re.compile("2001: A Space Odyssey .1968. is the strongest reason for")
    expect(listed.get_by_text(said)).to_be_visible()


def test_stability_comes_with_a_later_click_and_orders_the_list(listed):
    order = listed.get_by_text("Order by the mean of 5 models")
    for _ in range(100):
        if order.count():
            break
        listed.reload()
        expect(listed.get_by_role("button", name="Download this list")).to_be_visible()
        settle(listed)
    expect(listed.get_by_text(re.compile(r"^in \d of 5$")).first).to_be_visible()
    order.click()
    settle(listed)
    listed.get_by_role("button", name="Why", exact=True).first.click()
    expect(listed.get_by_role("dialog").get_by_text(re.compile("mean score of"))).to_be_visible()
