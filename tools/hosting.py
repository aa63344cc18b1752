"""A folder served on the loopback address as GitHub Pages serves one, as far as a page's cost goes.

Text is compressed by gzip, connections are kept, answers are fresh for ten minutes and carry
an ETag. What GitHub adds and this does not: HTTPS, HTTP/2, and a network.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache, partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import unquote, urlsplit

WHAT = "HTTP/1.1 sur 127.0.0.1, gzip, cache-control: max-age=600, ETag ; ni HTTPS ni HTTP/2"
COMPRESSED = ("text/", "application/json", "application/javascript", "application/xml", "image/svg+xml")  # fmt: skip


Find = Callable[[str, bool], "Answer | None"]


@dataclass(frozen=True)
class Answer:
    """One file as it leaves: its kind, its bytes, whether they are compressed."""

    kind: str
    body: bytes = field(repr=False)
    is_gzip: bool

    @property
    def headers(self) -> dict[str, str]:
        """What GitHub Pages says of a file."""
        return {
            "Content-Type": self.kind,
            "Content-Length": str(len(self.body)),
            "Cache-Control": "max-age=600",
            "ETag": f'"{hashlib.sha256(self.body).hexdigest()[:16]}"',
            "Vary": "Accept-Encoding",
            **({"Content-Encoding": "gzip"} if self.is_gzip else {}),
        }


def answer(site: Path, path: str, compress: bool) -> Answer | None:
    """The file of `site` at `path` (a folder has its index.html); `None` when there is none."""
    place = (site / unquote(path).lstrip("/")).resolve()
    file = place / "index.html" if place.is_dir() else place
    if not file.is_file() or not file.is_relative_to(site.resolve()):
        return None
    kind = guess_type(file.name)[0] or "application/octet-stream"
    is_text = kind.startswith(COMPRESSED)
    raw = file.read_bytes()
    if not (compress and is_text):
        return Answer(_with_charset(kind), raw, is_gzip=False)
    return Answer(_with_charset(kind), gzip.compress(raw, 6, mtime=0), is_gzip=True)


def _with_charset(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


@contextmanager
def hosted(site: Path) -> Iterator[str]:
    """The address of `site`, without a final slash; a file is compressed once."""
    server = _Server(lru_cache(maxsize=None)(partial(answer, site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    def __init__(self, find: Find) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.find = find


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        compress = "gzip" in self.headers.get("Accept-Encoding", "")
        found = self.server.find(urlsplit(self.path).path, compress)
        status = HTTPStatus.OK if found else HTTPStatus.NOT_FOUND
        found = found or Answer("text/plain", b"", is_gzip=False)
        self.send_response(status)
        for name, value in found.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(found.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
