"""The list with nothing, with very much, and with titles and names from anywhere."""

import re
from urllib.parse import urlencode

import made
import pytest
from playwright.sync_api import expect

from recsys.profile import link
from recsys.profile.profile import Profile
from recsys.ui.charts import theme

from .conftest import frames, served, settle, until

pytestmark = pytest.mark.browser

LONG = ("An Unbelievably Long and Winding Story of a Librarian Who Never Once Closed a Book " * 2)[
    :120
]
TITLES = [
    LONG,
    "기생충 가족의 아주 긴 여름 이야기",
    "وداعا يا حبيبتي الجميلة في مدينة الضباب",
    "🎬👻🍿",
    "👨‍👩‍👧 🇰🇷 ❤️",
    "M*A*S*H",
    "<img src=x onerror=harm=1>",
    "Donaudampfschifffahrtsgesellschaft" * 3,
    "WWW Mad Max World Wide War",
]
NAMES = ["김민지 👩‍👩‍👧🎬", "فاطمة الزهراء", LONG, "Ab" * 60]
TOUCH = {"has_touch": True, "is_mobile": True}
PHONE = {"viewport": {"width": 390, "height": 844}, **TOUCH}
NARROW = {"viewport": {"width": 320, "height": 640}, **TOUCH}
TABLET = {"viewport": {"width": 768, "height": 1024}, **TOUCH}
ZOOMED = {"viewport": {"width": 720, "height": 500}, "device_scale_factor": 2}
DESK = {"viewport": {"width": 1440, "height": 1000}}

OUTSIDE = """() => {
    const shown = e => e.checkVisibility({ visibilityProperty: true }) &&
        getComputedStyle(e).clipPath === "none" && e.getBoundingClientRect().width > 1
    const parts = ".cine-card *, .cine-edit *, .st-key-controls button, .st-key-bar button, h1, h2"
    const found = [...document.querySelectorAll(parts)].filter(e => !e.closest("svg") && shown(e))
    return found.filter(e => {
        const { left, right } = e.getBoundingClientRect()
        const room = (e.closest(".stColumn, .cine-panel .cine-edit") ?? document.body)
            .getBoundingClientRect()
        return !e.closest(".cine-ratings") || innerWidth > 640
            ? left < room.left - 6 || right > Math.min(room.right, innerWidth) + 1 : false
    }).map(e => `${e.tagName} ${e.className}: ${e.textContent}`)
}"""
"""What is cut off at a side, the strip of a phone aside, which is there to be pushed."""

OVERLAPS = """() => [...document.querySelectorAll(".st-key-list .cine-face")].flatMap(face => {
    const parts = [...face.querySelectorAll(
        "button, .cine-title, .cine-badge, .cine-bar, .cine-line")].map(e => {
        // What a finger meets is larger than what an eye sees.
        const seen = [...e.querySelectorAll(":scope > :is(.cine-icon, .cine-word)")]
            .find(part => getComputedStyle(part).clipPath === "none") ?? e
        const { left, right, top, bottom } = seen.getBoundingClientRect()
        const room = parseFloat(getComputedStyle(seen).paddingRight)
        return [e.className, left, right - room, top, bottom]
    })
    return parts.flatMap(([a, l, r, t, b], i) => parts.slice(i + 1)
        .filter(([, l2, r2, t2, b2]) => l < r2 - 1 && l2 < r - 1 && t < b2 - 1 && t2 < b - 1)
        .map(([c]) => `${a} on ${c}`))
})"""
"""What lies on something else in the face of a card."""


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    """Return the address of a server with titles from anywhere."""
    titles = [*TITLES, *(f"{title} II" for title in TITLES), *(f"Movie {c}" for c in "ABCDE")]
    movies = [(i, f"{title} ({1929 + 3 * i})", ("Drama",)) for i, title in enumerate(titles, 1)]
    ratings = [
        (user, movie, 5.0 if movie == 1 else 1.0 + (7 * user + 5 * movie) % 9 / 2, 978300760 + user)
        for user in range(1, 61)
        for movie in range(1, len(titles) + 1)
        if movie == 1 or (user * movie + user) % 3
    ]
    folder = made.csv_release(tmp_path_factory.mktemp("data"), ratings, movies)
    with served(tmp_path_factory.mktemp("home"), RECSYS_DATASET=str(folder)) as address:
        yield address


@pytest.fixture
def opened(browser):
    """Return what opens a page of a device, all closed again at the end."""
    contexts = []

    def open_page(device):
        contexts.append(browser.new_context(**device))
        page = contexts[-1].new_page()
        page.errors = []
        page.on("pageerror", lambda error: page.errors.append(error))
        return page

    yield open_page
    for context in contexts:
        assert not [error for page in context.pages for error in page.errors]
        context.close()


def cards(page):
    return page.locator(".st-key-list .cine-card")


def show(page, address, profile, **query):
    page.goto(f"{address}/profile?{urlencode({'p': link.encode(profile), **query})}")
    settle(page)
    expect(cards(page)).not_to_have_count(0)
    page.evaluate("document.fonts.ready")
    frames(page)


def stands(page):
    """Check that nothing is cut off, pushed out or covered."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(OVERLAPS) == []


def liked(small, n, stars=5.0):
    """Return a profile of the movies liked most."""
    best = small.model.likes_per_movie.argsort()[::-1][:n]
    return Profile.of(dict.fromkeys(small.model.movies.ids[best].tolist(), stars))


def test_titles_from_anywhere_stand_in_cards_strip_and_panel(opened, odd):
    rated = {1: 5, 2: 4.5, 3: 4, 4: 1, 5: 5, 6: 4, 7: 3.5, 8: 5, 9: 2}
    for device in (PHONE, NARROW, TABLET, ZOOMED, DESK):
        page = opened(device)
        show(page, odd, Profile.of(rated))
        stands(page)
        if device is NARROW:
            page.get_by_role("button", name=f"Change {LONG}").tap()
            expect(page.locator(".cine-panel .cine-edit")).to_be_visible()
        if device not in (NARROW, DESK):
            continue
        cards(page).first.get_by_role("button", name="Why", exact=True).press("Enter")
        expect(cards(page).first.locator(".cine-waits")).to_have_count(0)
        # A change puts badges beside the titles.
        cards(page).nth(2).get_by_role("button", name="Not for me").press("Enter")
        expect(cards(page).locator(".cine-badge")).not_to_have_count(0)
        settle(page)
        stands(page)
        assert page.locator("img[src=x]").count() == 0
    covers = page.locator(".cine-rating .cine-cover text:first-of-type").all_text_contents()
    said = [text.replace("\u200c", "") for text in covers]
    assert {"ULW", "기가아", "ويح", "🎬", "M", "ISO", "D", "WMM"} <= set(said)


def test_a_friends_name_from_anywhere_is_whole_words_in_its_place(opened, server):
    page = opened(NARROW)
    for name in NAMES:
        show(page, server, Profile.of({296: 5, 318: 4}), name=name)
        expect(page.get_by_role("heading", level=1)).to_contain_text(name[:10])
        stands(page)


def test_none_one_eight_nine_and_very_many_favourites(opened, server, small):
    page = opened(PHONE)
    page.goto(server)
    settle(page)
    assert page.evaluate(OUTSIDE) == []
    for n in (1, 8, 9, 200):
        show(page, server, liked(small, n))
        stands(page)
        colours = page.locator(".cine-rating").evaluate_all(
            "all => all.map(e => e.style.getPropertyValue('--cine-colour'))"
        )
        named = [colour for colour in colours if colour != theme.LIGHT.others]
        assert len(named) == len(set(named))
        assert len(colours) - len(named) == (max(n - 8, 0) if n < 10 else len(colours))
        # Grey pieces of a side are one.
        pieces = (
            cards(page).locator(".cine-good").evaluate_all("all => all.map(e => e.children.length)")
        )
        assert max(pieces) <= min(n, 9)
        expect(cards(page).locator('.cine-good [data-favourite="0"] + *')).to_have_count(0)
    cards(page).first.get_by_role("button", name="Why", exact=True).press("Enter")
    rows = cards(page).first.locator(".cine-parts li")
    expect(rows).to_have_count(14)
    expect(rows.nth(12)).to_contain_text("Others")
    stands(page)


def test_dislikes_alone_and_a_favourite_that_the_model_does_not_know(opened, server, small):
    page = opened(PHONE)
    show(page, server, liked(small, 4, stars=1.0))
    expect(page.get_by_text("so this is what most people like")).to_be_visible()
    expect(cards(page).locator(".cine-bar")).to_have_count(0)
    stands(page)
    show(page, server, Profile.of({999_999: 5, 296: 5}))
    expect(page.get_by_role("button", name="Change Movie 999999")).to_be_visible()
    expect(page.get_by_text(re.compile("do not count here"))).to_be_attached()
    expect(cards(page).first.locator(".cine-bar")).to_have_accessible_name(
        "What speaks for it: 100 % from Pulp Fiction (1994)"
    )
    stands(page)


def test_what_speaks_against_lies_left_of_the_zero_line_as_long_as_its_share(opened, server):
    page = opened(DESK)
    show(page, server, Profile.of({296: 5, 318: 5, 593: 1, 356: 4, 2571: 1}))
    found = (
        cards(page)
        .locator(".cine-bar")
        .evaluate_all(
            """all => all.map(bar => {
            const zero = bar.querySelector(".cine-bad").getBoundingClientRect().right
            return [...bar.querySelectorAll("[data-favourite]")].map(e => {
                const { left, right, width } = e.getBoundingClientRect()
                const part = Number(e.style.getPropertyValue("--cine-part"))
                const against = e.matches(".cine-against")
                return [against ? right <= zero + 1 : left >= zero - 1, width / part, against]
            })
        })"""
        )
    )
    pieces = [piece for bar in found for piece in bar]
    assert all(on_its_side for on_its_side, _, _ in pieces)
    assert {against for _, _, against in pieces} == {True, False}
    scales = [scale for _, scale, _ in pieces]
    assert max(scales) < 1.1 * min(scales)


def test_the_bar_of_a_phone_hides_nothing_at_the_end(opened, server):
    page = opened(PHONE)
    show(page, server, Profile.of({296: 5}))
    # What is farther down comes as one gets there, and moves the end.
    until(
        page,
        """() => {
            const main = document.querySelector("[data-testid=stMain]")
            main.scrollTo(0, main.scrollHeight)
            return document.querySelector(".st-key-bar").getBoundingClientRect().top >=
                [...document.querySelectorAll(".stMainBlockContainer p")]
                    .find(e => e.textContent.includes("MovieLens by GroupLens"))
                    .getBoundingClientRect().bottom
        }""",
    )


def test_a_dialog_stays_while_the_page_behind_it_goes_on(page, server):
    page.goto(f"{server}/profile?p=1iasC9-ABh50Bp8cBmdMCNzjzyA")
    settle(page)
    rows = page.locator(".st-key-because-movies")
    expect(rows).to_have_count(0)
    # Clicked where it is, so that nothing comes into view before its dialog is open.
    page.get_by_role("button", name="QR code").dispatch_event("click")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.locator(".cine-in-view").evaluate("place => place.scrollIntoView()")
    expect(rows).to_be_attached()
    settle(page)
    expect(page.get_by_role("img", name="QR code of the link")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    settle(page)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_from_nothing_to_a_copied_link_with_the_keyboard_alone(page, server):
    def reach(control, key="Tab"):
        for _ in range(80):
            if control.evaluate("e => e.matches(':focus')"):
                return
            page.keyboard.press(key)
        raise AssertionError(f"{control} cannot be reached with Tab")

    page.goto(server)
    settle(page)
    for words, title in (
        ("empire strikes", "The Empire Strikes Back"),
        ("pulp fic", "Pulp Fiction"),
    ):
        reach(page.get_by_role("combobox", name="Find a movie"))
        page.keyboard.type(words)
        expect(page.get_by_role("option").first).to_contain_text(title)
        page.keyboard.press("Enter")
        stars = page.get_by_role("slider", name=re.compile(f"{title}.*Your rating"))
        expect(stars).to_have_count(1)
        settle(page)
    reach(stars)
    before = page.url
    page.keyboard.press("ArrowRight")
    expect(stars).to_have_attribute("aria-valuetext", "4.5 stars")
    expect(page).not_to_have_url(before)
    settle(page)
    why = cards(page).first.get_by_role("button", name="Why", exact=True)
    reach(why)
    page.keyboard.press("Enter")
    expect(why).to_have_attribute("aria-expanded", "true")
    expect(cards(page).first.locator(".cine-open")).to_contain_text("Pulp Fiction (1994)")
    expect(cards(page).first.locator(".cine-waits")).to_have_count(0)
    settle(page)
    expect(why).to_be_focused()
    reach(page.get_by_role("button", name="Share"), "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert link.decode(copied.partition("p=")[2].partition("&")[0]).ratings == (
        (1196, 4.0),
        (296, 4.5),
    )
