"""axe-core over every page: what is ours has no finding that keeps anybody out."""

from importlib.resources import files

import pytest
from playwright.sync_api import expect

from recsys.ui.menu import MENU

from .conftest import frames, settle, until

pytestmark = pytest.mark.browser

PROFILE = "?p=1iasC9-ABh50Bp8cBmdMCNzjzyA"
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
COUNTS = ("critical", "serious", "moderate")
# Tall, for axe judges the colours of what is in view only, and the pages scroll within.
PHONE, DESKTOP = (390, 6000), (1440, 5000)
PAGES = [entry.address for entry in MENU if entry.address != "recommendations"]
"""`/recommendations` is `/profile`."""
STREAMLITS = {
    "[data-testid=stCode] pre": "scrolls without being a stop for the keyboard, and its colours",
    "[data-testid=stVegaLiteChart]": "what Vega draws; its words are in the description",
}
"""Selectors of what is Streamlit's own, each with what axe says of it."""
RUN = """async excluded => {
    const run = await axe.run({ exclude: excluded.map(one => [one]) }, {
        resultTypes: ["violations"], preload: false, iframes: false,
    })
    return run.violations.flatMap(({ id, impact, nodes }) => nodes.map(node =>
        [id, impact, node.target.join(" "), node.html.slice(0, 160), node.failureSummary]))
}"""


def findings(page, views):
    """Return what axe finds, each said once with the views in which it is seen."""
    page.evaluate(AXE)
    found = {}
    for scheme, (width, height) in views:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        until(
            page,
            "scheme => getComputedStyle(document.querySelector('[data-testid=stApp]'))"
            ".colorScheme === scheme",
            scheme,
        )
        settle(page)
        page.set_viewport_size({"width": width, "height": height})
        if seen := looked_at(page):
            # What comes into view may ask for a run, during which Streamlit fades the page.
            seen = {key: said for key, said in looked_at(page).items() if key in seen}
        for key, said in seen.items():
            found.setdefault(key, said).append(f"{scheme} {width}")
    return found


def looked_at(page):
    frames(page, 10)
    settle(page)
    until(page, "() => !document.getAnimations().some(one => one.playState === 'running')")
    run = page.evaluate(RUN, list(STREAMLITS))
    return {
        (rule, where): [impact, html, why]
        for rule, impact, where, html, why in run
        if impact in COUNTS
    }


@pytest.mark.parametrize(
    ("path", "query", "views"),
    # One opening of a page serves for two views; what one of them has, the other mostly has too.
    [
        *((path, "", [("light", DESKTOP), ("dark", PHONE)]) for path in ("", "taste", "map")),
        *((page, PROFILE, [("light", PHONE), ("dark", DESKTOP)]) for page in PAGES),
    ],
)
def test_nothing_of_ours_keeps_anybody_out(page, server, path, query, views):
    page.goto(f"{server}/{path}{query}")
    settle(page)
    assert not findings(page, views)


@pytest.mark.parametrize(
    ("path", "pressed"),
    [("profile", "Why"), ("profile", "QR code"), ("recommendations", "Filters")],
)
def test_nor_does_what_opens(page, server, path, pressed):
    page.goto(f"{server}/{path}{PROFILE}")
    settle(page)
    page.get_by_role("button", name=pressed).first.click()
    opened = page.locator("[role=dialog], [aria-expanded=true]").first
    expect(opened).to_be_visible()
    # What the card says later comes with a run, during which Streamlit fades the page.
    expect(page.locator(".cine-waits")).to_have_count(0)
    settle(page)
    assert not findings(page, [("light", PHONE), ("dark", DESKTOP)])


def test_the_picker_with_its_list_open_keeps_nobody_out(page, server):
    page.goto(f"{server}/profile")
    settle(page)
    page.get_by_role("combobox", name="Find a movie", exact=True).fill("star")
    expect(page.get_by_role("option").first).to_be_visible()
    assert not findings(page, [("light", DESKTOP)])


@pytest.mark.parametrize("path", ["profile", "taste", "map", "night", "explore", "model"])
def test_a_narrow_window_scrolls_one_way_only_and_breaks_no_word(page, server, path):
    # As much as 1280 pixels at a zoom of 400 %.
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{server}/{path}{PROFILE}")
    settle(page)
    wide = "document.querySelector('[data-testid=stMain]').scrollWidth > innerWidth"
    assert not page.evaluate(wide)
    broken = page.get_by_role("heading", level=1).evaluate(
        """h => {
            const text = document.createTreeWalker(h, NodeFilter.SHOW_TEXT).nextNode()
            return [...text.data.matchAll(/\\S+/g)].map(word => {
                const range = document.createRange()
                range.setStart(text, word.index)
                range.setEnd(text, word.index + word[0].length)
                return [word[0], new Set([...range.getClientRects()].map(box => box.top)).size]
            }).filter(([, lines]) => lines > 1)
        }"""
    )
    assert broken == []
