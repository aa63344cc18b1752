"""What « Ma rue » costs: bytes of its two files, and the wait between the last key and the first answer.

`python -m tools.measures_ma_rue` prints it; `make bench` calls `measures`.
"""

from __future__ import annotations

import gzip
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tools.browsing import chromium, served

ROOT = Path(__file__).resolve().parent.parent
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
    with chromium() as browser, served(site) as address:
        page = browser.new_page()
        page.goto(f"{address}/ma-rue/")
        with page.expect_response(
            "**/ma-rue/voies.json"
        ):  # it comes when somebody comes to the field
            page.locator("#prm-rue-nom").focus()
        page.wait_for_load_state("networkidle")
        return [_wait(page, text) for text in TYPED]


def _wait(page: Page, text: str) -> float:
    return float(page.evaluate(TIME_LAST_KEY, text))


def main() -> int:
    """Print every measure; 1 when one is missed."""
    missed = 0
    for measure in measures():
        print(measure, flush=True)
        missed += not measure.passes
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
