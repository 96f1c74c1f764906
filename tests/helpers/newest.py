"""A made-up release in the newest one's place, and a server that sends it as slowly as asked."""

import hashlib
import threading
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import made
import numpy as np

from recsys.data.releases import NEWEST, RELEASES, Counts, Release

PEOPLE, MOVIES = 60, 40


class Sender(ThreadingHTTPServer):
    """Sends a half of an archive, and the rest when `go_on` is set; Range is understood."""

    def __init__(self, archive: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.content = archive.read_bytes()
        self.go_on = threading.Event()
        self.asked: list[str | None] = []
        self.url = f"http://127.0.0.1:{self.server_port}/{archive.name}"


class _Handler(BaseHTTPRequestHandler):
    server: Sender

    def do_GET(self):
        content, asked = self.server.content, self.headers.get("Range")
        self.server.asked.append(asked)
        first = int(asked.removeprefix("bytes=").removesuffix("-")) if asked else 0
        self.send_response(206 if asked else 200)
        self.send_header("Content-Length", str(len(content) - first))
        self.end_headers()
        half = max(first, len(content) // 2)
        self.wfile.write(content[first:half])
        self.wfile.flush()
        if self.server.go_on.wait(60):
            self.wfile.write(content[half:])

    def log_message(self, *_):
        pass


def archive_in(folder: Path) -> Path:
    """Write the archive of a release of 60 people and 40 movies, large enough for two pieces."""
    rng = np.random.default_rng(0)
    pairs = [(u, m) for u in range(1, PEOPLE + 1) for m in range(1, MOVIES + 1)]
    kept = [pair for pair in pairs if rng.random() < 0.5]
    ratings = [(u, m, float(rng.integers(1, 11) / 2), 1_600_000_000 + u * m) for u, m in kept]
    movies = [(m, f"Brand New {m} (20{10 + m % 14})", ("Drama",)) for m in range(1, MOVIES + 1)]
    source = made.csv_release(folder / NEWEST, ratings, movies)
    # What an archive holds beside, and no program can make smaller.
    (source / "tags.csv").write_bytes(rng.bytes(1 << 21))
    return made.zipped(source, folder / f"{NEWEST}.zip", NEWEST)


def known(archive: Path) -> Release:
    """Return what would be published of it."""
    lines = (archive.parent / NEWEST / "ratings.csv").read_text().splitlines()
    content = archive.read_bytes()
    return replace(
        RELEASES[NEWEST],
        archive_md5=hashlib.md5(content).hexdigest(),
        archive_bytes=len(content),
        counts=(Counts(len(lines) - 1, PEOPLE),),
        movies=MOVIES,
    )


@contextmanager
def sending(archive: Path):
    """Run the server until the block ends."""
    with Sender(archive) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.go_on.set()
            server.shutdown()
