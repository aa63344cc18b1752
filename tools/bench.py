"""`make bench`: what the site costs, as ratios against a named peer measured in the same run.

Ratios fail the bench; seconds are only printed, for this machine is shared. Every measure
is a median of a few runs, ours and the peer's in turn so that both meet the same weather.
"""

from __future__ import annotations

import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tools import cubes, measures_ma_rue, weights

ROOT = Path(__file__).resolve().parent.parent
RUNS = 3


@dataclass(frozen=True)
class Ratio:
    """Ours against a peer; `limit` is the most that passes."""

    what: str
    ours: float
    peer: float
    peer_name: str
    unit: str
    limit: float

    @property
    def value(self) -> float:
        """Ours divided by the peer's."""
        return self.ours / self.peer

    @property
    def passes(self) -> bool:
        """Whether the ratio is within its limit."""
        return self.value <= self.limit

    def __str__(self) -> str:
        mark = "ok    " if self.passes else "MANQUÉ"
        return (
            f"{mark} {self.what} : {self.value:.2f} (au plus {self.limit:g}) — "
            f"{self.ours:,.2f} {self.unit} contre {self.peer:,.2f} ({self.peer_name})"
        )


def main() -> int:
    """Print every ratio; 1 when one is missed."""
    missed = 0
    for ratio in _ratios():
        print(ratio, flush=True)
        missed += not ratio.passes
    for measure in measures_ma_rue.measures(ROOT / "site"):
        print(measure, flush=True)
        # Bytes are the same on every machine; a wait is printed, never judged.
        missed += measure.unit.startswith("ko") and not measure.passes
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"       mémoire au plus : {peak:,.0f} Mio (le plus gros processus)")
    return 1 if missed else 0


def _ratios() -> Iterator[Ratio]:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        yield from _build_times(Path(name))
    yield from _map_weights()
    yield from _disclosure()


def _build_times(folder: Path) -> Iterator[Ratio]:
    """A clean and an unchanged build of the whole site against MkDocs dressing the same pages.

    The peer starts from our finished Markdown and makes neither maps, nor packages, nor
    search index, nor checks; the limits say how much more than that a build may cost.
    """
    tree = _copy(folder / "tree")
    pages = ROOT / "build" / "mkdocs"
    ours_clean, ours_again, peer = [], [], []
    for _ in range(RUNS):
        shutil.rmtree(tree / "build", ignore_errors=True)
        ours_clean.append(_seconds(lambda: _build(tree)))
        ours_again.append(_seconds(lambda: _build(tree)))
        peer.append(_seconds(lambda: _mkdocs(pages, folder / "peer")))
    mkdocs, name = statistics.median(peer), "mkdocs build des mêmes pages"
    yield Ratio(
        "construction à partir de rien", statistics.median(ours_clean), mkdocs, name, "s", 15
    )
    yield Ratio(
        "construction sans changement", statistics.median(ours_again), mkdocs, name, "s", 0.5
    )


def _map_weights() -> Iterator[Ratio]:
    for page in weights.started_maps(ROOT / "site", ROOT):
        yield Ratio(
            f"carte démarrée, {page.name}", page.ours / 1000, page.folium / 1000,
            "folium tel quel avec ses fichiers", "ko gzip", 0.25,
        )  # fmt: skip


def _disclosure() -> Iterator[Ratio]:
    """Protection and audits against the peer's protection alone, on the same cubes."""
    for name, exact, interval, peer in cubes.outcomes():
        what = f"masquage d'un cube de {name} cases"
        yield Ratio(
            f"{what}, exact : cases masquées",
            exact.hidden,
            peer.hidden,
            "pytauargus modulaire",
            "cases",
            1,
        )
        yield Ratio(
            f"{what}, exact : durée", exact.seconds, peer.seconds, "pytauargus modulaire", "s", 1
        )
        print(f"       {what}, intervalle : {interval.hidden} cases en {interval.seconds:.1f} s, "
              f"{interval.hidden / peer.hidden:.2f} fois celles du pair")  # fmt: skip
    far = cubes.largest()
    print(
        f"       {far.cells} cases, exact : {far.hidden} masquées et attaquées en {far.seconds:.1f} s"
    )


def _copy(tree: Path) -> Path:
    """What a build reads, without what earlier builds left."""
    for name in ("data", "maps", "opendata", "site_src", "requirements"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "build.py", tree)
    (tree / "node_modules").symlink_to(ROOT / "node_modules")
    return tree


def _build(tree: Path) -> None:
    _run([sys.executable, "build.py", "build"], tree)


def _mkdocs(pages: Path, target: Path) -> None:
    _run([sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(target)], pages)


def _run(command: list[str], folder: Path) -> None:
    environment = {
        "SOURCE_DATE_EPOCH": "0",
        "NO_MKDOCS_2_WARNING": "1",
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
    }
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)  # noqa: S603  (our own words)


def _seconds(run: Callable[[], None]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
