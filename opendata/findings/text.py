"""Bytes of a contributed file → text, or findings that say why not."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from opendata.findings import limits
from opendata.findings.characters import character_findings
from opendata.findings.finding import Finding, first_findings

BOM = b"\xef\xbb\xbf"
ENCODING_RULE = "un fichier de data/ est en UTF-8, sans marque d'ordre des octets (BOM)"
COMPOSED_RULE = "un caractère accentué est écrit d'une seule pièce (Unicode, NFC)"
# First bytes → what the file is, how to make a text of it.
_FOREIGN = {
    b"PK\x03\x04": ("classeur ou archive ZIP (XLSX, ODS)", "enregistrer chaque feuille en « CSV UTF-8 »"),
    b"PAR1\x15": ("fichier Parquet", "exporter la table en CSV"),
    b"\xd0\xcf\x11\xe0": ("classeur Excel ancien (XLS)", "enregistrer chaque feuille en « CSV UTF-8 »"),
    b"\x1f\x8b": ("fichier compressé (gzip)", "décompresser le fichier"),
    b"%PDF": ("fichier PDF", "reprendre les données d'origine"),
    b"\xff\xfe": ("texte en UTF-16", "enregistrer le fichier en UTF-8"),
    b"\xfe\xff": ("texte en UTF-16", "enregistrer le fichier en UTF-8"),
}  # fmt: skip


def decode(path: str, raw: bytes, findings: list[Finding], most: int = limits.BYTES) -> str | None:
    """`raw` as text; `None` with findings when it is empty, of more than `most` bytes, marked, not UTF-8,
    decomposed, or holds what nobody sees.
    """
    before = len(findings)
    findings.extend(_bytes_findings(path, raw, most))
    if len(findings) > before:
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        findings.append(_not_utf8(path, raw, error.start))
        return None
    # Most files are composed already: told at once, without a copy.
    if not unicodedata.is_normalized("NFC", text):
        findings.extend(first_findings(_decomposed(path, text)))
    findings.extend(first_findings(character_findings(path, text)))
    return None if len(findings) > before else text


def place(text: str, offset: int) -> tuple[int, int]:
    """(line, column) from 1 of a character of `text`."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _bytes_findings(path: str, raw: bytes, most: int) -> list[Finding]:
    if len(raw) > most:
        quoi = f"fichier de {-(-len(raw) // 1_000_000)} Mo"
        return [Finding(path, 0, 0, quoi, limits.size_rule(most), "alléger le fichier, ou le partager en plusieurs")]  # fmt: skip
    if not raw.strip():
        return [Finding(path, 0, 0, "fichier vide", "un fichier de données a un contenu",
                        "remettre le contenu d'origine, ou retirer le fichier")]  # fmt: skip
    if raw.startswith(BOM):
        return [Finding(path, 1, 1, "marque d'ordre des octets (BOM) en tête", ENCODING_RULE,
                        "enregistrer en « UTF-8 » et non « UTF-8 avec BOM »")]  # fmt: skip
    for start, (kind, remedy) in _FOREIGN.items():
        if raw.startswith(start):
            return [Finding(path, 1, 1, f"{kind} au lieu d'un texte", ENCODING_RULE, remedy)]
    return []


def _byte_place(raw: bytes, start: int) -> tuple[int, int]:
    return raw.count(b"\n", 0, start) + 1, start - raw.rfind(b"\n", 0, start)


def _not_utf8(path: str, raw: bytes, start: int) -> Finding:
    """The finding for a byte that is not UTF-8, most often Windows-1252 from a spreadsheet."""
    line, column = _byte_place(raw, start)
    quoi = f"octet 0x{raw[start]:02X} qui n'est pas de l'UTF-8 (souvent Windows-1252)"
    return Finding(path, line, column, quoi, ENCODING_RULE, "enregistrer le fichier en UTF-8")


def _decomposed(path: str, text: str) -> Iterator[Finding]:
    """One finding a line whose characters Unicode would write otherwise, at the first of them."""
    for number, line in enumerate(text.split("\n"), 1):
        composed = unicodedata.normalize("NFC", line)
        if composed != line:
            pairs = enumerate(zip(line, composed, strict=False))
            column = next((i for i, (one, other) in pairs if one != other), len(composed))
            yield Finding(path, number, column + 1, "caractère qu'Unicode écrit autrement (souvent un accent à part)",
                          COMPOSED_RULE, "retaper le mot, ou convertir le fichier en NFC")  # fmt: skip
