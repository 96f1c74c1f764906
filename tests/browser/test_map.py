"""The map in a real browser: drawn by WebGL, clicked, searched, dragged."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import served, settle, until

pytestmark = pytest.mark.browser

TOKEN = "1iasC9-ABh50Bp8cBmdMCNzjzyA"
MATRIX, MATRIX_ID = "The Matrix (1999)", 2571


@pytest.fixture(scope="module")
def made(small, recsys_home):
    """Return the map, on disk before a server starts."""
    from recsys.map import store as map_store

    return map_store.stored_or_made(small.model)[0]


def opened(page, address, query=f"?p={TOKEN}"):
    page.goto(f"{address}/map{query}")
    settle(page)
    expect(page.locator(".stage")).to_have_attribute("data-view", re.compile(","))
    # What stands above the map is loaded when it is first needed, and moves the map.
    expect(page.get_by_role("combobox", name="Find on the map")).to_be_visible()
    expect(page.get_by_role("radio", name="Decade")).to_be_visible()


def find(page, words):
    box = page.get_by_role("combobox", name="Find on the map")
    box.click()
    box.fill(words)
    page.get_by_role("option").first.click()
    settle(page)


def drawn(page):
    """Wait until what was asked for is drawn, which happens with the next frame."""
    page.evaluate("() => new Promise(d => requestAnimationFrame(() => requestAnimationFrame(d)))")


def view(page):
    return tuple(map(float, page.locator(".stage").get_attribute("data-view").split(",")))


def still(page):
    """Wait until the map has moved where it was told to."""
    page.locator(".stage").evaluate(
        """stage => new Promise(done => {
            let before = null, same = 0
            const look = () => {
                const { view } = stage.dataset
                same = view === before ? same + 1 : 0
                before = view
                same < 5 ? requestAnimationFrame(look) : done()
            }
            look()
        })"""
    )


def pixel(page, point):
    """Return where a point of the map is in the window."""
    x, y, scale = view(page)
    box = page.locator(".stage").bounding_box()
    inside = page.locator(".stage").evaluate("e => [e.clientLeft, e.clientWidth, e.clientHeight]")
    border, width, height = inside
    return (
        box["x"] + border + width / 2 + (point[0] - x) * scale,
        box["y"] + border + height / 2 - (point[1] - y) * scale,
    )


def heading(page, title):
    return page.get_by_role("heading", name=title, exact=True)


def test_a_click_on_a_movie_shows_it_and_stars_change_the_profile(page, server, small, made):
    opened(page, server)
    find(page, "the matrix")
    expect(heading(page, MATRIX)).to_be_visible()
    # Close enough that no other movie is within reach of the click.
    other = made.nearest(made.place(small.model, [small.model.movies.idx_of(MATRIX_ID)])[0], 40)
    lonely = max(
        other, key=lambda row: made.tree.query(made.place(small.model, [row])[0], k=2)[0][1]
    )
    title = small.dataset.title(int(small.model.movies.ids[lonely]))
    for _ in range(3):
        page.get_by_role("button", name="Zoom in").click()
    drawn(page)
    at = pixel(page, made.place(small.model, [lonely])[0])
    box = page.locator(".stage").bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(2 * middle[0] - at[0], 2 * middle[1] - at[1], steps=4)
    page.mouse.up()
    drawn(page)
    before = view(page)
    page.mouse.click(*pixel(page, made.place(small.model, [lonely])[0]))
    expect(heading(page, title)).to_be_visible()
    settle(page)
    assert view(page) == before

    address = page.url
    stars = page.get_by_role("slider", name=f"{title} · Your rating", exact=True)
    stars.focus()
    stars.press("End")
    expect(page).not_to_have_url(address)
    settle(page)
    expect(page.get_by_text("You gave it 5 ★")).to_be_visible()
    assert view(page) == before
    page.get_by_role("button", name="Hide").click()
    expect(page.get_by_text("You hid it")).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_points_are_really_drawn_and_without_webgl_too(browser, server, made):
    counted = []
    for broken in (False, True):
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        page = context.new_page()
        complaints = []
        page.on(
            "console", lambda m, c=complaints: c.append(m.text) if "WebGL: " in m.text else None
        )
        page.on("pageerror", lambda error, c=complaints: c.append(str(error)))
        if broken:
            page.add_init_script(
                "const get = HTMLCanvasElement.prototype.getContext;"
                "HTMLCanvasElement.prototype.getContext = function (kind, ...more) {"
                " return kind.startsWith('webgl') ? null : get.call(this, kind, ...more) }"
            )
        opened(page, server)
        drawn(page)
        counted.append(
            page.locator("canvas.points").evaluate(
                """canvas => new Promise(done => requestAnimationFrame(() => {
                    canvas.getRootNode().querySelector(".taste").map.paint()
                    const copy = document.createElement("canvas")
                    copy.width = canvas.width; copy.height = canvas.height
                    const ctx = copy.getContext("2d")
                    ctx.drawImage(canvas, 0, 0)
                    const { data } = ctx.getImageData(0, 0, copy.width, copy.height)
                    let drawn = 0
                    for (let i = 3; i < data.length; i += 4) drawn += data[i] > 60
                    done(drawn)
                }))"""
            )
        )
        assert [text for text in complaints if "WebGL: " in text or "Error: " in text] == []
        context.close()
    # Thousands of dots of a dozen pixels, many on top of each other.
    assert all(count > 10_000 for count in counted)


def test_a_map_that_is_left_gives_its_graphics_context_back(page, server, made):
    opened(page, server)
    lost = "window.graphics.isContextLost()"
    canvas = page.locator("canvas.points")
    assert not canvas.evaluate(f"c => {{ window.graphics = c.getContext('webgl'); return {lost} }}")
    page.get_by_role("link", name="Explore").first.click()
    expect(page.get_by_role("heading", level=1, name="Explore the data")).to_be_visible()
    until(page, f"() => {lost}")
    page.get_by_role("link", name="Your taste").first.click()
    page.get_by_role("link", name="Taste map").first.click()
    expect(page.locator(".stage")).to_have_attribute("data-view", re.compile(","))
    assert not page.locator("canvas.points").evaluate("c => c.getContext('webgl').isContextLost()")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_a_tap_shows_the_movie_where_one_looks(browser, server, small, made, scheme):
    phone = browser.new_context(
        viewport={"width": 390, "height": 844}, color_scheme=scheme, has_touch=True, is_mobile=True
    )
    page = phone.new_page()
    opened(page, server)
    wider = page.evaluate(
        "() => document.querySelector('[data-testid=stMain]').scrollWidth - window.innerWidth"
    )
    assert wider <= 0
    page.locator(".stage").scroll_into_view_if_needed()
    # The lowest of the best known, which the sheet would cover if the page stayed where it is.
    lowest = min(range(40), key=lambda i: made.points[i][1])
    title = small.dataset.title(int(small.model.movies.ids[made.rows[lowest]]))
    page.touchscreen.tap(*pixel(page, made.points[lowest]))
    expect(heading(page, title)).to_be_in_viewport(ratio=1)
    settle(page)
    sheet = page.locator(".st-key-map-panel")
    box = sheet.bounding_box()
    assert box["y"] + box["height"] == pytest.approx(844, abs=1)
    assert pixel(page, made.points[lowest])[1] < box["y"]
    for control in (
        page.get_by_role("slider", name=f"{title} · Your rating"),
        *sheet.get_by_role("button").all(),
    ):
        size = control.bounding_box()
        assert min(size["width"], size["height"]) >= 44
    page.get_by_role("button", name="Close").click()
    expect(sheet).to_have_count(0)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    phone.close()


def test_zooming_keeps_what_was_picked_or_the_person_in_the_picture(page, server, small, made):
    opened(page, server)
    find(page, "the matrix")
    there = made.place(small.model, [small.model.movies.idx_of(MATRIX_ID)])[0]
    apart = [1e9]
    for _ in range(4):
        x, y, scale = view(page)
        apart.append(scale * ((there[0] - x) ** 2 + (there[1] - y) ** 2) ** 0.5)
        assert apart[-1] <= apart[-2] + 1
        page.get_by_role("button", name="Zoom in").click()
        drawn(page)
    assert apart[-1] < apart[1] / 3


def test_without_a_profile_an_example_is_shown_and_stars_make_it_ones_own(page, server, made):
    opened(page, server, "")
    expect(page.get_by_text("An example.")).to_be_visible()
    expect(page.get_by_role("link", name="Begin with your favourites")).to_be_visible()
    find(page, "the matrix")
    stars = page.get_by_role("slider", name=f"{MATRIX} · Your rating", exact=True)
    expect(stars).to_have_attribute("aria-valuetext", "no stars yet")
    stars.focus()
    stars.press("End")
    expect(page.get_by_text("You gave it 5 ★")).to_be_visible()
    expect(page.get_by_text("An example.")).to_have_count(0)


def test_the_map_is_the_first_request_to_a_fresh_server(page, recsys_home, small, made):
    with served(recsys_home) as address:
        opened(page, address)
        expect(page.get_by_role("heading", name="Taste map", level=1)).to_have_count(1)
        expect(page).to_have_url(re.compile(rf"/map\?p={TOKEN}"))
        described = page.get_by_role(
            "img", name=re.compile("Map of 5,000 movies with 5 favourites")
        )
        expect(described).to_be_visible()
        page.get_by_text("The map in words").click()
        expect(page.get_by_role("cell", name="your favourites").first).to_be_visible()
