"""Writing the next version of the register's tables: `build.py tabulate`."""

from __future__ import annotations

from pathlib import Path

from opendata.records.catalogue import Datasets
from site_src.engine import outputs
from site_src.engine.usage import UsageError, say
from site_src.risques import tables
from site_src.risques.register import Register


def tabulate(
    register: Register, datasets: Datasets, root: Path, *, est_remplacee: bool = False
) -> None:
    """Register → the CSVs of its dataset. A published version is first kept, or nothing is written.

    `est_remplacee`: the version of the journal was never published, its tables may be written again.
    Raises `UsageError` before the version is kept.
    """
    files = datasets.files
    late = tables.late(register, files)
    if not late:
        say(f"déjà à jour : {tables.PLACE}")
        return
    version = _unkept(datasets)
    if version and not est_remplacee and any(path in files for path in late):
        raise UsageError(f"la version {version} n'est pas gardée : python build.py archive {tables.ID}, puis recommencer ; "
                         "ou --remplacer, si elle n'a jamais été publiée")  # fmt: skip
    written = tables.tables(register)
    outputs.write({path: written[path] for path in late}, root)
    for path in late:
        say(f"écrit : {path}")
    if not est_remplacee:
        say("Puis ajouter la nouvelle version en tête du journal de dataset.yaml : numéro, date, ce qui change.")  # fmt: skip


def _unkept(datasets: Datasets) -> str:
    """The version of the journal when versions/ has not kept it; "" when it has, or there is none."""
    dataset = datasets.declarations.get(tables.ID)
    if dataset is None:
        return ""
    kept = f"{tables.PLACE}versions/{dataset.version}/"
    return "" if any(path.startswith(kept) for path in datasets.files) else dataset.version
