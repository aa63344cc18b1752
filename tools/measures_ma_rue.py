"""What « Ma rue » costs: bytes of its two files, and the wait between the last key and the first answer.

`python -m tools.measures_ma_rue` prints it; `make bench` calls `measures`.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import statistics
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
TYPED = (
    "avenue de versailles",
    "bd voltare",
    "fbg st antoine",
    "mouftard",
    "12 rue de lille 75007",
)
INDEX_KO, WAIT_MS = 200, 100
# Types the whole text but its last letter, then times that letter until the list has changed on screen.
TIME_LAST_KEY = """async (text) => {
  const field = document.getElementById("prm-rue-nom");
  const list = document.getElementById("prm-rue-choix");
  const settle = () => new Promise((done) => setTimeout(done, 300));
  const set = (value) => { field.value = value; field.dispatchEvent(new InputEvent("input", { bubbles: true })); };
  set(text.slice(0, -1));
  await settle();
  const drawn = new Promise((done) => new MutationObserver((_, watch) => {
    watch.disconnect();
    requestAnimationFrame(() => done(performance.now()));
  }).observe(list, { childList: true }));
  const start = performance.now();
  set(text);
  return (await drawn) - start;
}"""


@dataclass(frozen=True)
class Measure:
    """One figure against the most that passes."""

    what: str
    value: float
    unit: str
    limit: float

    @property
    def passes(self) -> bool:
        """Whether the figure is within its limit."""
        return self.value <= self.limit

    def __str__(self) -> str:
        mark = "ok    " if self.passes else "MANQUÉ"
        return f"{mark} {self.what} : {self.value:,.0f} {self.unit} (au plus {self.limit:,.0f})"


def measures(site: Path = ROOT / "site") -> Iterator[Measure]:
    """Size of the index and of the axes (gzip), median and worst wait after the last key stroke."""
    yield Measure(
        "Ma rue, index des voies", _ko(site / "ma-rue" / "voies.json"), "ko gzip", INDEX_KO
    )
    yield Measure(
        "Ma rue, tracés (sur demande)", _ko(site / "ma-rue" / "traces.json"), "ko gzip", INDEX_KO
    )
    waits = _waits(site)
    yield Measure(
        "Ma rue, réponse après la dernière touche (médiane)",
        statistics.median(waits),
        "ms",
        WAIT_MS,
    )
    yield Measure("Ma rue, réponse après la dernière touche (pire)", max(waits), "ms", WAIT_MS)


def _ko(file: Path) -> float:
    return len(gzip.compress(file.read_bytes(), 9, mtime=0)) / 1000


def _waits(site: Path) -> list[float]:
    with sync_playwright() as playwright, _served(site) as address:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        page = browser.new_page()
        page.goto(f"{address}/ma-rue/", wait_until="networkidle")
        found = [_wait(page, text) for text in TYPED]
        browser.close()
    return found


def _wait(page: Page, text: str) -> float:
    return float(page.evaluate(TIME_LAST_KEY, text))


@contextmanager
def _served(site: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> int:
    """Print every measure; 1 when one is missed."""
    missed = 0
    for measure in measures():
        print(measure, flush=True)
        missed += not measure.passes
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
