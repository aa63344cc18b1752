"""CSV → rows of text whose every field knows its line and its number."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from opendata.findings import limits
from opendata.findings.finding import Finding, first_findings
from opendata.findings.text import decode

HEADER_RULE = "les colonnes sont celles que déclare le schéma, dans le même ordre"
TABLE_RULE = f"au plus {limits.counted(limits.ROWS)} lignes et {limits.counted(limits.CELLS)} cases"


@dataclass(frozen=True)
class CsvTable:
    """A canonical CSV: header and rows of text, rows all as long as the header.

    `lines[i]` is the line of the file, from 1, where row `i` starts.
    """

    path: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    lines: tuple[int, ...] = field(repr=False)

    def finding(self, row: int, column: str, quoi: str, regle: str, remede: str) -> Finding:
        """A finding at one field: its line in the file and its field number, from 1."""
        number = self.columns.index(column) + 1
        return Finding(self.path, self.lines[row], number, quoi, regle, remede)


def read_csv(
    path: str, raw: bytes, columns: Sequence[str], findings: list[Finding]
) -> CsvTable | None:
    """UTF-8, comma, header equal to `columns`; `None` when header or any row is malformed.

    Rows too short or too long are all reported; so is a header with missing or unknown columns.
    """
    text = decode(path, raw, findings)
    if text is None:
        return None
    before = len(findings)
    rows, lines = _rows(path, text, findings)
    if len(findings) > before:
        return None
    header = rows[0]
    if header != tuple(columns):
        findings.extend(header_findings(path, header, columns))
        return None
    findings.extend(first_findings(_length_findings(path, rows, lines)))
    if len(findings) > before:
        return None
    return CsvTable(path, header, tuple(rows[1:]), tuple(lines[1:]))


def _rows(path: str, text: str, findings: list[Finding]) -> tuple[list[tuple[str, ...]], list[int]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    start, cells = 1, 0
    try:
        with field_limit():
            for row in reader:
                rows.append(tuple(row))
                lines.append(start)
                start = reader.line_num + 1
                cells += len(row)
                if len(rows) > limits.ROWS or cells > limits.CELLS:
                    findings.append(Finding(path, lines[-1], 0, "table trop longue", TABLE_RULE,
                                            "partager la table en plusieurs fichiers"))  # fmt: skip
                    break
    except csv.Error as error:
        quoi, remede = csv_fault(error)
        findings.append(Finding(path, start, 0, quoi, "CSV à virgules (RFC 4180)", remede))
    return rows, lines


@contextmanager
def field_limit(characters: int = limits.FIELD) -> Iterator[None]:
    """Within it, the csv module refuses longer fields, whatever others have told it (frictionless: no limit)."""
    before = csv.field_size_limit(characters)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def csv_fault(error: csv.Error, characters: int = limits.FIELD) -> tuple[str, str]:
    """What stopped the csv module, and the remedy: a field without an end, or quotes that do not close."""
    if "field limit" in str(error):
        return f"champ de plus de {limits.counted(characters)} caractères", "raccourcir le texte, ou fermer les guillemets"  # fmt: skip
    return "guillemets mal fermés", "doubler les guillemets dans un champ entre guillemets"


def header_findings(path: str, header: Sequence[str], columns: Sequence[str]) -> list[Finding]:
    """What is wrong with a header that is not `columns`: missing, unknown, repeated or in another order."""
    if len(header) == 1 and ";" in header[0] and len(columns) > 1:
        return [Finding(path, 1, 1, "séparateur « ; »", "CSV à virgules (RFC 4180)",
                        "enregistrer en « CSV UTF-8 (délimité par des virgules) »")]  # fmt: skip
    missing = [Finding(path, 1, 0, f"colonne « {name} » absente", HEADER_RULE, f"ajouter la colonne « {name} »")
               for name in columns if name not in header]  # fmt: skip
    unknown = [Finding(path, 1, number, f"colonne « {name} » inconnue", HEADER_RULE,
                       "retirer la colonne ou la déclarer au schéma")
               for number, name in enumerate(header, 1) if name not in columns]  # fmt: skip
    if missing or unknown:
        return missing + unknown
    return [Finding(path, 1, 0, "colonnes répétées ou dans un autre ordre", HEADER_RULE,
                    f"écrire {','.join(columns)}")]  # fmt: skip


def _length_findings(
    path: str, rows: Sequence[Sequence[str]], lines: Sequence[int]
) -> Iterator[Finding]:
    expected = len(rows[0])
    for row, line in zip(rows, lines, strict=True):
        if len(row) != expected:
            yield Finding(path, line, min(len(row), expected) if row else 0,
                          f"{len(row)} champ(s) au lieu de {expected}", "autant de champs que de colonnes",
                          "compléter ou raccourcir la ligne ; mettre entre guillemets un texte à virgule")  # fmt: skip
