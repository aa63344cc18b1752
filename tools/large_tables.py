"""What large inputs of the disclosure engine cost: facts counted, margins of many dimensions.

Each measure is a command as people run it, in a process of its own, on seeded facts that DuckDB makes.

    python -m tools.large_tables 50000000
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import duckdb

from tools.verdict import Limit, failures

ROOT = Path(__file__).resolve().parent.parent
FACTS = 50_000_000
# Codes of each dimension of the facts that are counted: 230,400 combinations, all of them seen.
COUNTED = (20, 40, 12, 24)
GIB = 2.0**30


@dataclass(frozen=True)
class Cost:
    """What a command took: processor seconds, and the most memory that it held, in bytes."""

    seconds: float
    peak: float


def measures(facts: int = FACTS) -> Iterator[Limit]:
    """The counting of many facts, margins with nothing to hide, and two-way margins of seven dimensions."""
    with tempfile.TemporaryDirectory(prefix="large-") as name:
        folder = Path(name)
        cost = counting(folder, facts)
        what = f"{facts / 1e6:g} millions de faits comptés : mémoire"
        yield Limit(what, cost.peak / GIB, "Gio", 4)
        print(f"       en {cost.seconds:.0f} s de processeur", flush=True)
        make(folder / "marges.parquet", (25, 25, 25, 25), 50_000)
        cost = protection(folder, "marges", 4, 1)
        yield Limit("101 cases de marges simples, rien à masquer : durée", cost.seconds, "s de processeur", 5)  # fmt: skip
        make(folder / "sept.parquet", (6,) * 7, 20_000)
        cost = protection(folder, "sept", 7, 2)
        what = "sept dimensions croisées deux à deux, rien à masquer : mémoire"
        yield Limit(what, cost.peak / GIB, "Gio", 2)


def make(path: Path, codes: Sequence[int], facts: int, seed: int = 1) -> None:
    """Facts of seeded codes, the first of each dimension the most frequent; one column a dimension: d0, d1…"""
    columns = ", ".join(
        f"'c' || lpad(floor({count} * power(hash(hash(i) + {1000 * seed + axis}) / 18446744073709551616.0, 2))::INT::VARCHAR, 2, '0')"
        f" AS d{axis}" for axis, count in enumerate(codes)
    )  # fmt: skip
    query = f"SELECT {columns} FROM range({facts}) t(i)"  # noqa: S608  (our own words)
    duckdb.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")


def counting(folder: Path, facts: int) -> Cost:
    """Facts counted by the command `count`."""
    make(folder / "faits.parquet", COUNTED, facts)
    return run(
        folder,
        [
            "opendata.disclosure",
            "count",
            "faits.parquet",
            *_named(len(COUNTED)),
            "--out",
            "effectifs.csv",
        ],
    )


def protection(folder: Path, table: str, dimensions: int, ways: int) -> Cost:
    """Facts protected, all margins of so many ways published; in a folder of their own."""
    names = [f"d{axis}" for axis in range(dimensions)]
    tables = ["*".join(part) for size in range(1, ways + 1) for part in combinations(names, size)]
    (folder / table).mkdir()
    return run(folder, ["opendata.disclosure", "protect", f"{table}.parquet", *_named(dimensions), "--tables", ";".join([*tables, "Total"]),
                        "--out", f"{table}/publie.csv"])  # fmt: skip


def _named(dimensions: int) -> list[str]:
    return [part for axis in range(dimensions) for part in ("--dimension", f"d{axis}")]


def run(folder: Path, arguments: Sequence[str]) -> Cost:
    """What a module costs, run as a program in a folder; raises CalledProcessError when it fails."""
    command = [sys.executable, "-m", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL) as process:  # noqa: S603  # fmt: skip
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss * 1024.0)


def main(arguments: Sequence[str]) -> int:
    """Print every measure; 1 when one is missed."""
    return 1 if failures(measures(*map(int, arguments))) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
