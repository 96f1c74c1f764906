"""Leave one out, what would it take, how stable: in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import settle

pytestmark = pytest.mark.browser

TOKEN = "1iasC9-ABh50Bp8cBmdMCNzjzyA"


@pytest.fixture
def asked(page, server):
    """Return the page "What if", drawn to its end."""
    page.goto(f"{server}/what-if?p={TOKEN}")
    settle(page)
    return page


def test_a_favourite_left_out_and_what_it_would_take(asked):
    asked.get_by_role("radio", name="Without", exact=True).click()
    expect(asked.get_by_text(re.compile("All your ratings count"))).to_be_visible()
    asked.get_by_role("button", name="Pulp Fiction (1994)").click()
    expect(asked.get_by_text(re.compile("Without 1 rating"))).to_be_visible()
    settle(asked)
    expect(asked).to_have_url(re.compile(TOKEN))

    asked.get_by_role("radio", name="What would it take?").click()
    box = asked.get_by_role("combobox", name="Movie to bring in or throw out")
    box.click()
    box.fill("shawshank")
    asked.get_by_role("option").first.click()
    asked.get_by_role("button", name="Change my ratings so").click()
    expect(asked.get_by_text(re.compile("is not in your top 10 any more"))).to_be_visible()
    expect(asked).not_to_have_url(re.compile(TOKEN))
    asked.get_by_role("button", name="Undo this change").click()
    expect(asked).to_have_url(re.compile(TOKEN))
    expect(asked.get_by_test_id("stException")).to_have_count(0)


def test_a_click_on_the_heat_map_picks_its_favourite(asked):
    asked.get_by_role("radio", name="What drives it").click()
    chart = asked.get_by_test_id("stVegaLiteChart")
    expect(chart).to_be_visible()
    settle(asked)
    # Inside the cells, near the right edge: the last column.
    box = chart.bounding_box()
    chart.click(position={"x": box["width"] * 0.93, "y": box["height"] * 0.6})
    said = re.compile("2001: A Space Odyssey .1968. is the strongest reason for")
    expect(asked.get_by_text(said)).to_be_visible()


def test_stability_comes_with_a_later_click_and_orders_the_list(page, server):
    page.goto(f"{server}/model?p={TOKEN}")
    settle(page)
    order = page.get_by_text("Order by the mean of 5 models")
    for _ in range(100):
        if order.count():
            break
        page.reload()
        settle(page)
    expect(page.get_by_text(re.compile(r"^\d of 5$")).first).to_be_visible()
    order.click()
    expect(page.get_by_text("Mean score", exact=True)).to_be_visible()
