"""The built site served under /repo/, and Chromium in front of it.

The site is built once a session, by the stages of build.py, with a cache of its own below
build/ (an unchanged site is not built again). Chromium missing is a failure, not a skip.
"""

from __future__ import annotations

import fcntl
import mimetypes
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

import build
from opendata.findings import FindingsError
from site_src.engine.build import run
from tools import browsing

ROOT = Path(build.__file__).resolve().parent
BASE = "/repo/"
# Only the path counts: canonical addresses and 404.html are made for it.
OPTIONS = {"adresse": f"https://exemple.invalid{BASE}", "depot": "https://github.com/exemple/depot",
           "epoch": "1763830000", "instant": "1763830000"}  # fmt: skip
WORKER_REFUSED = "Service Worker registration blocked by Playwright"
# No name or address but our own leads anywhere: a test needs no network, and what asks for more is refused.
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
# A map's document fetches its layers after it has loaded, then says that all are there, or which are not.
SETTLED = """() => {
  const { mots } = JSON.parse(document.getElementById("prm-donnees").textContent);
  return document.getElementById("prm-etat").textContent === mots.affichee || !document.getElementById("prm-panne").hidden;
}"""
WIDTHS = {"telephone": (390, 844), "ordinateur": (1280, 900)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is marked, to be chosen or left out by `-m`."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site() -> dict[str, bytes]:
    """Every file of the site, by its path; built once for all workers of the run."""
    cache = ROOT / "build" / "cache-navigateur"
    with _alone(cache.with_suffix(".verrou")):
        _begin(cache)
        try:
            built = run(build.PLAN, ROOT, OPTIONS, lambda _: None, checking="", cache=cache)
        except FindingsError as error:
            pytest.fail("\n".join(str(finding) for finding in error.findings), pytrace=False)
    return dict(built[build.STAGES[-1].name].outputs)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """The first worker builds; the others wait, then find everything in the cache."""
    lock.parent.mkdir(exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _begin(cache: Path) -> None:
    """Start from the ordinary build's cache: most of what it holds does not hang on the options."""
    ordinary = ROOT / "build" / "cache"
    if ordinary.exists() and not cache.exists():
        shutil.copytree(ordinary, cache)


def _handler(site: Mapping[str, bytes]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            name = path.removeprefix(BASE) if path.startswith(BASE) else "?"
            name = f"{name}index.html" if not name or name.endswith("/") else name
            found = name in site
            body = site[name] if found else site.get("404.html", b"")
            kind = mimetypes.guess_type(name)[0] if found else "text/html"
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", kind or "application/octet-stream")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (its name)
            """Quiet."""

    return Handler


@contextmanager
def serving(site: Mapping[str, bytes]) -> Iterator[str]:
    """Where these files are served: http://127.0.0.1:port/repo/."""
    server = browsing.Server(("127.0.0.1", 0), _handler(site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}{BASE}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def address(site: Mapping[str, bytes]) -> Iterator[str]:
    """Where the site is served."""
    with serving(site) as place:
        yield place


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; the failure says what to install."""
    if not browsing.lightest().exists():
        pytest.fail("Chromium manque : installer le paquet « chromium » de Debian", pytrace=False)
    with browsing.chromium(browsing.lightest(), ALONE) as browser:
        yield browser


@dataclass
class Visit:
    """A page of the site in a window, and what it did that it should not."""

    page: Page
    address: str
    scripts: bool = True
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open `path` of the site; a map's document until it says what it shows."""
        self.page.goto(self.address + path)
        if self.scripts and path.partition("#")[0].endswith("/interactive/"):
            self.page.wait_for_function(SETTLED)

    @property
    def path(self) -> str:
        """The current address below the site's root."""
        return self.page.url.removeprefix(self.address)


Window = Callable[..., AbstractContextManager[Visit]]


@pytest.fixture
def window(chromium: Browser, address: str) -> Window:
    """Opens a window: `with window("telephone", "dark") as visit`."""

    def opened(
        width: str = "ordinateur", scheme: str = "light", *, scripts: bool = True
    ) -> AbstractContextManager[Visit]:
        return visiting(chromium, address, width, scheme, scripts=scripts)

    return opened


@contextmanager
def visiting(
    browser: Browser, address: str, width: str, scheme: str = "light", *, scripts: bool = True
) -> Iterator[Visit]:
    """A window on the site that is served at `address`; what it says wrong and asks elsewhere is noted."""
    context = _context(browser, width, scheme, scripts=scripts)
    visit = Visit(context.new_page(), address, scripts)
    visit.page.on("console", lambda said: _hear(visit, said.type, said.text))
    visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
    context.on("request", lambda request: _watch(visit, request.url))
    try:
        yield visit
    finally:
        context.close()


def _context(browser: Browser, width: str, scheme: str, *, scripts: bool) -> BrowserContext:
    across, down = WIDTHS[width]
    return browser.new_context(
        viewport={"width": across, "height": down},
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=scripts,
        reduced_motion="reduce",
        service_workers="block",
    )


def _hear(visit: Visit, kind: str, text: str) -> None:
    """What the page says wrong; that its worker is refused here is our own doing, and comes when it comes."""
    if kind in ("error", "warning") and text != WORKER_REFUSED:
        visit.errors.append(text)


def _watch(visit: Visit, url: str) -> None:
    """Requests to another host are noted; the browser refuses them."""
    if not url.startswith((visit.address, "data:", "blob:")):
        visit.foreign.append(url)
