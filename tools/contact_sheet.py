"""One sheet of pictures for who reviews a change: each kind of page at three widths, in light, in dark and on paper.

    python -m tools.contact_sheet FOLDER

Written into FOLDER from site/: a picture each, and index.html that lays them side by side.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize

import build
from tools.browsing import chromium, served
from tools.kinds import address as address_of
from tools.kinds import kinds_of

ROOT = Path(build.__file__).resolve().parent
SCREENS = ((320, 568), (390, 664), (1280, 800))
PAPER = (673, 1000)  # an A4 sheet within its margins of 16 mm, in CSS pixels
# What the document of a map says once its layers are drawn.
DRAWN = re.compile("Carte affichée|Map shown")
STYLE = (
    "body{font:14px sans-serif}section{display:flex;gap:8px;align-items:flex-start;overflow-x:auto}img{border:1px solid}"
)  # fmt: skip


@dataclass(frozen=True)
class Look:
    """How a page is looked at: a name for the picture, a size in CSS pixels, light or dark, screen or paper."""

    name: str
    width: int
    height: int
    is_dark: bool = False
    is_paper: bool = False


def looks() -> Iterator[Look]:
    """Every width in light and in dark, then paper."""
    for width, height in SCREENS:
        yield Look(f"{width}-clair", width, height)
        yield Look(f"{width}-sombre", width, height, is_dark=True)
    yield Look("papier", *PAPER, is_paper=True)


def picture(path: str, look: Look) -> str:
    """The name of a picture: risques/orage/index.html → risques-orage-390-clair.jpg."""
    page = path.removesuffix("index.html").strip("/").replace("/", "-") or "accueil"
    return f"{page}-{look.name}.jpg"


def sheet(paths: Sequence[str]) -> str:
    """The page that lays all pictures side by side, a line for each document."""
    lines = (
        f"<h2>{escape(path)}</h2><section>"
        + "".join(
            f'<img src="{escape(picture(path, look))}" alt="{escape(f"{path}, {look.name}")}" loading="lazy">'
            for look in looks()
        )
        + "</section>"
        for path in paths
    )
    return f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>Planche</title><style>{STYLE}</style>{"".join(lines)}\n'


def photograph(browser: Browser, address: str, paths: Sequence[str], folder: Path) -> None:
    """A picture of the first screen of each document, for each look."""
    for look in looks():
        size: ViewportSize = {"width": look.width, "height": look.height}
        context = browser.new_context(
            viewport=size, color_scheme="dark" if look.is_dark else "light", reduced_motion="reduce"
        )
        page = context.new_page()
        page.emulate_media(media="print" if look.is_paper else "screen")
        for path in paths:
            page.goto(f"{address}/{address_of(path)}", wait_until="load")
            if path.endswith("/interactive/index.html"):  # it is drawn after it has loaded
                page.locator("#prm-etat", has_text=DRAWN).wait_for()
            page.screenshot(path=folder / picture(path, look), type="jpeg", quality=70)
        context.close()


def main(folder: Path) -> int:
    """Photograph site/; 1 when there is none."""
    site = ROOT / "site"
    paths = kinds_of(site)
    folder.mkdir(parents=True, exist_ok=True)
    with served(site) as address, chromium() as browser:
        photograph(browser, address, paths, folder)
    (folder / "index.html").write_text(sheet(paths), encoding="utf-8")
    print(
        f"{len(paths)} sortes de pages, {len(list(looks()))} vues de chacune : {folder}/index.html"
    )
    return 0 if paths else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
