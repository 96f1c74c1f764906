"""Tell in which encoding a person's file is written."""

import codecs
from pathlib import Path

from recsys.errors import DataError

_PIECE = 1 << 20


def encoding_of(path: Path) -> str:
    """Return the encoding in which a whole file can be read.

    Returns
    -------
    str
        "utf-8", "utf-16", or the older "cp1252" or "iso-8859-1", which fit any bytes.

    Raises
    ------
    DataError
        The file holds zero bytes, which no text does.
    """
    with path.open("rb") as file:
        start = file.read(_PIECE)
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        if b"\0" in start:
            raise DataError(f"{path} is no text; save the table as CSV or Parquet")
        decoder = codecs.getincrementaldecoder("utf-8")()
        piece = start
        try:
            while piece:
                decoder.decode(piece)
                piece = file.read(_PIECE)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252" if _is_windows_text(path) else "iso-8859-1"
    return "utf-8"


def _is_windows_text(path: Path) -> bool:
    undefined = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")
    with path.open("rb") as file:
        return not any(
            byte in piece for piece in iter(lambda: file.read(_PIECE), b"") for byte in undefined
        )
