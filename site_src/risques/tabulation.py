"""Writing the next version of the register's tables: `build.py tabulate`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from opendata.findings.finding import Finding, FindingsError
from site_src.commands import UsageError, say
from site_src.engine import outputs
from site_src.engine.stages import read_files


def tabulate(root: Path, *, est_remplacee: bool = False) -> None:
    """Register → the CSVs of its dataset. A published version is first kept, or nothing is written.

    `est_remplacee`: the version of the journal was never published, its tables may be written again.
    Raises `FindingsError` when the register has a problem, `UsageError` before the version is kept.
    """
    from site_src.risques import tables
    from site_src.risques.register import read_register

    findings: list[Finding] = []
    files = read_files(root, ("data/risques/*", "data/datasets/**/*"))
    register = read_register(files, findings)
    if register is None:
        raise FindingsError(findings)
    late = tables.late(register, files)
    if not late:
        say(f"déjà à jour : {tables.PLACE}")
        return
    version = _unkept(tables.PLACE, tables.ID, files)
    if version and not est_remplacee and any(path in files for path in late):
        raise UsageError(f"la version {version} n'est pas gardée : python build.py archive {tables.ID}, puis recommencer ; "
                         "ou --remplacer, si elle n'a jamais été publiée")  # fmt: skip
    made = tables.tables(register)
    outputs.write({path: made[path] for path in late}, root)
    for path in late:
        say(f"écrit : {path}")
    if not est_remplacee:
        say("Puis ajouter la nouvelle version en tête du journal de dataset.yaml : numéro, date, ce qui change.")  # fmt: skip


def _unkept(place: str, identifier: str, files: Mapping[str, bytes]) -> str:
    """The version of the journal when versions/ has not kept it; "" when it has, or there is none."""
    from opendata.records.catalogue import read_declarations

    declared = {path: raw for path, raw in files.items() if path == f"{place}dataset.yaml"}
    dataset = read_declarations(declared, []).get(identifier)
    if dataset is None or any(p.startswith(f"{place}versions/{dataset.version}/") for p in files):
        return ""
    return dataset.version
