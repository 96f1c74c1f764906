"""Take the README's pictures from a running app.

Usage: python tools/take_screenshots.py http://localhost:8501 [FOLDER] [--all]

Without `--all` it takes the README's pictures only, the animated journey too; with it, every page
at 1440 and 390 px, light and dark, to look at before a page is called done.
"""

import argparse
import io
import shutil
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
TOKEN = "1iasC9-ABh50Bp8cBmdMCNzjzyA"
ANOTHER = "1iUHowQTX1wLDiQbb0n9a"
FRIEND = "friend"
"""The page of a link that somebody sent."""
PAGES = (
    *("", "profile", FRIEND, "what-if", "similar", "taste", "map", "night"),
    *("explore", "about", "model"),
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PHONE = (390, 844)
DESK = (1440, 900)


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
            every_page(browser, args.address, args.folder)
        else:
            of_readme(browser, args.address, args.folder)
            journey(browser, args.address, args.folder / "journey.webp")
        browser.close()


def of_readme(browser: Browser, address: str, folder: Path) -> None:
    shots: tuple[tuple[str, str, Callable[[Page], None] | None], ...] = (
        ("profile", "profile", None),
        ("why", "profile", open_why),
        ("beyond", "profile", go_beyond),
        ("map", "map", None),
        ("similar", "similar", None),
        ("explore", "explore", None),
    )
    for name, path, act in shots:
        page = opened(browser, f"{address}/{path}?p={TOKEN}", DESK)
        if act:
            act(page)
        save(page, folder / f"{name}.png")
    save(opened(browser, f"{address}/profile?p={TOKEN}", PHONE, scale=2), folder / "phone.png")


def every_page(browser: Browser, address: str, folder: Path) -> None:
    for path in PAGES:
        for size in (DESK, PHONE):
            for scheme in ("light", "dark"):
                link = f"{address}/{'profile' if path == FRIEND else path}"
                if path == FRIEND:
                    link += f"?p={TOKEN}&name=Ana"
                elif path == "night":
                    link += f"?with=Ana~{TOKEN}&with=Bo~{ANOTHER}"
                elif path:
                    link += f"?p={TOKEN}"
                page = opened(browser, link, size, scheme, mine="" if path == FRIEND else TOKEN)
                if path == "profile":
                    open_why(page)
                inner = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
                page.set_viewport_size({"width": size[0], "height": min(inner + 80, 3200)})
                settle(page)
                name = f"{path or 'start'}-{size[0]}-{scheme}"
                save(page, folder / f"{name}.png")


def journey(browser: Browser, address: str, path: Path) -> None:
    """Go from the empty page to movies beyond the obvious, and join what is seen on the way."""
    page = opened(browser, f"{address}/", PHONE, mine="")
    frames: list[tuple[Image.Image, int]] = []

    def see(milliseconds: int) -> None:
        frames.append((Image.open(io.BytesIO(page.screenshot())).convert("RGB"), milliseconds))

    def tap(target: Locator, milliseconds: int) -> None:
        mark(page, target)
        see(600)
        page.evaluate("document.getElementById('finger').remove()")
        target.tap()
        settle(page)
        see(milliseconds)

    see(1500)
    tap(page.get_by_role("button", name="Matrix").first, 1500)
    page.locator(".cine-card").first.wait_for()
    for title in ("Pulp Fiction", "Lion King"):
        page.get_by_role("combobox").first.tap()
        page.keyboard.type(title, delay=20)
        option = page.get_by_role("option", name=title).first
        option.wait_for()
        tap(option, 1500)
    tap(page.locator(".cine-why").nth(1), 2500)
    tap(page.locator(".cine-why").nth(1), 500)
    tap(page.locator(".cine-card").nth(1).locator(".cine-bar [data-favourite]").first, 2000)
    tap(page.get_by_role("radio", name="Beyond the obvious"), 3000)
    pictures, lengths = zip(*frames, strict=True)
    pictures[0].save(
        path, save_all=True, append_images=pictures[1:], duration=lengths, loop=0, quality=80
    )


def mark(page: Page, target: Locator) -> None:
    """Show where a finger is about to tap."""
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box is not None
    at = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.evaluate(
        """([x, y]) => {
            const finger = document.createElement("div")
            finger.id = "finger"
            finger.style.cssText = `position: fixed; left: ${x - 18}px; top: ${y - 18}px;
                width: 36px; height: 36px; border-radius: 50%; background: #0006;
                border: 2px solid #fff; z-index: 9999999; box-sizing: border-box`
            document.body.append(finger)
        }""",
        at,
    )


def open_why(page: Page) -> None:
    page.locator(".cine-why").nth(1).click()
    page.locator(".cine-open").wait_for()
    page.locator(".cine-waits").wait_for(state="detached")
    settle(page)


def go_beyond(page: Page) -> None:
    page.get_by_role("radio", name="Beyond the obvious").click()
    page.get_by_text("less known").wait_for()
    settle(page)


def opened(
    browser: Browser,
    link: str,
    size: tuple[int, int],
    scheme: str = "light",
    mine: str = TOKEN,
    scale: int = 1,
) -> Page:
    """Open a link in a browser that remembers a profile as its person's own, and wait for all."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        device_scale_factor=scale,
        has_touch=size == PHONE,
        is_mobile=size == PHONE,
    )
    if mine:
        context.add_init_script(f"localStorage.setItem('cinefold-profile', 'p={mine}')")
    page = context.new_page()
    page.goto(link)
    page.get_by_text("MovieLens by GroupLens").wait_for(state="attached", timeout=60_000)
    page.locator("#first").wait_for(state="detached")
    settle(page)
    return page


def save(page: Page, path: Path) -> None:
    """Keep the picture in 256 colours, and leave the page."""
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    # The way Pillow takes by itself loses the colours of small things, such as stars on the map.
    few = shot.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    page.context.close()


def settle(page: Page) -> None:
    page.wait_for_selector(
        '[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=60_000
    )
    page.wait_for_selector("[data-testid=stSkeleton]", state="detached")
    page.evaluate(
        """async () => {
            await document.fonts.ready
            // Until the page lies alike for ten frames: charts and cards are drawn after the run.
            const size = () => [...document.querySelectorAll("canvas, svg, .cine-card")]
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
