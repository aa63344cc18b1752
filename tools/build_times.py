"""What a whole build and each of its stages cost, beside MkDocs dressing the same pages.

Judged by seconds of processor: the clock of a machine that does something else too says little.
"""

from __future__ import annotations

import itertools
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import build
from site_src.engine.stages import Stage
from tools.verdict import Ratio

RUNS = 3
READ = ("data", "maps", "opendata", "site_src", "requirements")
# Measured on 2026-11-23: 10.3 and 0.2. Checks, maps and packages cost about 2, 2.5 and 3 times
# MkDocs, all that is about the pages another 3; a fifth is left for maps and data to come.
CLEAN, UNCHANGED = 12.5, 0.5
Heard = tuple[float, str]  # seconds since the start, line


@dataclass(frozen=True)
class Run:
    """One command: each line of its standard error with its moment, then its end as "".

    `processor` and `seconds`: of all its processes together, and on the clock.
    """

    heard: tuple[Heard, ...] = field(repr=False)
    processor: float

    @property
    def seconds(self) -> float:
        """From start to end."""
        return self.heard[-1][0]


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
    name, unit = "mkdocs build des mêmes pages", "s de processeur"
    mkdocs = _processor(peer)
    yield Ratio("construction à partir de rien", _processor(clean), mkdocs, name, unit, CLEAN)
    yield Ratio("construction sans changement", _processor(again), mkdocs, name, unit, UNCHANGED)
    stages = said([durations(run.heard, build.STAGES) for run in clean])
    whole = median(run.seconds for run in clean)
    print(f"       construction à partir de rien : {whole:.1f} s à l'horloge ; étapes : {stages}")


def _copy(root: Path, tree: Path) -> Path:
    """What a build reads, without what earlier builds left."""
    for name in READ:
        shutil.copytree(root / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "build.py", tree)
    (tree / "node_modules").symlink_to(root / "node_modules")
    return tree


def _processor(runs: Sequence[Run]) -> float:
    return median(run.processor for run in runs)


def listen(words: Sequence[str], folder: Path) -> Run:
    """Run Python in `folder`; exits with what was heard when it fails."""
    environment = {
        "SOURCE_DATE_EPOCH": "0",
        "NO_MKDOCS_2_WARNING": "1",
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
    }
    start, spent = time.perf_counter(), _spent()
    with subprocess.Popen([sys.executable, *words], cwd=folder, env=environment, text=True,  # noqa: S603  (our own words)
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:  # fmt: skip
        lines = process.stderr or ()
        heard = [(time.perf_counter() - start, line.rstrip()) for line in lines]
    if process.returncode:
        sys.exit("\n".join([f"échec : {' '.join(words)}", *(line for _, line in heard)]))
    return Run((*heard, (time.perf_counter() - start, "")), _spent() - spent)


def _spent() -> float:
    """Seconds of processor of all processes that this one has started and that are over."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


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
