"""How long a map's document takes from its navigation to its first drawn layer, beside plain folium's.

Both are opened by their own address, in turn, with nothing kept from the time before. « Drawn » is the first shape of a
layer that stands in the map's drawing and has a size, seen by the page itself at the frame that shows it; the clock is the
page's own and starts with its navigation. `python -m tools.first_paint` needs site/ and build/mkdocs/; `make bench` runs it.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from maps.records.atlas import Atlas
from tools import peers, weights
from tools.browsing import chromium
from tools.hosting import hosted
from tools.verdict import Ratio, failures

ROOT = Path(__file__).resolve().parent.parent
RUNS = 5
LIMIT = 0.6  # of folium's time
SLOWED = 4
# Milliseconds since the navigation, at the frame that shows the first shape.
_WATCH = """
window.firstShape = new Promise((seen) => {
  const look = () => {
    const shape = document.querySelector(".leaflet-pane svg path[d]:not([d=''])");
    const box = shape?.getBoundingClientRect();
    if (box && (box.width || box.height)) seen(performance.now());
    else requestAnimationFrame(look);
  };
  look();
});"""


def measures(site: Path, peer: Path, atlas: Atlas) -> Iterator[Ratio]:
    """Each declared map of the built `site`, beside folium's document in the `peer` folder: medians, in ms."""
    with chromium() as browser, hosted(site) as ours, hosted(peer) as theirs:
        for carte in atlas.cartes:
            runs = [
                (first_shape(browser, f"{ours}/{carte.place}interactive/"),
                 first_shape(browser, f"{theirs}/folium/{carte.id}.html"))
                for _ in range(RUNS)
            ]  # fmt: skip
            own, other = (median(times) for times in zip(*runs, strict=True))
            yield ratio(carte.id, own, other)


def ratio(name: str, ours: float, folium: float) -> Ratio:
    """What is printed and judged of one map."""
    what = f"première couche dessinée, {name}"
    return Ratio(what, ours, folium, "folium tel quel avec ses fichiers", "ms", LIMIT)


def first_shape(browser: Browser, address: str) -> float:
    """Milliseconds from the navigation to the first drawn shape, the processor slowed as a telephone's."""
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        page.set_default_timeout(weights.PATIENCE_MS)
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        page.add_init_script(_WATCH)
        page.goto(address, wait_until="commit")
        return float(page.evaluate("window.firstShape"))


def main() -> int:
    """Print every measure; 1 when one is missed."""
    atlas = weights.read_maps(ROOT)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        peer = Path(name)
        peers.write(peer, peers.folium_folder(atlas, ROOT / "node_modules"))
        return 1 if failures(measures(ROOT / "site", peer, atlas)) else 0


if __name__ == "__main__":
    sys.exit(main())
