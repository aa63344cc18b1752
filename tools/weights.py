"""What a map costs to download once started: ours, theme included, against plain folium.

Both are opened in Chromium; every file that is fetched counts once, by its gzip size. The files
that folium takes from other hosts are served from the npm packages of the same
versions; those that npm does not have are counted as nothing, in folium's favour.
"""

from __future__ import annotations

import gzip
import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route

from build import PLAN
from maps.records.atlas import Atlas
from site_src.engine.readings import Library
from site_src.engine.tree import Tree
from tools.browsing import chromium, served
from tools.plain_folium import plain_folium

PACKAGES = {
    "leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet.css": "leaflet/dist/leaflet.css",
    "marker-icon.png": "leaflet/dist/images/marker-icon.png",
    "marker-icon-2x.png": "leaflet/dist/images/marker-icon-2x.png",
    "marker-shadow.png": "leaflet/dist/images/marker-shadow.png",
    "jquery-3.7.1.min.js": "jquery/dist/jquery.min.js",
    "bootstrap.bundle.min.js": "bootstrap/dist/js/bootstrap.bundle.min.js",
    "bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "all.min.css": "@fortawesome/fontawesome-free/css/all.min.css",
    "leaflet.awesome-markers.js": "leaflet.awesome-markers/dist/leaflet.awesome-markers.js",
    "leaflet.awesome-markers.css": "leaflet.awesome-markers/dist/leaflet.awesome-markers.css",
}
PATIENCE_MS = 120_000  # for a machine that does something else too


@dataclass(frozen=True)
class Weights:
    """Gzip bytes of one map, started."""

    name: str
    ours: int
    folium: int


def started_maps(site: Path, root: Path, atlas: Atlas) -> Iterator[Weights]:
    """Each declared map of the built `site`; `root` is the repository."""
    with chromium() as browser, served(site) as address:
        for carte in atlas.cartes:
            page = plain_folium(carte, atlas.layers)
            yield Weights(
                carte.id,
                _ours(browser, f"{address}/{carte.place}", site),
                _peer(browser, page, root / "node_modules"),
            )


def read_maps(root: Path) -> Atlas:
    """The declared maps and their layers, of the repository at `root`; raises `FindingsError`."""
    return Library(PLAN.readings, Tree(root), PLAN.refused).record("cartes", Atlas)


def _ours(browser: Browser, address: str, site: Path) -> int:
    page = browser.new_page()
    page.set_default_timeout(PATIENCE_MS)
    fetched: set[str] = set()
    page.on("requestfinished", lambda request: fetched.add(urlsplit(request.url).path))
    page.goto(address)
    page.click("a.prm-demarrer")
    page.frame_locator("iframe.prm-iframe").get_by_text("Carte affichée").wait_for()
    page.wait_for_load_state("networkidle")
    page.close()
    return sum(_gzip((site / _file(path)).read_bytes()) for path in fetched)


def _file(path: str) -> str:
    return path.lstrip("/") + ("index.html" if path.endswith("/") else "")


def _peer(browser: Browser, html: bytes, packages: Path) -> int:
    page: Page = browser.new_page()
    page.set_default_timeout(PATIENCE_MS)
    weights = {"": _gzip(html)}

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
            return
        known = PACKAGES.get(path.rpartition("/")[2])
        raw = (packages / known).read_bytes() if known else b""
        weights[path] = _gzip(raw) if raw else 0
        route.fulfill(body=raw, content_type=mimetypes.guess_type(path)[0] or "text/javascript")

    page.route("**/*", answer)
    # Everything is asked for by the load event: data are in the document. A thousand markers' images,
    # each answered from the browser's memory, keep the network from ever being called idle.
    page.goto("http://folium.invalid/", wait_until="load")
    page.wait_for_timeout(1000)
    page.close()
    return sum(weights.values())


def _gzip(raw: bytes) -> int:
    return len(gzip.compress(raw, 6, mtime=0))
