"""Profiles as short tokens for links: versioned, checksummed, URL-safe.

A token is the version digit followed by base64url, without padding, of a body and its CRC-32. The
body is one unsigned LEB128 number a movie: `zigzag(id − previous id) × 16 + code`, where code 0 to
9 stands for 0.5 to 5 stars and 10 for "not interested". Codes 11 to 15 are free for later
versions.
"""

import base64
import binascii
import re
import zlib
from collections.abc import Iterator

from recsys.errors import DataError, LinkError
from recsys.profile import MAX_MOVIES, STAR_STEPS, Profile

VERSION = "1"
MAX_TOKEN_CHARS = 8_000
_MAX_READ_CHARS = 60_000
_NOT_INTERESTED = 10
_URL_SAFE = re.compile(r"[A-Za-z0-9_-]+\Z")

Entry = tuple[int, int]


def encode(profile: Profile) -> str:
    """Return the profile's token; empty for an empty profile.

    The order in which the movies were added is kept as long as the token then stays within
    `MAX_TOKEN_CHARS`; beyond, the movies are sorted by id, which takes two bytes or so a movie.
    """
    if profile.is_empty:
        return ""
    entries = [(movie_id, STAR_STEPS.index(stars)) for movie_id, stars in profile.ratings]
    entries += [(movie_id, _NOT_INTERESTED) for movie_id in profile.not_interested]
    token = _pack(entries)
    return token if len(token) <= MAX_TOKEN_CHARS else _pack(sorted(entries))


def decode(token: str) -> Profile:
    """Return the profile that a token carries.

    Raises
    ------
    LinkError
        The token is cut off, altered, of a later version, or not a token at all.
    """
    if not token:
        return Profile()
    if len(token) > _MAX_READ_CHARS or not _URL_SAFE.match(token):
        raise LinkError(
            "the link's profile is not readable: it holds characters that no Cinefold link has, "
            "or far too many; copy the whole link again"
        )
    if token[0] != VERSION:
        raise LinkError(
            f"the link's profile has version '{token[0]}', this Cinefold reads version {VERSION}; "
            "copy the link again, or open it where it was made"
        )
    body = _checked(token[1:])
    try:
        return _profile_of(list(_entries(body)))
    except DataError as error:
        raise LinkError(f"the link's profile is not possible: {error}") from error


def _pack(entries: list[Entry]) -> str:
    body, previous = bytearray(), 0
    for movie_id, code in entries:
        step = movie_id - previous
        _append_number(body, (step << 1 if step >= 0 else (-step << 1) - 1) << 4 | code)
        previous = movie_id
    body += zlib.crc32(body).to_bytes(4, "big")
    return VERSION + _base64(bytes(body))


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _checked(text: str) -> bytes:
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raw = b""
    body, checksum = raw[:-4], raw[-4:]
    # The last character has unused bits, which the decoder would let pass.
    altered = _base64(raw) != text
    if altered or not body or zlib.crc32(body).to_bytes(4, "big") != checksum:
        raise LinkError(
            "the link's profile is damaged: its checksum does not fit, so a part is missing or "
            "altered; copy the whole link again"
        )
    return body


def _entries(body: bytes) -> Iterator[Entry]:
    previous = 0
    for number in _numbers(body):
        zigzag, code = number >> 4, number & 15
        previous += zigzag >> 1 if zigzag % 2 == 0 else -((zigzag + 1) >> 1)
        yield previous, code


def _profile_of(entries: list[Entry]) -> Profile:
    if len(entries) > MAX_MOVIES:
        raise DataError(f"it holds {len(entries):,} movies; at most {MAX_MOVIES:,} fit")
    unknown = [code for _, code in entries if code > _NOT_INTERESTED]
    if unknown:
        raise DataError(f"it uses the mark {unknown[0]}, which a later version must have added")
    return Profile(
        tuple((movie_id, STAR_STEPS[code]) for movie_id, code in entries if code < _NOT_INTERESTED),
        tuple(movie_id for movie_id, code in entries if code == _NOT_INTERESTED),
    )


def _append_number(body: bytearray, number: int) -> None:
    while number > 127:
        body.append(number & 127 | 128)
        number >>= 7
    body.append(number)


def _numbers(body: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in body:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            yield number
            number = shift = 0
        elif shift > 42:
            raise DataError("it holds a number that is too large")
    if shift:
        raise DataError("its last movie is cut off")
