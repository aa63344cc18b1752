"""What a whole build costs beside MkDocs dressing the same pages, and what a build after an edit or with an alert costs
beside a whole one.

Judged by seconds of processor of all processes, and a whole build by the clock too; ours and the peer's are measured
in turn, so that both meet the same weather.
"""

from __future__ import annotations

import itertools
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import build
from site_src.commands import CHECKING
from tools.verdict import Ratio

RUNS = 3
READ = ("data", "maps", "opendata", "site_src", "requirements")
PEER = "mkdocs build des mêmes pages"
# What a build is allowed, times MkDocs: in seconds of processor, on the clock with two cores, and with nothing to do.
# Decided, as the limits of edits are; a build that costs more is to be made cheaper.
PROCESSOR, CLOCK, UNCHANGED = 7, 5, 0.15
Heard = tuple[float, str]  # seconds since the start, line


@dataclass(frozen=True)
class Edit:
    """The first text of a file that matches is replaced; `limit`: the part of a clean build that the next may cost."""

    what: str
    path: str
    pattern: str
    new: str
    limit: float


EDITS = (
    Edit("une phrase d'un risque", "data/risques/orage.yaml", "- texte: ", "- texte: Rappel. ", 0.15),
    Edit("une cellule d'un CSV", "data/datasets/crues/crues.csv", "a_confirmer,\n", "a_confirmer,Relue.\n", 0.2),
    Edit("une règle de style", "site_src/risques/risque.css", "font-weight: 700", "font-weight: 600", 0.2),
)  # fmt: skip


# An alert for all of Paris, which is laid into every page, and the part of a clean build that it may cost.
ALERT, ALERT_LIMIT = "data/alertes/essai.yaml", 0.10
ALERT_TEXT = """\
id: essai
emise_le: 2026-11-28 08:00
risque: orage
niveau: vigilance orange
titre: Un essai de mesure
texte: Un essai de mesure, qui n'est publié nulle part.
secteurs: [paris]
consignes: [{texte: Restez chez vous., source: {nom: Essai, adresse: https://exemple.invalid/essai}}]
debut: 2026-11-28 08:00
fin: 2026-11-29 08:00
"""


@dataclass(frozen=True)
class Run:
    """One command: each line of its standard error with its moment, then its end as "".

    `printed` is its standard output; `processor` and `seconds`: of all its processes together, and on the clock.
    """

    heard: tuple[Heard, ...] = field(repr=False)
    printed: str
    processor: float

    @property
    def seconds(self) -> float:
        """From start to end."""
        return self.heard[-1][0]


Runs = Sequence[Run]
# What a build announces, and what we call it.
LINES = {f"{CHECKING}…": "contrôle"} | {f"{stage.makes}…": stage.name for stage in build.STAGES}


def ratios(root: Path, folder: Path) -> Iterator[Ratio]:
    """A clean and an unchanged build against MkDocs on our finished Markdown, then edits against the clean one.

    Prints each stage's seconds, and which units an edit had done again. The peer makes neither maps, nor packages,
    nor search index, nor checks: the limits say how much more than that a build may cost.
    """
    tree = copy_of(root, folder / "tree")
    clean, again, peer, alerts = [], [], [], []
    edited: dict[Edit, list[Run]] = {edit: [] for edit in EDITS}
    for number in range(RUNS):
        _set_aside(tree, folder / f"earlier-{number}")
        clean.append(_build(tree))
        again.append(_build(tree))
        for edit, runs in edited.items():
            runs.append(_after(edit, tree))
        alerts.append(_after_an_alert(tree))
        dressed = ["-m", "mkdocs", "build", "--quiet", "--site-dir", str(folder / f"peer-{number}")]
        peer.append(listen(dressed, root / "build" / "mkdocs"))
    yield from _against_mkdocs(clean, again, peer)
    print(_stages(clean))
    for edit, runs in edited.items():
        what, name = f"construction après {edit.what}", "à partir de rien"
        yield Ratio(what, _processor(runs), _processor(clean), name, "s de processeur", edit.limit)
        print(_stages(runs))
        print(units_done(runs[0].printed))
    yield Ratio("publication d'une alerte", _processor(alerts), _processor(clean), "à partir de rien",
                "s de processeur", ALERT_LIMIT)  # fmt: skip
    print(_stages(alerts))
    print(units_done(alerts[0].printed))


def _set_aside(tree: Path, earlier: Path) -> None:
    """Take what earlier builds made away. Nothing is removed before the end: a file system that has just removed
    thousands of files (ext4 looks at each of them for minutes) makes the next ones slowly, which is not what is measured.
    """
    earlier.mkdir()
    for made in ("build", "site"):
        if (tree / made).exists():
            (tree / made).rename(earlier / made)


def _against_mkdocs(clean: Runs, again: Runs, peer: Runs) -> Iterator[Ratio]:
    what, unit = "construction à partir de rien", "s de processeur"
    yield Ratio(what, _processor(clean), _processor(peer), PEER, unit, PROCESSOR)
    yield Ratio(what, _clock(clean), _clock(peer), PEER, "s à l'horloge", CLOCK)
    what = "construction sans changement"
    yield Ratio(what, _processor(again), _processor(peer), PEER, unit, UNCHANGED)


def _stages(runs: Runs) -> str:
    return f"       secondes : {said([durations(run.heard, LINES) for run in runs])}"


def copy_of(root: Path, tree: Path) -> Path:
    """What a build reads, without what earlier builds left."""
    for name in READ:
        shutil.copytree(root / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "build.py", tree)
    (tree / "node_modules").symlink_to(root / "node_modules")
    return tree


def _build(tree: Path) -> Run:
    return listen(["build.py", "build", "--detail"], tree)


def _after(edit: Edit, tree: Path) -> Run:
    """The build that follows the edit, which is then undone."""
    file = tree / edit.path
    text = file.read_text(encoding="utf-8")
    changed = re.sub(edit.pattern, edit.new, text, count=1)
    if changed == text:
        sys.exit(f"échec : {edit.path} : rien comme « {edit.pattern} »")
    file.write_text(changed, encoding="utf-8")
    run = _build(tree)
    file.write_text(text, encoding="utf-8")
    _build(tree)
    return run


def _after_an_alert(tree: Path) -> Run:
    """The build of the fast way that lays an alert in; the alert is then taken away."""
    file = tree / ALERT
    file.parent.mkdir(exist_ok=True)
    file.write_text(ALERT_TEXT, encoding="utf-8")
    run = listen(["build.py", "build", "--alerte", "--detail"], tree)
    file.unlink()
    _build(tree)
    return run


def _processor(runs: Runs) -> float:
    return median(run.processor for run in runs)


def _clock(runs: Runs) -> float:
    return median(run.seconds for run in runs)


def listen(words: Sequence[str], folder: Path) -> Run:
    """Run Python in `folder`; exits with what was heard when it fails."""
    environment = {
        "SOURCE_DATE_EPOCH": "0",
        "NO_MKDOCS_2_WARNING": "1",
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
    }
    start, spent = time.perf_counter(), _spent()
    with tempfile.TemporaryFile("w+") as output:
        with subprocess.Popen([sys.executable, *words], cwd=folder, env=environment, text=True,  # noqa: S603  (our own words)
                              stdout=output, stderr=subprocess.PIPE) as process:  # fmt: skip
            lines = process.stderr or ()
            heard = [(time.perf_counter() - start, line.rstrip()) for line in lines]
        if process.returncode:
            sys.exit("\n".join([f"échec : {' '.join(words)}", *(line for _, line in heard)]))
        output.seek(0)
        end = (time.perf_counter() - start, "")
        return Run((*heard, end), output.read(), _spent() - spent)


def _spent() -> float:
    """Seconds of processor of all processes that this one has started and that are over."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def durations(heard: Sequence[Heard], lines: Mapping[str, str]) -> dict[str, float]:
    """Name → seconds from its announcement, one of `lines`, to the next one's, the last until the end.

    What was not announced is absent: units' own lines are part of their stage.
    """
    begun = [(moment, lines[line]) for moment, line in heard if line in lines]
    moments = itertools.pairwise([*begun, (heard[-1][0], "")])
    return {name: end - start for (start, name), (end, _) in moments}


def said(builds: Sequence[Mapping[str, float]]) -> str:
    """Each stage's median over several builds, in the order of the first."""
    return ", ".join(
        f"{name} {median(build.get(name, 0.0) for build in builds):.1f}" for name in builds[0]
    )


def units_done(printed: str) -> str:
    """What `build --detail` says was done again, a line a stage."""
    done = [line for line in printed.splitlines() if line.startswith("fait : ")]
    return "\n".join(f"       {line}" for line in done)
