"""A web server that a test makes ill: it answers, says nothing, cuts a file in the middle, or is gone."""

from __future__ import annotations

import mimetypes
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from urllib.parse import unquote, urlsplit

from tests.browser.conftest import BASE
from tools import browsing


@dataclass
class Host:
    """Files served below `BASE`. `cut` names a file of which half comes, `is_silent` is a host that takes what is
    asked and never answers, `failing` one that answers 503. `asked` are the paths asked for, as they came.
    """

    files: Mapping[str, bytes] = field(repr=False)
    cut: str = ""
    is_silent: bool = False
    is_failing: bool = False
    address: str = ""
    asked: list[str] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    _server: browsing.Server | None = None

    def go(self) -> None:
        """No network any more: connections are refused."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def come_back(self) -> None:
        """The network is there again, at the same address."""
        port = urlsplit(self.address).port or 0
        self._server = browsing.Server(("127.0.0.1", port), _handler(self))
        self.address = f"http://127.0.0.1:{self._server.server_port}{BASE}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()


@contextmanager
def hosting(files: Mapping[str, bytes]) -> Iterator[Host]:
    """A host of these files."""
    host = Host(files)
    host.come_back()
    try:
        yield host
    finally:
        host.released.set()
        host.go()


def _handler(host: Host) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path).removeprefix(BASE)
            host.asked.append(path)
            if host.is_silent:
                host.released.wait()
                return
            if host.is_failing:
                self.send_error(503)
                return
            name = f"{path}index.html" if not path or path.endswith("/") else path
            self._send(name, host.files.get(name))

        def _send(self, name: str, raw: bytes | None) -> None:
            body = host.files["404.html"] if raw is None else raw
            kind = mimetypes.guess_type(name)[0] if raw is not None else "text/html"
            self.send_response(404 if raw is None else 200)
            self.send_header("Content-Type", kind or "application/octet-stream")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if name == host.cut else body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (its name)
            """Quiet."""

    return Handler
