"""The record of what was published: one row a publication, what its memory cost, and the digest of its rows.

The digest is what lets a later publication rely on an earlier one: a row that changed since is found by anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256

from opendata.findings import Finding
from opendata.tranquillite.public_files import PublicFiles
from opendata.tranquillite.published import Published
from opendata.tranquillite.release_tables import REMEDY, ReleasePlan, csv_bytes

TABLE = "publications"
HEADER = ("publication", "nb_cases", "nb_masquees", "nb_masquees_sans_memoire", "nb_retrouvees_sans_memoire", "empreinte", "est_fictif")  # fmt: skip
FROZEN = "ce qui est publié ne change plus : les publications suivantes en dépendent"
_NUMBER, _DIGEST = re.compile(r"[0-9]{1,9}"), re.compile(r"[0-9a-f]{64}")


def digest(rows: Iterable[Sequence[str]]) -> str:
    """SHA-256 of rows as they are written."""
    lines = iter(rows)
    return sha256(csv_bytes(next(lines, ()), lines)).hexdigest()


def write(plan: ReleasePlan, publications: Iterable[Published]) -> dict[str, bytes]:
    """The record, by path."""
    rows = (
        (one.nom, str(one.cases), str(one.masquees), _optional(one.sans_memoire), _optional(one.retrouvees),
         one.empreinte, plan.decisions.fictitious_code)
        for one in publications
    )  # fmt: skip
    return {plan.path(TABLE): csv_bytes(HEADER, rows)}


def _optional(number: int | None) -> str:
    return "" if number is None else str(number)


def read(plan: ReleasePlan, files: PublicFiles, findings: list[Finding]) -> tuple[Published, ...]:
    """The record as it is written; its numbers of cells and its digests are those of the tables (`held`)."""
    table = files.table(plan.path(TABLE), HEADER, findings)
    found = []
    for number, row in enumerate(table.rows if table else ()):
        name, *numbers, printed, _ = row
        is_first = number == 0
        needed = numbers[:2] if is_first else numbers
        if not all(map(_NUMBER.fullmatch, needed)) or (is_first and any(numbers[2:])):
            assert table is not None
            findings.append(table.finding(number, "nb_cases", "nombre illisible", "des nombres entiers ; sans mémoire, rien pour la première", REMEDY))  # fmt: skip
        elif not _DIGEST.fullmatch(printed):
            assert table is not None
            findings.append(table.finding(number, "empreinte", "empreinte illisible", "SHA-256, soixante-quatre chiffres hexadécimaux", REMEDY))  # fmt: skip
        else:
            cases, hidden, *alone = (int(n) if n else None for n in numbers)
            found.append(Published(name, cases or 0, hidden or 0, alone[0], alone[1], printed))
    return tuple(found)


def held(
    plan: ReleasePlan, told: Sequence[Published], tables: Sequence[Published], findings: list[Finding]
) -> None:  # fmt: skip
    """A finding for each publication that the tables do not hold as it was recorded; `tables`: what they hold."""
    path = plan.path(TABLE)
    names = [one.nom for one in tables]
    if [one.nom for one in told] != names:
        findings.append(Finding(path, 0, 0, "d'autres publications que celles des tables",
                                f"les publications sont {', '.join(names)}", REMEDY))  # fmt: skip
        return
    for number, (one, found) in enumerate(zip(told, tables, strict=True), 2):
        if one.empreinte != found.empreinte:
            findings.append(Finding(path, number, HEADER.index("empreinte") + 1, f"publication {one.nom} changée depuis qu'elle est publiée",
                                    FROZEN, "reprendre ses lignes dans l'historique"))  # fmt: skip
        elif (one.cases, one.masquees) != (found.cases, found.masquees):
            findings.append(Finding(path, number, HEADER.index("nb_cases") + 1, f"publication {one.nom} : d'autres nombres de cases que dans les tables",
                                    "les nombres sont ceux des tables", REMEDY))  # fmt: skip
