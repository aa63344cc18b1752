"""Bytes of a contributed file → text, or one finding that says why not."""

from __future__ import annotations

from opendata.findings.characters import character_findings
from opendata.findings.finding import Finding

BOM = b"\xef\xbb\xbf"
ENCODING_RULE = "un fichier de data/ est en UTF-8, sans marque d'ordre des octets (BOM)"


def decode(path: str, raw: bytes, findings: list[Finding]) -> str | None:
    """`raw` as text; `None` with findings when it is empty, marked, not UTF-8 or holds what nobody sees."""
    if not raw.strip():
        findings.append(Finding(path, 0, 0, "fichier vide", "un fichier de données a un contenu",
                                "remettre le contenu d'origine, ou retirer le fichier"))  # fmt: skip
        return None
    if raw.startswith(BOM):
        findings.append(Finding(path, 1, 1, "marque d'ordre des octets (BOM) en tête", ENCODING_RULE,
                                "enregistrer en « UTF-8 » et non « UTF-8 avec BOM »"))  # fmt: skip
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        findings.append(_not_utf8(path, raw, error.start))
        return None
    unseen = character_findings(path, text)
    findings.extend(unseen)
    return None if unseen else text


def _not_utf8(path: str, raw: bytes, start: int) -> Finding:
    """The finding for a byte that is not UTF-8, most often Windows-1252 from a spreadsheet."""
    line = raw.count(b"\n", 0, start) + 1
    column = start - (raw.rfind(b"\n", 0, start) + 1) + 1
    quoi = f"octet 0x{raw[start]:02X} qui n'est pas de l'UTF-8 (souvent Windows-1252)"
    return Finding(path, line, column, quoi, ENCODING_RULE, "enregistrer le fichier en UTF-8")
