"""The observatory's week on two million facts: memory and time, beside pandas reading the same file.

Each works in a process of its own on the same FICTITIOUS extract. Ours judges every row, counts, finds what is above
its usual level and makes every summary; the peer reads the file and counts it by week, facility and type, no more.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from opendata.tranquillite.divulgation import CHEMIN, Divulgation, read_divulgation
from tools.verdict import Ratio

ROOT = Path(__file__).resolve().parent.parent
FACTS = 2_000_000
FACILITIES = 3_000
WEEK = "2025-W50"
PEER = "pandas lit le fichier et le compte"


def ratios(folder: Path) -> Iterator[Ratio]:
    """Peak memory and processor time; the extract, of about 200 MB, is written in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    extract = folder / "extrait-fictif.csv"
    write(extract)
    (memory, seconds), (peer_memory, peer_seconds) = (_apart(tool, extract) for tool in ("ours", "peer"))  # fmt: skip
    extract.unlink()
    what = f"bilan d'une semaine, {FACTS // 1_000_000} millions de faits"
    yield Ratio(f"{what} : mémoire au plus", memory, peer_memory, PEER, "Mio", 0.7)
    yield Ratio(f"{what} : temps de processeur", seconds, peer_seconds, PEER, "s", 3)


def write(path: Path, facts: int = FACTS) -> None:
    """A fictitious extract of ten years, its codes those of the nomenclature; the same on any machine."""
    codes = _parametres().nomenclature
    rng = np.random.default_rng(2006)
    kinds, directions, types = (list(names) for names in (codes.types_equipement, codes.directions, codes.types_faits))  # fmt: skip
    last = np.datetime64("2025-12-14")
    days = np.sort(last - rng.integers(0, 3640, facts)).astype(str)
    weights = 1 / (np.arange(FACILITIES) + 50.0)
    places = rng.choice(FACILITIES, facts, p=weights / weights.sum())
    kind_of, direction_of = (
        rng.integers(0, len(kinds), FACILITIES),
        rng.integers(0, len(directions), FACILITIES),
    )
    known = [
        f"EQ-FICTIF-{n:04d},{kinds[kind_of[n]]},{directions[direction_of[n]]},751{n % 20 + 1:02d}"
        for n in range(FACILITIES)
    ]
    told = rng.integers(0, len(types), facts)
    with path.open("w", encoding="ascii") as file:
        file.write(
            "id_fait,date,code_equipement,type_equipement,code_direction,arrondissement,type_fait\n"
        )
        file.writelines(
            f"F-FICTIF-{n:07d},{days[n]},{known[places[n]]},{types[told[n]]}\n"
            for n in range(facts)
        )


def _parametres() -> Divulgation:
    found = read_divulgation((ROOT / CHEMIN).read_bytes(), [])
    if found is None:
        raise ValueError(f"{CHEMIN} cannot be read")
    return found


def _apart(tool: str, extract: Path) -> tuple[float, float]:
    command = [sys.executable, "-m", "tools.weekly", tool, str(extract)]
    done = subprocess.run(  # noqa: S603  (our own words)
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True, capture_output=True, text=True
    )  # fmt: skip
    memory, seconds = json.loads(done.stdout.splitlines()[-1])
    return memory, seconds


def ours(extract: Path) -> None:
    """Every row judged, every summary made."""
    from opendata.bilan.areas import CHEMIN as AREAS
    from opendata.bilan.areas import read_areas
    from opendata.bilan.extract import opened, read_facts
    from opendata.bilan.summary import areas_of, summaries
    from opendata.bilan.week import week_of

    parametres, week = _parametres(), week_of(WEEK)
    areas = read_areas(AREAS, (ROOT / AREAS).read_bytes(), parametres, [])
    if week is None or areas is None:
        raise ValueError("the example cannot be read")
    with (
        tempfile.TemporaryDirectory(dir=extract.parent) as folder,
        opened(extract, parametres, week, Path(folder)) as read,
    ):
        facts = read_facts(read)
    summaries(facts, areas_of(areas, parametres.nomenclature))


def peer(extract: Path) -> None:
    """Read and counted, as one would in a notebook."""
    import pandas as pd

    table = pd.read_csv(extract, dtype=str, parse_dates=["date"])
    week = table["date"].dt.to_period("W-SUN")
    table.groupby([week, "code_equipement", "type_fait"]).size()


def main(arguments: list[str]) -> None:
    """One measure, as JSON on the last line: mebibytes and seconds."""
    {"ours": ours, "peer": peer}[arguments[0]](Path(arguments[1]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps([peak, time.process_time()]) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
