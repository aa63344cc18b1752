"""Bytes that somebody gives as an Excel book → the book, or what they are instead.

An .xlsx is a ZIP of XML parts (ECMA-376, part 2): what it unpacks to is bounded before anything is parsed, and no part
may declare entities, which Office never writes.
"""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib

import openpyxl
from openpyxl.workbook import Workbook

from opendata.findings import limits
from opendata.findings.finding import Finding

UNPACKED = 20_000_000
"""Bytes of all parts together: fifty times the largest book that a dataset gives."""
PARTS = 1_000
TAGS = limits.NODES
"""Marks « < » in all parts together: each cell has one to four."""
RULE = "un classeur Excel (.xlsx), tiré par python build.py tableur JEU --vers FICHIER.xlsx"
REMEDY = "dans le tableur : Enregistrer sous, « Classeur Excel (.xlsx) »"
_AGAIN = "reprendre le classeur tiré par --vers, et y reporter les corrections"
_OLD, _ZIP = b"\xd0\xcf\x11\xe0", b"PK"
_ENTITIES = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))


class _RefusedError(Exception):
    """Why the bytes are no book: what they are, and the remedy."""


def open_book(path: str, raw: bytes, findings: list[Finding]) -> Workbook | None:
    """The book with its formulas, formats, merged and hidden cells; `None` with a finding that says what the bytes are."""
    try:
        _refuse_others(raw)
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            _refuse_large(parts)
            _refuse_foreign(parts)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out is no data: drawings, themes
            book: Workbook = openpyxl.load_workbook(io.BytesIO(raw), keep_links=False)
    except _RefusedError as error:
        findings.append(Finding(path, 0, 0, error.args[0], RULE, error.args[1]))
    except (zipfile.BadZipFile, zlib.error, EOFError):
        findings.append(Finding(path, 0, 0, "classeur abîmé : l'archive ZIP ne se lit pas", RULE, _AGAIN))  # fmt: skip
    except Exception:  # openpyxl raises anything of a part that is not what it says
        findings.append(Finding(path, 0, 0, "classeur illisible", RULE, _AGAIN))
    else:
        return book
    return None


def _refuse_others(raw: bytes) -> None:
    if len(raw) > limits.BYTES:
        raise _RefusedError(f"fichier de plus de {limits.BYTES // 1_000_000} Mo", _AGAIN)
    if raw.startswith(_OLD):
        raise _RefusedError("classeur Excel ancien (.xls), ou protégé par un mot de passe",
                            f"ôter le mot de passe, puis {REMEDY}")  # fmt: skip
    if not raw.startswith(_ZIP):
        raise _RefusedError(_kind(raw), REMEDY)


def _kind(raw: bytes) -> str:
    first = raw.partition(b"\n")[0]
    if not raw.strip():
        return "fichier vide"
    if b"\0" in raw:
        return "fichier d'une autre sorte"
    return f"CSV à « {';' if b';' in first else ','} »" if b";" in first or b"," in first else "fichier de texte"  # fmt: skip


def _refuse_large(parts: zipfile.ZipFile) -> None:
    # Python unpacks no more of a part than its header says.
    size, count = sum(part.file_size for part in parts.infolist()), len(parts.infolist())
    if size > UNPACKED or count > PARTS:
        raise _RefusedError(f"classeur de {-(-size // 1_000_000)} Mo une fois ouvert, en {count} parties, au lieu de {UNPACKED // 1_000_000} Mo au plus",
                            _AGAIN)  # fmt: skip


def _refuse_foreign(parts: zipfile.ZipFile) -> None:
    names, tags = set(parts.namelist()), 0
    if any(part.flag_bits & 1 for part in parts.infolist()):
        raise _RefusedError("archive protégée par un mot de passe", f"ôter le mot de passe, puis {REMEDY}")  # fmt: skip
    if "mimetype" in names and b"opendocument" in parts.read("mimetype"):
        raise _RefusedError("classeur OpenDocument (.ods)", REMEDY)
    if "xl/workbook.bin" in names:
        raise _RefusedError("classeur binaire (.xlsb)", REMEDY)
    if "xl/vbaProject.bin" in names:
        raise _RefusedError("classeur à macros (.xlsm)", REMEDY)
    if "[Content_Types].xml" not in names:
        raise _RefusedError("archive ZIP qui n'est pas un classeur Excel", REMEDY)
    for name in parts.namelist():
        part = parts.read(name)
        tags += part.count(b"<")
        if any(mark in part for mark in _ENTITIES):
            raise _RefusedError("classeur qui déclare des entités XML", _AGAIN)
        if tags > TAGS:
            raise _RefusedError(f"classeur de plus de {limits.counted(TAGS)} éléments", "ôter les mises en forme et les lignes vides, ou "
                                + _AGAIN)  # fmt: skip
