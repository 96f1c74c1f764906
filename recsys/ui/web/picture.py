"""A card as a PNG: a list's first movies, each with a bar made of favourites, in large letters."""

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import streamlit
from PIL import Image, ImageDraw, ImageFont

from recsys.data.titles.forms import split_year
from recsys.ui.charts.theme import DARK, LIGHT

SIZE = (1200, 630)
"""What previews of links are made for."""
FONTS = Path(streamlit.__file__).parent / "static" / "static" / "media"
SENTENCE = "Find your next movie, and see exactly why"
_MARGIN = 56
_WIDTH = SIZE[0] - 2 * _MARGIN
_GAP, _THICKNESS = 4, 36
"""Between the parts of a bar, and of a bar, which is at least as long."""
_FINE = 4
"""Shapes are drawn so many times larger, then made smaller, for Pillow draws hard edges."""
_REGULAR, _SEMIBOLD, _BOLD = 400, 600, 700
_SMALL, _TITLE, _LARGE = 30, 40, 48
_HEADINGS = (60, 54, 48)
"""Sizes of the heading; the first that fits."""
_BESIDE_MARK = _WIDTH - 260
_MISSING = "\U000fffff"
"""A character that no font has."""

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True)
class Listed:
    """One recommended movie."""

    title: str
    length: float = 0.0
    """Of its bar; 1 is the whole width, 0 no bar."""
    parts: tuple[float, ...] = ()
    """How the bar is divided: one part for each favourite of the legend, then all others."""


@dataclass(frozen=True)
class Named:
    """A favourite of the legend."""

    title: str
    colour: str


@dataclass(frozen=True)
class Picture:
    """What a card says.

    Attributes
    ----------
    rows : tuple of Listed
        At most three; without any the legend is drawn as a list.
    legend : tuple of Named
        At most five; without any no bars are drawn.
    more : int
        Favourites that are not in the legend.
    """

    heading: str
    below: str
    rows: tuple[Listed, ...] = ()
    legend: tuple[Named, ...] = ()
    more: int = 0


def drawn(card: Picture) -> bytes:
    """Return a card as a PNG."""
    canvas, draw = _blank()
    _mark(canvas, draw)
    fitting = (s for s in _HEADINGS if typeface(s, _BOLD).getlength(card.heading) <= _BESIDE_MARK)
    size = next(fitting, _HEADINGS[-1])
    _write(draw, (_MARGIN, 84), card.heading, size, _BOLD, LIGHT.text, _BESIDE_MARK)
    _write(draw, (_MARGIN, 142), card.below, _SMALL, _REGULAR, LIGHT.muted)
    if not card.rows:
        _favourites(canvas, draw, card)
    elif not card.legend:
        _plain_list(draw, card)
    else:
        colours = [one.colour for one in card.legend]
        for place, row in enumerate(card.rows):
            _row(canvas, draw, 198 + 108 * place, place + 1, row, colours)
        _legend(canvas, draw, card)
    return _png(canvas)


def general() -> bytes:
    """Return the card of Cinefold itself, for links without a profile."""
    canvas, draw = _blank()
    _paste_icon(canvas, 168, (_MARGIN - 14, 96))
    _write(draw, (_MARGIN + 168, 180), "Cinefold", 124, _BOLD, LIGHT.primary)
    _write(draw, (_MARGIN, 330), SENTENCE, 52, _SEMIBOLD, LIGHT.text)
    for place, parts in enumerate(((5, 3, 2, 2, 1), (2, 4, 1, 3), (1, 2, 4))):
        length = round(_WIDTH * (1 - 0.14 * place))
        _bar(canvas, _MARGIN, 410 + 56 * place, length, [*map(float, parts)], LIGHT.favourites)
    return _png(canvas)


def readable(text: str) -> str:
    """Return what of a text can be drawn, on one line: the font has no Korean, Arabic or emoji."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    kept = "".join(c for c in text if c.isprintable() and _has(c))
    if kept == text:
        return text
    return " ".join(kept.replace("()", "").replace("[]", "").split()).strip(" ,:;-")


def readable_title(title: str, movie_id: int) -> str:
    """Return what of a title can be drawn, or the movie's number and year where no word can."""
    found = readable(title)
    words, year = split_year(found)
    if found == title or any(c.isalnum() for c in words):
        return found
    return f"Movie {movie_id}" if year is None else f"Movie {movie_id} ({year})"


def _blank() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    canvas = Image.new("RGB", SIZE, LIGHT.paper)
    draw = ImageDraw.Draw(canvas)
    draw.rectangle((0, 0, SIZE[0], 13), fill=LIGHT.primary)
    return canvas, draw


def _mark(canvas: Image.Image, draw: ImageDraw.ImageDraw) -> None:
    """Draw the product's name into the upper right corner."""
    width = round(typeface(44, _BOLD).getlength("Cinefold"))
    left = SIZE[0] - _MARGIN - width
    _write(draw, (left, 84), "Cinefold", 44, _BOLD, LIGHT.primary)
    _paste_icon(canvas, 64, (left - 72, 52))


def _paste_icon(canvas: Image.Image, size: int, place: tuple[int, int]) -> None:
    icon, mask = _icon(size)
    canvas.paste(icon, place, mask)


def _row(
    canvas: Image.Image,
    draw: ImageDraw.ImageDraw,
    top: int,
    rank: int,
    row: Listed,
    colours: Sequence[str],
) -> None:
    _write(draw, (_MARGIN, top + 20), f"{rank}", _TITLE, _BOLD, LIGHT.primary)
    _write(draw, (_MARGIN + 40, top + 20), row.title, _TITLE, _SEMIBOLD, LIGHT.text, _WIDTH - 40)
    if row.length > 0:
        _bar(canvas, _MARGIN, top + 50, round(_WIDTH * row.length), row.parts, colours)


def _plain_list(draw: ImageDraw.ImageDraw, card: Picture) -> None:
    """List the movies, large, where nothing divides them."""
    for place, row in enumerate(card.rows):
        middle = 270 + place * 110
        _write(draw, (_MARGIN, middle), f"{place + 1}", _LARGE, _BOLD, LIGHT.primary)
        left, width = _MARGIN + 56, _WIDTH - 56
        _write(draw, (left, middle), row.title, _LARGE, _SEMIBOLD, LIGHT.text, width)


def _bar(
    canvas: Image.Image,
    left: int,
    top: int,
    length: int,
    parts: Sequence[float],
    colours: Sequence[str],
) -> None:
    """Draw a bar of a length with rounded ends, divided in proportion to its parts."""
    length = max(length, _THICKNESS)
    bar = Image.new("RGB", (length, _THICKNESS), LIGHT.paper)
    draw = ImageDraw.Draw(bar)
    # Where nothing speaks for a movie the sum is 0, and no part is drawn.
    whole, start = sum(parts) or 1.0, 0.0
    for part, colour in zip(parts, (*colours, LIGHT.others), strict=False):
        end = start + part / whole * length
        # A part thinner than the gap would be all gap.
        right = end - _GAP if end - start > 2 * _GAP and end < length - 1 else end
        if round(right) > round(start):
            draw.rectangle((round(start), 0, round(right) - 1, _THICKNESS), fill=colour)
        start = end
    canvas.paste(bar, (left, top), _rounded(length, _THICKNESS, 8))


def _legend(canvas: Image.Image, draw: ImageDraw.ImageDraw, card: Picture) -> None:
    """Name the favourites beside their colours, in two lines of as few columns as do."""
    entries = [*card.legend]
    if card.more:
        entries.append(Named(f"and {card.more:,} more", LIGHT.others))
    columns = (len(entries) + 1) // 2
    column = _WIDTH // columns
    for place, entry in enumerate(entries):
        title = entry.title
        left, middle = _MARGIN + place % columns * column, 546 + place // columns * 46
        canvas.paste(entry.colour, (left, middle - 13), _rounded(26, 26, 6))
        width = column - 58
        if typeface(_SMALL, _REGULAR).getlength(title) > width:
            title, _ = split_year(title)
        _write(draw, (left + 38, middle), title, _SMALL, _REGULAR, LIGHT.text, width)


def _favourites(canvas: Image.Image, draw: ImageDraw.ImageDraw, card: Picture) -> None:
    """List the favourites, large."""
    for place, entry in enumerate(card.legend):
        middle = 224 + place * 68
        canvas.paste(entry.colour, (_MARGIN, middle - 20), _rounded(40, 40, 8))
        _write(
            draw, (_MARGIN + 62, middle), entry.title, _TITLE, _SEMIBOLD, LIGHT.text, _WIDTH - 62
        )
    if card.more:
        below = _MARGIN + 62, 224 + len(card.legend) * 68
        _write(draw, below, f"and {card.more:,} more", _TITLE, _REGULAR, LIGHT.muted)


def _write(
    draw: ImageDraw.ImageDraw,
    place: tuple[int, int],
    text: str,
    size: int,
    weight: int,
    colour: str,
    width: int = _WIDTH,
) -> None:
    """Write a line whose small letters are centred at a height, cut to a width."""
    font = typeface(size, weight)
    baseline = place[1] + round(0.33 * size)
    anchor = "ls" if isinstance(font, ImageFont.FreeTypeFont) else "la"
    draw.text((place[0], baseline), cut(text, font, width), colour, font, anchor=anchor)


def cut(text: str, font: Font, width: float) -> str:
    """Return as much of a text as fits into a width, with … where something is missing."""
    if font.getlength(text) <= width:
        return text
    fits, too_long = 0, len(text)
    while fits + 1 < too_long:
        middle = (fits + too_long) // 2
        if font.getlength(text[:middle].rstrip() + "…") <= width:
            fits = middle
        else:
            too_long = middle
    return text[:fits].rstrip(" ,:;-(") + "…"


@lru_cache(maxsize=16)
def typeface(size: int, weight: int) -> Font:
    """Return Streamlit's own font; Pillow's where Streamlit's is not found."""
    for path in sorted(FONTS.glob("SourceSansVF-Upright*.woff2")):
        try:
            found = ImageFont.truetype(path, size)
            found.set_variation_by_axes([weight])
        except OSError:
            continue
        return found
    return ImageFont.load_default(size)


@lru_cache(maxsize=4096)
def _has(character: str) -> bool:
    font = typeface(_SMALL, _REGULAR)
    missing, found = font.getmask(_MISSING), font.getmask(character)
    return (found.size, bytes(found)) != (missing.size, bytes(missing))


@lru_cache(maxsize=64)
def _rounded(width: int, height: int, radius: int) -> Image.Image:
    """Return a mask with rounded corners."""
    mask = Image.new("L", (width * _FINE, height * _FINE))
    box = (0, 0, width * _FINE - 1, height * _FINE - 1)
    ImageDraw.Draw(mask).rounded_rectangle(box, radius * _FINE, fill=255)
    return mask.resize((width, height), Image.Resampling.BOX)


@lru_cache(maxsize=4)
def _icon(size: int) -> tuple[Image.Image, Image.Image]:
    """Return the logo's folded strip of film, as `ui/assets/logo.svg` has it, and its mask."""
    scale = size * _FINE / 64
    icon = Image.new("RGB", (size * _FINE, size * _FINE), LIGHT.primary)
    mask = Image.new("L", icon.size)
    draw = ImageDraw.Draw(icon)

    def scaled(*points: tuple[float, float]) -> list[tuple[float, float]]:
        return [(scale * x, scale * y) for x, y in points]

    outline = ((8, 14), (32, 22), (56, 14), (56, 46), (32, 54), (8, 46))
    ImageDraw.Draw(mask).polygon(scaled(*outline), fill=255)
    draw.polygon(scaled((32, 22), (56, 14), (56, 46), (32, 54)), fill=DARK.primary)
    for x in (12, 48):
        for y in (21, 30, 39):
            draw.rounded_rectangle(scaled((x, y), (x + 4, y + 4)), scale, fill=LIGHT.paper)
    draw.polygon(scaled((27, 31), (41, 38), (27, 45)), fill=LIGHT.paper)
    small = Image.Resampling.BOX
    return icon.resize((size, size), small), mask.resize((size, size), small)


def _png(canvas: Image.Image) -> bytes:
    file = io.BytesIO()
    canvas.save(file, "PNG", compress_level=6)
    return file.getvalue()
