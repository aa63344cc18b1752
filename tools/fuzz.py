"""Looks for bytes that break what a reader owes (tools/fuzz_targets.py), guided by the code they reach.

    python -m tools.fuzz --minutes 60            every reader in turn
    python -m tools.fuzz --minutes 5 yaml_document json_document

Each reader has a process of its own (atheris, libFuzzer): an input that takes ten seconds or a gigabyte is
found too. What breaks stands in build/fuzz/found/; once mended, it belongs in tests/corpus, which tests replay.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "tests" / "corpus"
WORK = ROOT / "build" / "fuzz"
SECONDS, MEGABYTES, LENGTH = 10, 1024, 4096
NAMES = ("yaml_document", "json_document", "geojson_layer", "page", "alert", "csv_table", "book_sheet", "lectures",
         "months", "flows", "counts_csv", "facts_csv", "counts_parquet", "hierarchy", "release", "extract", "weekly_extract")  # fmt: skip


def search(name: str, seconds: int) -> list[Path]:
    """The inputs that broke a reader within so many seconds."""
    found, learnt = WORK / "found" / name, WORK / "corpus" / name
    for folder in (found, learnt, CORPUS / name):
        folder.mkdir(parents=True, exist_ok=True)
    before = set(found.iterdir())
    log = WORK / f"{name}.log"
    with log.open("wb") as text:
        subprocess.run(  # noqa: S603  (this module, in its own process)
            [sys.executable, "-m", "tools.fuzz", "--inside", name, str(learnt), str(CORPUS / name),
             f"-max_total_time={seconds}", f"-timeout={SECONDS}", f"-rss_limit_mb={MEGABYTES}",
             f"-max_len={LENGTH}", f"-artifact_prefix={found}/", "-print_final_stats=1"],
            cwd=ROOT, stdout=text, stderr=subprocess.STDOUT, check=False,
            env={**os.environ, "PYTHONHASHSEED": "0"},
        )  # fmt: skip
    return sorted(set(found.iterdir()) - before)


def tried(name: str) -> str:
    """How many inputs the last search of a reader tried, as libFuzzer counts them."""
    lines = (WORK / f"{name}.log").read_text(encoding="utf-8", errors="replace").splitlines()
    counts = [line.split()[-1] for line in lines if "number_of_executed_units" in line]
    return counts[-1] if counts else "?"


def inside(name: str, flags: list[str]) -> None:
    """The search itself, in this process: it never returns."""
    import atheris

    with atheris.instrument_imports(
        include=["opendata", "maps", "site_src", "yaml", "json", "tools"]
    ):
        from tools.fuzz_targets import TARGETS
    target = TARGETS[name]

    def one(raw: bytes) -> None:
        target(raw)

    atheris.Setup([sys.argv[0], *flags], one)
    atheris.Fuzz()


def main() -> int:
    """Search every reader named; 1 when one broke."""
    if sys.argv[1:2] == ["--inside"]:
        inside(sys.argv[2], sys.argv[3:])
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--minutes", type=float, default=60, help="for all readers together")
    options.add_argument("names", nargs="*", default=NAMES, help=", ".join(NAMES))
    chosen = options.parse_args()
    each = max(1, round(chosen.minutes * 60 / len(chosen.names)))
    broken = []
    for name in chosen.names:
        broken += search(name, each)
        print(f"{name} : {tried(name)} entrées en {each} s", flush=True)
    for path in broken:
        print(f"à mender : {path.relative_to(ROOT)} (journal : build/fuzz/{path.parent.name}.log)")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
