"""What new originals change of the layers and tables, for the text of a proposal.

    python -m tools.source_changes [--depuis REVISION]

compares data/geo and the tables of data/datasets with a revision of git (HEAD by default). Exit code 1 when a layer
was emptied.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import build
from maps.derivation.changes import changes
from opendata.findings import Finding
from site_src.engine.revision import read_revision
from site_src.engine.tree import Tree, matches

ROOT = Path(build.__file__).resolve().parent
READ = ("data/geo/*.geojson", "data/datasets/*/*.csv")
NOTHING = "Rien ne change : ni couche, ni table."


def tables(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[str]:
    """A line for each table whose rows changed."""
    for path in sorted({*before, *after}):
        old, new = (Counter(side.get(path, b"").splitlines()[1:]) for side in (before, after))
        if old != new:
            yield (f"- `{path}` : {old.total()} lignes → {new.total()}, {(new - old).total()} nouvelle(s) ou changée(s), "
                   f"{(old - new).total()} retirée(s) ou changée(s).")  # fmt: skip


def report(before: Mapping[str, bytes], after: Mapping[str, bytes], findings: list[Finding]) -> list[str]:  # fmt: skip
    """Every line, layers first; one that says so when nothing changed."""
    of_tables = [
        {path: raw for path, raw in side.items() if path.endswith(".csv")}
        for side in (before, after)
    ]
    return [*changes(before, after, findings), *tables(*of_tables)] or [NOTHING]


def since(root: Path, name: str, findings: list[Finding]) -> list[str]:
    """Every line of what the checkout `root` changes of the revision `name`."""
    before = {**read_revision(root, name, "data/geo"), **read_revision(root, name, "data/datasets")}
    kept = {path: raw for path, raw in before.items() if any(matches(one, path) for one in READ)}
    return report(kept, Tree(root).select(READ), findings)


def main() -> int:
    """Print the report; findings, if any, on the error output."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--depuis", default="HEAD", help="révision git à comparer")
    findings: list[Finding] = []
    print("\n".join(since(ROOT, parser.parse_args().depuis, findings)))
    for finding in findings:
        sys.stderr.write(f"{finding}\n")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
