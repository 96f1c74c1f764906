"""A movie's name as people write it in a list, and as a file on a shelf is called."""

import re
from itertools import pairwise
from typing import NamedTuple

from recsys.data.titles.forms import article_first, split_year

_BULLET = re.compile(r"^(?:[-*•·–—]\s+|\[[ xX]?\]\s*)+")
_NUMBERED = re.compile(r"^(\d{1,4})\s*[.)]\s+")
_VIDEO = re.compile(
    r"\.(?:mkv|mp4|m4v|avi|mov|wmv|mpe?g|ts|m2ts|webm|iso|vob|flv|divx|srt|sub|nfo)$",
    re.IGNORECASE,
)
_RELEASE = re.compile(
    r"^(?:\d{3,4}[pi]|[48]k|uhd|hdr(?:10)?|sdr|blu-?ray|b[rd]-?rip|bd(?:remux)?|remux|web|web-?dl|"
    r"web-?rip|hd-?tv|hd-?rip|dvd(?:-?rip|scr|5|9)?|vhs-?rip|[xh]-?26[45]|hevc|avc|xvid|divx|"
    r"10bit|8bit|aac|ac3|e?ac-?3|dts(?:-?hd)?|truehd|atmos|ddp?\d?|yify|yts|rarbg|repack)$",
    re.IGNORECASE,
)
"""What stands behind the name of a file: how it was made, not what it shows."""
_EPISODE_FILE = re.compile(r"(?<![a-z0-9])(?:s\d{1,2}\s?e\d{1,3}|\d{1,2}x\d{2,3})(?!\d)", re.I)
_YEAR = re.compile(r"(?:18[89]|19\d|20[0-4])\d")
_YEAR_BEHIND = re.compile(r"^(?P<title>.*\S)\s*(?:,\s*|\s[-–—]\s|\s|\[)(?P<year>\d{4})\]?$")
_MORE_BEHIND = re.compile(
    r"^(?P<title>.*\S)\s*[(\[](?P<year>(?:18|19|20)\d\d)[)\]]\s*(?:[-–—,|;].*|by .*)$"
)
"""`Heat (1995) - Michael Mann`."""
_PARENTHESES = re.compile(r"[\[{(]|[\])}]")


class Name(NamedTuple):
    """What a line of a list says."""

    title: str
    year: int | None = None
    whole: str = ""
    """The title with what may be its year: "Death Race 2000", "Blade Runner 2049"."""
    episode: bool = False
    """Whether it is an episode of a series."""


def numbered(lines: list[str]) -> bool:
    """Return whether a list counts its lines: "1. Heat", "2. Fargo"."""
    found = [int(match[1]) for line in lines if (match := _NUMBERED.match(line))]
    steps = sum(abs(b - a) == 1 for a, b in pairwise(found))
    return len(found) > len(lines) / 2 and 2 * steps >= len(found) - 1 and len(found) > 1


def name_of(line: str, counted: bool = False) -> Name:
    """Read one line of a list.

    Parameters
    ----------
    line : str
        A title with or without its year, or the name of a video file, its folder before it.
    counted : bool
        Whether the lines begin with a number that counts them.
    """
    line = _BULLET.sub("", line.strip().strip('"')).strip()
    if counted:
        line = _NUMBERED.sub("", line)
    if _is_file(line):
        return _file_name(line)
    if match := _MORE_BEHIND.match(line):
        return Name(article_first(match["title"]), int(match["year"]))
    title, year = split_year(line)
    if year is not None:
        return Name(article_first(title), year)
    match = _YEAR_BEHIND.match(line)
    if match and _YEAR.fullmatch(match["year"]):
        title = match["title"].rstrip(" ,-–—")
        whole = line if line == f"{title} {match['year']}" else ""
        return Name(article_first(title), int(match["year"]), whole)
    return Name(article_first(line))


def _is_file(line: str) -> bool:
    if _VIDEO.search(line):
        return True
    words = re.split(r"[.\s_]+", line)
    if " " in line or len(words) < 2 or "." not in line:
        return False
    return any(map(_is_release, words[1:])) or bool(_YEAR.fullmatch(words[-1]))


def _file_name(line: str) -> Name:
    name = _VIDEO.sub("", re.split(r"[\\/]", line)[-1])
    if " " not in name:
        name = name.replace(".", " ").replace("_", " ")
    words = _PARENTHESES.sub(" ", name).split()
    if episode := _EPISODE_FILE.search(" ".join(words)):
        return Name(" ".join(words)[: episode.start()].strip(" -") or name, episode=True)
    end = next((n for n, word in enumerate(words) if n and _is_release(word)), len(words))
    years = [n for n in range(1, len(words)) if _YEAR.fullmatch(words[n]) and n <= end]
    if not years:
        return Name(article_first(" ".join(words[:end]).strip(" -")))
    # "2001 A Space Odyssey 1968", "Death Race 2000 1975": the last one is the year.
    place = years[-1]
    title = article_first(" ".join(words[:place]).strip(" -"))
    behind = place + 1 == end and len(years) == 1 and end == len(words)
    return Name(title, int(words[place]), " ".join(words[: place + 1]) if behind else "")


def _is_release(word: str) -> bool:
    # The group stands behind the last word: "x264-GROUP".
    return bool(_RELEASE.match(word) or _RELEASE.match(word.rpartition("-")[0]))
