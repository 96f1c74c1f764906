"""A page that does not jump: what is on the screen stays until somebody does something."""

import pytest

from .conftest import frames, settle

pytestmark = pytest.mark.browser

PROFILE = "?p=1iasC9-ABh50Bp8cBmdMCNzjzyA"
MOST = 0.05
SHIFTS = """
window.shifts = []
new PerformanceObserver(list => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
        const what = sources.map(({ node }) => node?.textContent?.slice(0, 40))
        if (!hadRecentInput) window.shifts.push([value, what])
    }
}).observe({ type: "layout-shift", buffered: true })
"""


@pytest.fixture(scope="module", autouse=True)
def laid_out(browser, server):
    """Lay the map out, which takes its time once in a server's life, and says so."""
    page = browser.new_page()
    page.goto(f"{server}/map")
    settle(page)
    page.get_by_role("combobox", name="Find on the map").wait_for(timeout=60_000)
    page.close()


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize(
    "path", ["", PROFILE, *(page + PROFILE for page in ("profile", "taste", "map", "similar"))]
)
def test_nothing_jumps_on_a_first_visit(browser, server, path, width):
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.add_init_script(SHIFTS)
    page.goto(f"{server}/{path}")
    settle(page)
    frames(page, 30)
    shifts = page.evaluate("window.shifts")
    context.close()
    assert sum(value for value, _ in shifts) <= MOST, shifts
