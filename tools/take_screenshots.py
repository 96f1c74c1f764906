"""Take the README's screenshots from a running app.

Usage: python tools/take_screenshots.py http://localhost:8501 [FOLDER] [--all]

Without `--all` it takes the README's pictures only; with it, every page at 1440 and 390 px, light
and dark, to look at before a page is called done.
"""

import argparse
import shutil
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
TOKEN = "1iasC9-ABh50Bp8cBmdMCNzjzyA"
PAGES = (
    *("", "profile", "recommendations", "taste", "similar", "map", "night"),
    *("explore", "model", "about"),
)
README = (
    ("profile", "profile", 1440, "light", False),
    ("why", "profile", 1440, "dark", True),
    ("phone", "profile", 390, "light", False),
    ("explore", "explore", 1440, "light", False),
    ("similar", "similar", 1440, "light", False),
    ("recommendations", "recommendations", 1440, "light", False),
    ("map", "map", 1440, "dark", False),
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("address")
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--all", action="store_true")
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        if args.all:
            for path in PAGES:
                for width in (1440, 390):
                    for scheme in ("light", "dark"):
                        name = f"{path or 'start'}-{width}-{scheme}"
                        token = TOKEN if path else ""
                        with_page(browser, args, name, path, token, width, scheme, whole=True)
        else:
            for name, path, width, scheme, why in README:
                with_page(browser, args, name, path, TOKEN, width, scheme, why=why)
        browser.close()


def with_page(
    browser: Browser,
    args: argparse.Namespace,
    name: str,
    path: str,
    token: str,
    width: int,
    scheme: str,
    why: bool = False,
    whole: bool = False,
) -> None:
    """Open one page, wait until it is drawn, and take its picture."""
    height = 900 if width > 500 else 844
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    # As the browser of the person whose profile it is.
    context.add_init_script(f"localStorage.setItem('cinefold-profile', 'p={TOKEN}')")
    page = context.new_page()
    page.goto(f"{args.address}/{path}" + (f"?p={token}" if token else ""))
    settle(page)
    if why:
        page.get_by_role("button", name="Why").first.click()
        page.get_by_role("dialog").locator("svg, canvas").first.wait_for()
        settle(page)
    if whole:
        inner = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
        page.set_viewport_size({"width": width, "height": min(inner + 80, 3200)})
        settle(page)
    page.screenshot(path=args.folder / f"{name}.png")
    context.close()


def settle(page: Page) -> None:
    page.wait_for_selector(
        '[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=60_000
    )
    page.wait_for_selector("[data-testid=stSkeleton]", state="detached")
    page.evaluate(
        """async () => {
            await document.fonts.ready
            // Until two frames in a row lie alike: charts are drawn after the run.
            const size = () => [...document.querySelectorAll("canvas, svg")]
                .map((e) => JSON.stringify(e.getBoundingClientRect())).join()
            const frame = () => new Promise(requestAnimationFrame)
            for (let before = null, same = 0; same < 10; await frame()) {
                same = size() === before ? same + 1 : 0
                before = size()
            }
        }"""
    )


if __name__ == "__main__":
    main()
