"""How long the page is busy while a map starts: tasks over 50 ms, with the processor slowed four times.

Ours from the press on « Démarrer la carte interactive » until it says that it is shown, plain
folium from the moment its frame is added until it is loaded (it draws while loading); both until
half a second later, for what is painted next.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from maps.records.atlas import Atlas
from tools import peers
from tools.browsing import chromium
from tools.hosting import hosted

RUNS = 3
SLOWED = 4
# Times in ms of the tasks that the browser calls long; « shown » is asked of the frame every 20 ms.
_WATCH = """async ([folium]) => {
  const tasks = [];
  const watch = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((task) => task.duration)));
  watch.observe({ type: "longtask" });
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  if (folium) {
    const frame = document.createElement("iframe");
    const loaded = new Promise((done) => frame.addEventListener("load", done));
    frame.width = 800;
    frame.height = 600;
    frame.src = folium;
    document.body.append(frame);
    await loaded;
  } else {
    document.querySelector("a.prm-demarrer").click();
    const said = () => document.querySelector("iframe.prm-iframe")?.contentDocument?.getElementById("prm-etat")?.textContent;
    for (let turn = 0; !said()?.startsWith("Carte affichée"); turn += 1) {
      if (turn > 1500) throw new Error(`map not shown: ${said()}`);
      await wait(20);
    }
  }
  await wait(500);
  return tasks;
}"""


@dataclass(frozen=True)
class LongTasks:
    """One map's start, ours and folium's: the durations in ms of the long tasks of each run."""

    name: str
    ours: tuple[tuple[float, ...], ...]
    folium: tuple[tuple[float, ...], ...]

    def __str__(self) -> str:
        return (
            f"       tâches longues au démarrage, {self.name} : {said(self.ours)} "
            f"— folium tel quel : {said(self.folium)}"
        )


def said(runs: tuple[tuple[float, ...], ...]) -> str:
    """Medians of their number and total, in words."""
    number, total = median(map(len, runs)), median(map(sum, runs))
    return f"{number:.0f} pour {total:,.0f} ms"


def measures(site: Path, peer: Path, atlas: Atlas) -> Iterator[LongTasks]:
    """Each declared map of the built `site`, beside folium's document in the `peer` folder."""
    with chromium() as browser, hosted(site) as ours, hosted(peer) as theirs:
        for carte in atlas.cartes:
            runs = [
                (_tasks(browser, f"{ours}/{carte.place}", ""),
                 _tasks(browser, f"{theirs}/{peers.BLANK}", f"{theirs}/folium/{carte.id}.html"))
                for _ in range(RUNS)
            ]  # fmt: skip
            yield LongTasks(carte.id, *zip(*runs, strict=True))


def _tasks(browser: Browser, address: str, folium: str) -> tuple[float, ...]:
    with browser.new_page() as page:
        page.goto(address, wait_until="networkidle")
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        return tuple(page.evaluate(_WATCH, [folium]))
