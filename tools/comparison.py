"""The measured part of the comparison with other tools, in the library's pages in both languages.

    python -m tools.comparison

protects the cubes of `make bench` with this engine and with pytauargus, and writes the
table; `make bench` does it too, with its own run. R is not run: what its tools answered stands beside, where their
answers are kept (../shared/bench).
"""

from __future__ import annotations

import csv
import importlib.metadata
import platform
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tools import cubes

ROOT = Path(__file__).resolve().parent.parent
PAGES = {
    "en": ROOT / "opendata/disclosure/COMPARISON.md",
    "fr": ROOT / "opendata/disclosure/COMPARAISON.md",
}
KEPT = ROOT.parent / "shared" / "bench"
BEGIN, END = "<!-- measured -->", "<!-- end -->"
WORDS = {
    "en": {
        "when": "Measured on {day} at commit {commit}: Python {python}, HiGHS {highspy}, pytauargus {peer}; seconds are of processor time.",
        "cubes": ("cells", "exact: hidden", "s", "interval: hidden", "s", "pytauargus, modular: hidden", "small sums computed", "s", "the same, our intervals: hidden", "s"),
        "linked": "The same cubes, their first dimension grouped a second way across the first, by intervals; « computed » are hidden cells that additions and subtractions alone give back from all that is published:",
        "groupings": ("cells", "interval: hidden", "s", "pytauargus, tables linked, our intervals: hidden", "computed", "s", "its own rule: hidden", "computed", "s", "each table apart: hidden", "computed", "s"),
        "kept": "Two tables of SSBtools with the kept answers of GaussSuppression 1.2.3 (with Rglpk; counts up to 3 hidden, in z2 zeros too), and this library's answers to the same rule in the same run:",
        "tables": ("table", "cells", "small", "GaussSuppression: hidden", "the same, intervals 10 wide", "exact: hidden", "interval: hidden"),
        "none": "not kept",
    },
    "fr": {
        "when": "Mesuré le {day} au commit {commit} : Python {python}, HiGHS {highspy}, pytauargus {peer} ; les secondes sont de processeur.",
        "cubes": ("cases", "exact : masquées", "s", "interval : masquées", "s", "pytauargus, modulaire : masquées", "petites sommes calculées", "s", "de même, nos intervalles : masquées", "s"),
        "linked": "Les mêmes cubes, leur première dimension groupée d'une seconde façon qui croise la première, par intervalles ; « calculées » : les cases masquées que des additions et des soustractions seules rendent, de tout ce qui est publié :",
        "groupings": ("cases", "interval : masquées", "s", "pytauargus, tables liées, nos intervalles : masquées", "calculées", "s", "sa propre règle : masquées", "calculées", "s", "chaque table à part : masquées", "calculées", "s"),
        "kept": "Deux tables de SSBtools, avec les réponses gardées de GaussSuppression 1.2.3 (avec Rglpk ; effectifs jusqu'à 3 masqués, dans z2 les zéros aussi), et celles de cette bibliothèque à la même règle dans la même séance :",
        "tables": ("table", "cases", "petits", "GaussSuppression : masquées", "de même, intervalles larges de 10", "exact : masquées", "interval : masquées"),
        "none": "non gardée",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """A table of which R's answers are kept: cells, small counts, cells hidden by each."""

    name: str
    cells: int
    small: int
    gauss: int
    wide: int | None
    exact: int
    interval: int


def kept() -> Iterator[Kept]:
    """The tables of SSBtools, protected here; none where the answers are not kept."""
    from opendata.disclosure import SmallCount, protect  # apart from the peer's HiGHS

    for name, lowest in (("z1", 1), ("z2", 0)) if KEPT.is_dir() else ():
        rows = _rows(f"{name}.csv")
        trees = [
            {**{row[column]: "" for row in rows}, **{row["region"]: row[column] for row in rows}}
            for column in ("fylke", "kostragr")
            if column in rows[0]
        ]
        table = {column: [row[column] for row in rows] for column in ("region", "hovedint", "ant")}
        axes = {"region": trees, "hovedint": None}
        rules = [SmallCount(lowest, 3)]
        exact, interval = (
            protect(table, rules, axes, count="ant", protection=protection, ignore=["fylke", "kostragr"])
            for protection in ("exact", "interval")
        )  # fmt: skip
        gauss = _rows(f"{name}-gausssuppression.csv")
        wide = KEPT / f"{name}-gausssuppression-range10.csv"
        yield Kept(
            name, len(gauss), exact.primaries, _hidden(gauss), _hidden(_rows(wide.name)) if wide.exists() else None,
            int(exact.publication.hidden.sum()), int(interval.publication.hidden.sum()),
        )  # fmt: skip


def _rows(name: str) -> list[dict[str, str]]:
    with (KEPT / name).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def _hidden(rows: Iterable[Mapping[str, str]]) -> int:
    return sum(row["suppressed"] == "TRUE" for row in rows)


def write(measured: Sequence[cubes.Compared], linked: Sequence[cubes.Linked]) -> None:
    """The figures of one run, in both pages."""
    tables, when = list(kept()), _circumstances()
    for language, page in PAGES.items():
        before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        lines = "\n".join(_lines(language, measured, linked, tables, when))
        page.write_text(f"{before}{BEGIN}\n{lines}\n{END}{after}", encoding="utf-8")


def _circumstances() -> dict[str, str]:
    command = ["git", "rev-parse", "--short", "HEAD"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    return {
        "day": datetime.now(UTC).date().isoformat(),
        "commit": done.stdout.strip(),
        "python": platform.python_version(),
        "highspy": importlib.metadata.version("highspy"),
        "peer": importlib.metadata.version("pytauargus"),
    }


def _lines(
    language: str,
    measured: Sequence[cubes.Compared],
    linked: Sequence[cubes.Linked],
    tables: Sequence[Kept],
    when: Mapping[str, str],
) -> Iterator[str]:
    words = WORDS[language]
    yield str(words["when"]).format(**when)
    yield ""
    yield from _table(
        words["cubes"],
        (
            (one.exact.cells, *_counted(one.exact), *_counted(one.interval), *_computed(one.peer, one.peer.sums), *_counted(one.wide))
            for one in measured
        ),
    )  # fmt: skip
    yield ""
    yield str(words["linked"])
    yield ""
    yield from _table(
        words["groupings"],
        (
            (one.interval.cells, *_counted(one.interval), *(figure for peer in (one.wide, one.peer, one.apart) for figure in _computed(peer, peer.recovered)))
            for one in linked
        ),
    )  # fmt: skip
    if tables:
        yield ""
        yield str(words["kept"])
        yield ""
        yield from _table(
            words["tables"],
            (
                (one.name, one.cells, one.small, one.gauss, words["none"] if one.wide is None else one.wide, one.exact, one.interval)
                for one in tables
            ),
        )  # fmt: skip


def _counted(outcome: cubes.Outcome) -> tuple[int, str]:
    """Cells hidden, and seconds."""
    return outcome.hidden, f"{outcome.seconds:.1f}"


def _computed(outcome: cubes.Outcome, given: int) -> tuple[int, int, str]:
    """Cells hidden, what a reader computes of them, and seconds."""
    hidden, seconds = _counted(outcome)
    return hidden, given, seconds


def _table(head: Sequence[str] | str, rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{' ---: |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(map(str, row))} |"


def main() -> int:
    """Measure and write."""
    write(list(cubes.outcomes()), list(cubes.linked()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
