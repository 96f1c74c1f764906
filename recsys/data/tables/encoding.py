"""From bytes to text, whatever program wrote them."""

import codecs
import io
from typing import IO

from recsys.errors import DataError

OLDER = "cp1252"
"""What a line is written in that is not UTF-8."""
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_TEXT = {
    b"PK\x03\x04": "a zip or Excel file",
    b"PAR1": "a Parquet file",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"\xd0\xcf\x11\xe0": "an Excel workbook",
    b"SQLite": "a database",
}
_PIECE = 1 << 20
_START = 4096
"""Bytes in which UTF-16 without a mark shows by its zeros."""
_MANY_ZEROS = 0.3
"""Every separator, digit and Latin letter of UTF-16 has a zero in one half, and no half has both
many and none by chance."""


def encoding_of(name: str, stream: IO[bytes]) -> str:
    """Return the encoding in which a whole file can be read, by its bytes alone.

    It is "utf-8", or a kind of UTF-16 or UTF-32, or `OLDER` where some lines are no UTF-8.

    Raises
    ------
    DataError
        The bytes are no text.
    """
    piece = stream.read(_PIECE)
    for magic, what in _NOT_TEXT.items():
        if piece.startswith(magic):
            raise DataError(f"{name} is {what}, not a table; unpack it, or save the table as CSV")
    for mark, encoding in _BOMS:
        if piece.startswith(mark):
            return encoding
    start = piece[:_START]
    if b"\0" in start:
        zeros = [half.count(0) / max(len(half), 1) for half in (start[::2], start[1::2])]
        if min(zeros) > 0 or max(zeros) < _MANY_ZEROS:
            raise DataError(f"{name} is no text; save the table as CSV")
        return "utf-16-be" if zeros[0] else "utf-16-le"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while piece:
            decoder.decode(piece)
            piece = stream.read(_PIECE)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return OLDER
    return "utf-8"


def decode(data: bytes, encoding: str) -> str:
    """Return the text of whole lines; files that were pasted together hold two encodings."""
    if encoding != OLDER:
        return data.decode(encoding, errors="replace").removeprefix("\ufeff")
    return "".join(map(_line, data.removeprefix(codecs.BOM_UTF8).splitlines(keepends=True)))


def _line(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode(OLDER, errors="replace")


class AsUtf8(io.RawIOBase):
    """A stream of lines in `OLDER`, as UTF-8."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self._stream = stream

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return decode(self._stream.read(size) + self._stream.readline(_PIECE), OLDER).encode()
