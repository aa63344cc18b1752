"""Seconds of a whole build and of each of its stages, beside MkDocs dressing the same pages."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

import build
from site_src.stages import Stage
from tools.verdict import Ratio

RUNS = 3
READ = ("data", "maps", "opendata", "site_src", "requirements")
CLEAN, UNCHANGED = 15, 0.5
Heard = tuple[float, str]  # seconds since the start, line


def ratios(root: Path, folder: Path) -> Iterator[Ratio]:
    """A clean and an unchanged build against MkDocs on our finished Markdown; prints each stage's seconds.

    The peer makes neither maps, nor packages, nor search index, nor checks: the limits say how
    much more than that a build may cost.
    """
    tree = _copy(root, folder / "tree")
    clean, again, peer = [], [], []
    for _ in range(RUNS):
        shutil.rmtree(tree / "build", ignore_errors=True)
        clean.append(listen(["build.py", "build"], tree))
        again.append(listen(["build.py", "build"], tree))
        dressed = ["-m", "mkdocs", "build", "--quiet", "--site-dir", str(folder / "peer")]
        peer.append(listen(dressed, root / "build" / "mkdocs"))
    name, mkdocs = "mkdocs build des mêmes pages", _seconds(peer)
    yield Ratio("construction à partir de rien", _seconds(clean), mkdocs, name, "s", CLEAN)
    yield Ratio("construction sans changement", _seconds(again), mkdocs, name, "s", UNCHANGED)
    print(f"       étapes, en secondes : {said([durations(run, build.STAGES) for run in clean])}")


def _copy(root: Path, tree: Path) -> Path:
    """What a build reads, without what earlier builds left."""
    for name in READ:
        shutil.copytree(root / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "build.py", tree)
    (tree / "node_modules").symlink_to(root / "node_modules")
    return tree


def _seconds(runs: Sequence[Sequence[Heard]]) -> float:
    return median(run[-1][0] for run in runs)


def listen(words: Sequence[str], folder: Path) -> list[Heard]:
    """Run Python in `folder`; each line of its standard error with its moment, then the end as "".

    Exits with what was heard when the command fails.
    """
    environment = {
        "SOURCE_DATE_EPOCH": "0",
        "NO_MKDOCS_2_WARNING": "1",
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
    }
    start = time.perf_counter()
    with subprocess.Popen([sys.executable, *words], cwd=folder, env=environment, text=True,  # noqa: S603  (our own words)
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:  # fmt: skip
        lines = process.stderr or ()
        heard = [(time.perf_counter() - start, line.rstrip()) for line in lines]
    if process.returncode:
        sys.exit("\n".join([f"échec : {' '.join(words)}", *(line for _, line in heard)]))
    return [*heard, (time.perf_counter() - start, "")]


def durations(heard: Sequence[Heard], stages: Iterable[Stage]) -> dict[str, float]:
    """Stage → seconds from its announcement to the next one's, the last until the end.

    A stage that was not run is absent.
    """
    names = {f"{stage.makes}…": stage.name for stage in stages}
    begun = [(moment, names[line]) for moment, line in heard if line in names]
    moments = itertools.pairwise([*begun, (heard[-1][0], "")])
    return {name: end - start for (start, name), (end, _) in moments}


def said(builds: Sequence[Mapping[str, float]]) -> str:
    """Each stage's median over several builds, in the order of the first."""
    return ", ".join(
        f"{name} {median(build.get(name, 0.0) for build in builds):.1f}" for name in builds[0]
    )
