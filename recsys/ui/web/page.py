"""The page that every address answers with: Streamlit's own, with a first screen and a preview.

The screen is painted before the first script comes. Streamlit's page is taken as it is installed;
what is changed in it is listed in `_SHELL`.
"""

import asyncio
import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from streamlit import file_util

from recsys.errors import RecsysError
from recsys.limits import limits
from recsys.profile import link
from recsys.profile.profile import Profile
from recsys.ui.charts.theme import DARK, LIGHT
from recsys.ui.elements import element
from recsys.ui.elements.element import fetched_from
from recsys.ui.menu import MENU, PRODUCT, START, browser_title
from recsys.ui.web import origin, preview
from recsys.ui.web.preview import LinkPreview
from recsys.ui.words.welcome import HEADLINE, SENTENCE

PATIENCE = 0.3
"""Seconds; the first paint waits for it."""
CARD = (1200, 630)
"""Pixels of `/card.png`, which other sites ask for before they have it."""
_HEAD = "<!-- head -->"
_HERE = Path(__file__).parent
_SCRIPTS, _STYLES = (
    ("history.js", "visit.js", "first_screen.js"),
    ("first_screen.css", "layout.css"),
)
_ELEMENTS = Path(element.__file__).parent
_ON_FIRST_PAGE = [
    _ELEMENTS / name / f"{name}.js" for name in ("picker", "movie_list", "rating_list", "tiles")
]
_LOGO = Path(__file__).parents[1] / "assets" / "logo.svg"
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_STYLESHEET = re.compile(r"\s*<link rel=\"stylesheet\"[^>]*>")
_FONT = re.compile(r'href="([^"]+)"\s+as="font"')
# Few at a time: what is solved for previews must not keep the pages from their work.
_readers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="preview")


def routes(base: str, patience: float = PATIENCE) -> Iterator[Route]:
    """Yield the routes of all pages below a path.

    Parameters
    ----------
    patience : float
        Seconds that a page waits for the words of its preview.
    """
    yield Route(f"{base}/", _page_of(PRODUCT, patience))
    for entry in (START, *MENU):
        yield Route(f"{base}/{entry.address}", _page_of(entry.title, patience))


def _page_of(title: str, patience: float) -> Callable[[Request], Awaitable[Response]]:
    async def page(request: Request) -> Response:
        query = dict(request.query_params)
        found = await run_in_threadpool(_profile, query.get("p", ""))
        said = card = None
        if found is not None:
            said = await _preview(found, query, patience)
            card = origin.address(request, f"/card.png?{_card_query(query)}")
        return _answer(request, shell().replace(_HEAD, head(title, said, card)))

    return page


def _answer(request: Request, text: str) -> Response:
    body = text.encode()
    # Weak, for the same page may go out compressed.
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"Cache-Control": "no-cache", "ETag": tag}
    known = re.findall(r'(?:W/)?"[^"]*"|\*', request.headers.get("if-none-match", ""))
    if tag in known or tag.removeprefix("W/") in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="text/html")


def _profile(token: str) -> Profile | None:
    """Return the profile of an address, None where there is none, or more than a link may hold."""
    try:
        found = link.decode(token)
    except RecsysError:
        return None
    return None if found.is_empty or len(found.all_ids) > limits().link_movies else found


async def _preview(found: Profile, query: Mapping[str, str], patience: float) -> LinkPreview | None:
    """Return the preview if it is ready soon; if not, the next one who asks may have it."""
    reading = asyncio.get_running_loop().run_in_executor(_readers, preview.preview_of, found, query)
    done, _ = await asyncio.wait([reading], timeout=patience)
    return reading.result() if done else None


def _card_query(query: Mapping[str, str]) -> str:
    return urlencode({name: query[name] for name in ("p", "name", "dataset") if query.get(name)})


def head(title: str, said: LinkPreview | None, card: str | None) -> str:
    """Return what the head says of a page, and of the profile in its address.

    Parameters
    ----------
    card : str, optional
        The address of the profile's picture.
    """
    shown_title = said.title if said else f"{PRODUCT}: {HEADLINE[0].lower()}{HEADLINE[1:]}"
    description = said.description if said else SENTENCE
    properties = {
        "og:site_name": PRODUCT,
        "og:type": "website",
        "og:title": shown_title,
        "og:description": description,
    }
    if card:
        width, height = CARD
        properties |= {
            "og:image": card,
            "og:image:type": "image/png",
            "og:image:width": f"{width}",
            "og:image:height": f"{height}",
            "og:image:alt": shown_title,
        }
    names = {
        "description": description,
        "twitter:card": "summary_large_image" if card else "summary",
    }
    lines = [f"<title>{escape(browser_title(title))}</title>"]
    lines += [f'<meta name="{name}" content="{escape(text)}">' for name, text in names.items()]
    lines += [f'<meta property="{p}" content="{escape(text)}">' for p, text in properties.items()]
    return "\n    ".join(lines)


@cache
def shell() -> str:
    """Return the page without its head: Streamlit's, with the first screen in it."""
    text = Path(file_util.get_static_dir(), "index.html").read_text(encoding="utf-8")
    font = _FONT.search(text)
    # It holds no more than fonts; in the body it lets what stands before it be painted.
    sheets = "".join(_STYLESHEET.findall(text))
    text = _STYLESHEET.sub("", text)
    text = re.sub(r"<title>.*?</title>", _HEAD, text, count=1, flags=re.DOTALL)
    text = re.sub(
        r"<noscript>.*?</noscript>",
        f"<noscript><p>{PRODUCT} needs JavaScript: allow it for this site, then reload.</p>"
        "</noscript>",
        text,
        count=1,
        flags=re.DOTALL,
    )
    # Before Streamlit's own, which come as modules and so run later.
    scripts = "".join(f"<script>{{\n{_read(name)}}}</script>" for name in _SCRIPTS)
    style = _style(font[1] if font else "")
    text = text.replace("</head>", f"  <style>{style}</style>\n  </head>", 1)
    # The first list waits for these; its run only names them.
    ahead = "".join(
        f'<link rel="modulepreload" href="./{fetched_from(script)}">' for script in _ON_FIRST_PAGE
    )
    return text.replace(
        '<div id="root"></div>',
        f'<div id="root">{_screen()}</div>\n    {scripts}{sheets}{ahead}',
        1,
    )


def inline_scripts() -> list[str]:
    """Return the hashes of the scripts within the page, as a policy names them."""
    digests = [hashlib.sha256(text.encode()).digest() for text in _INLINE_SCRIPT.findall(shell())]
    return [f"sha256-{base64.b64encode(digest).decode()}" for digest in digests]


def _screen() -> str:
    logo = _LOGO.read_text(encoding="utf-8")
    return (
        f'<div id="first">{logo}<h1>{escape(HEADLINE)}</h1><p>{escape(SENTENCE)}</p>'
        '<p role="status">Starting …</p></div>'
    )


def _style(font: str) -> str:
    colours = "".join(
        f"--{name}-{what}: {getattr(theme, what)};"
        for name, theme in (("light", LIGHT), ("dark", DARK))
        for what in ("paper", "text", "muted")
    )
    # The face that Streamlit asks for ahead; one that comes late would move the lines.
    face = (
        'font-family: "First screen"; font-weight: 100 900; font-display: optional; '
        f'src: url("{font}") format("woff2");'
    )
    rules = "".join(map(_read, _STYLES))
    return f"\n:root {{{colours}}}\n@font-face {{{face}}}\n{rules}"


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
