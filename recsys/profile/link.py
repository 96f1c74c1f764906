"""Profiles as short tokens for links: versioned, checksummed, URL-safe.

A token is the version digit followed by base64url, without padding, of a body and its CRC-32. The
body is one unsigned LEB128 number a movie: `zigzag(id − previous id) × 16 + code`, where code 0 to
9 stands for 0.5 to 5 stars, 10 for "not interested" and 11 for "seen". Codes 12 to 15 stand for a
rating that counts 0, 0.5, 2 or 3 times; one more number, 0 to 9, then says its stars.

Version 2 is the same with the body deflated. It is written only where version 1 would be too long.
Both hold MovieLens' ids, always. Version 3 holds those of another catalogue: its body is the
catalogue's 4 bytes, the version digit 1 or 2, and that version's body.

Version 4 holds a watchlist as well, and is written only where there is one: its body is the number
of listed movies, `zigzag(id − previous id)` for each, all LEB128, then the version digit 1, 2 or 3
and the body of that version, in which 1 and 3 may be without any movie.
"""

import base64
import binascii
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice

from recsys.data.stars import STAR_STEPS
from recsys.errors import DataError, LinkError
from recsys.limits import limits
from recsys.profile.profile import MAX_MOVIES, Profile

VERSION, DEFLATED, FOREIGN, LISTED = "1", "2", "3", "4"
_CATALOGUE_BYTES = 4
MAX_TOKEN_CHARS = 8_000
MAX_LISTED = 300
"""How many movies of a watchlist a link carries where all of them would make it too long."""
_MAX_READ_CHARS = 60_000
_NOT_INTERESTED, _SEEN, _FIRST_WEIGHT = 10, 11, 12
_WEIGHTS = (0.0, 0.5, 2.0, 3.0)
# A movie takes at most 6 bytes, and one more where it is weighted.
_MAX_BYTES = 8
_WRITTEN_OTHERWISE = "its movies are missing or written in another way"
_URL_SAFE = re.compile(r"[A-Za-z0-9_-]+\Z")

Entry = tuple[int, int, int | None]
"""movie_id, code, and the stars' code where the code is a weight."""


def encode(profile: Profile, whole: bool = False) -> str:
    """Return the profile's token; empty for an empty profile.

    The order in which the movies were added is kept as long as the token then stays within
    `MAX_TOKEN_CHARS`; beyond, the movies are sorted by id, which takes two bytes or so a movie,
    and then deflated. The watchlist keeps its order; it travels as far as `listed` says.

    Parameters
    ----------
    whole : bool
        With all of the watchlist, however long the token gets: for what is no address. The profile
        read from it has the same address.
    """
    everything = _readable(profile)
    token = _encoded(profile, everything, everything)
    if len(token) <= MAX_TOKEN_CHARS or len(everything) <= MAX_LISTED:
        return token
    first = everything[:MAX_LISTED]
    return _encoded(profile, first, everything if whole else first)


def listed(profile: Profile) -> int:
    """Return how many movies of the watchlist, from its first, the profile's link carries."""
    found = len(_readable(profile))
    fits = found <= MAX_LISTED or len(encode(profile, whole=True)) <= MAX_TOKEN_CHARS
    return found if fits else MAX_LISTED


def _readable(profile: Profile) -> tuple[int, ...]:
    """Return as much of the watchlist as this host would read again."""
    return profile.watchlist[: max(limits().link_movies - len(profile.settled_ids), 0)]


def _encoded(profile: Profile, fitting: Sequence[int], watchlist: Sequence[int]) -> str:
    """Return a token with a watchlist, all else written as beside the one that is to fit.

    So the movies of a whole token stand in the order in which the address has them.
    """
    if profile.is_empty:
        return ""
    weights = dict(profile.weights)
    entries = [_rating(m, STAR_STEPS.index(stars), weights.get(m)) for m, stars in profile.ratings]
    entries += [(movie_id, _NOT_INTERESTED, None) for movie_id in profile.not_interested]
    entries += [(movie_id, _SEEN, None) for movie_id in profile.seen]

    def length(version: str) -> int:
        return len(_pack(entries, version, profile.catalogue, fitting))

    version = VERSION
    if length(VERSION) > MAX_TOKEN_CHARS:
        entries.sort(key=lambda entry: entry[0])
        if length(VERSION) > MAX_TOKEN_CHARS:
            version = min(VERSION, DEFLATED, key=length)
    return _pack(entries, version, profile.catalogue, watchlist)


def _rating(movie_id: int, stars: int, weight: float | None) -> Entry:
    if weight is None:
        return movie_id, stars, None
    return movie_id, _FIRST_WEIGHT + _WEIGHTS.index(weight), stars


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
    if token[0] not in (VERSION, DEFLATED, FOREIGN, LISTED):
        raise LinkError(
            f"the link's profile has version '{token[0]}', this Cinefold reads versions {VERSION} "
            f"to {LISTED}; copy the link again, or open it where it was made"
        )
    version, body, catalogue = token[0], _checked(token[1:]), ""
    # A link of 53 characters may unpack to any number of movies.
    most = min(MAX_MOVIES, limits().link_movies)
    watchlist: tuple[int, ...] = ()
    try:
        if version == LISTED:
            watchlist, body = _watchlist(body, most)
            version, body = _versioned(body, (VERSION, DEFLATED, FOREIGN))
        if version == FOREIGN:
            catalogue, body = body[:_CATALOGUE_BYTES].hex(), body[_CATALOGUE_BYTES:]
            version, body = _versioned(body, (VERSION, DEFLATED))
            if not (body or watchlist):
                raise DataError(_WRITTEN_OTHERWISE)
        found = _entries(_inflated(body) if version == DEFLATED else body)
        entries = list(islice(found, most - len(watchlist) + 1))
        _check_number(len(watchlist) + len(entries), most)
        return _profile_of(entries, catalogue, watchlist)
    except DataError as error:
        raise LinkError(f"the link's profile is not possible: {error}") from error


def _check_number(movies: int, most: int) -> None:
    if movies > most:
        raise DataError(f"it holds more than {most:,} movies, the most that fit")


def _versioned(body: bytes, known: Sequence[str]) -> tuple[str, bytes]:
    """Return the version digit in front of a body, and the body."""
    version, rest = body[:1].decode("latin-1"), body[1:]
    if version not in known:
        raise DataError(_WRITTEN_OTHERWISE)
    return version, rest


def _watchlist(body: bytes, most: int) -> tuple[tuple[int, ...], bytes]:
    """Return the watchlist in front of a body, and the body."""
    left = iter(body)
    numbers = _numbers(left)
    length = next(numbers, 0)
    _check_number(length, most)
    steps = list(islice(numbers, length))
    if not steps or len(steps) < length:
        raise DataError("its watchlist is missing or cut off")
    return tuple(accumulate(_unzigzag(step) for step in steps)), bytes(left)


def _pack(
    entries: list[Entry],
    version: str = VERSION,
    catalogue: str = "",
    watchlist: Sequence[int] = (),
) -> str:
    body, previous = bytearray(), 0
    for movie_id, code, stars in entries:
        _append_number(body, _zigzag(movie_id - previous) << 4 | code)
        if stars is not None:
            _append_number(body, stars)
        previous = movie_id
    if version == DEFLATED:
        body = bytearray(zlib.compress(body, 9))
    if catalogue:
        body = bytearray.fromhex(catalogue) + version.encode() + body
        version = FOREIGN
    if watchlist:
        body = _in_front(watchlist) + version.encode() + body
        version = LISTED
    body += zlib.crc32(body).to_bytes(4, "big")
    return version + _base64(bytes(body))


def _in_front(watchlist: Sequence[int]) -> bytearray:
    numbers, previous = bytearray(), 0
    _append_number(numbers, len(watchlist))
    for movie_id in watchlist:
        _append_number(numbers, _zigzag(movie_id - previous))
        previous = movie_id
    return numbers


def _zigzag(step: int) -> int:
    return step << 1 if step >= 0 else (-step << 1) - 1


def _unzigzag(number: int) -> int:
    return number >> 1 if number % 2 == 0 else -((number + 1) >> 1)


def _inflated(body: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        plain = unpacker.decompress(body, _MAX_BYTES * limits().link_movies)
    except zlib.error as error:
        raise DataError("its deflated part cannot be read") from error
    if not unpacker.eof or unpacker.unused_data:
        raise DataError("its deflated part is cut off, too long or followed by something else")
    return plain


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
            "this link was cut off or changed, so its profile cannot be read; copy it again whole"
        )
    return body


def _entries(body: bytes) -> Iterator[Entry]:
    previous = 0
    numbers = _numbers(body)
    for number in numbers:
        zigzag, code = number >> 4, number & 15
        previous += _unzigzag(zigzag)
        stars = next(numbers, -1) if code >= _FIRST_WEIGHT else None
        yield previous, code, stars


def _profile_of(entries: list[Entry], catalogue: str, watchlist: tuple[int, ...]) -> Profile:
    ratings: list[tuple[int, float]] = []
    weights: list[tuple[int, float]] = []
    marked: dict[int, list[int]] = {_NOT_INTERESTED: [], _SEEN: []}
    for movie_id, code, stars in entries:
        if code in marked:
            marked[code].append(movie_id)
            continue
        if stars is not None:
            weights.append((movie_id, _WEIGHTS[code - _FIRST_WEIGHT]))
        step = code if stars is None else stars
        if not 0 <= step < len(STAR_STEPS):
            raise DataError(f"movie {movie_id} has a weight but no stars")
        ratings.append((movie_id, STAR_STEPS[step]))
    hidden, seen = tuple(marked[_NOT_INTERESTED]), tuple(marked[_SEEN])
    return Profile(tuple(ratings), hidden, seen, tuple(weights), catalogue, watchlist)


def _append_number(body: bytearray, number: int) -> None:
    while number > 127:
        body.append(number & 127 | 128)
        number >>= 7
    body.append(number)


def _numbers(body: Iterable[int]) -> Iterator[int]:
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
