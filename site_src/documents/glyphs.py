"""Which characters the printed documents can show: those of Typst's own fonts, on every machine the same.

PDF/UA-1 (ISO 14289-1, 7.21.4.1) refuses a document with a character that no font draws. It is told where a
contributor wrote it, and not by the typesetter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from opendata.findings import Document, Finding, decode, read_yaml
from opendata.findings.texts import texts

RULE = "un texte imprimé n'a que des caractères que les polices du document dessinent"
REMEDY = "l'écrire en lettres latines, ou le retirer"
# Latin, its punctuation and the spaces of French: drawn by Libertinus Serif, as a test holds.
_COMMON = re.compile(r"[\n\r\t -~\xa0-\u017f\u2010-\u2026\u202f-\u203a\u20ac\u2190-\u2193\u2212\u2248\u2264\u2265]+")  # fmt: skip
_SAMPLE = b"""\
#set document(title: "x")
#set text(font: "Libertinus Serif")
#title()
#json("donnees.json").texte
"""


def undrawn(text: str) -> list[str]:
    """The characters of `text` that no font draws, in the order of Unicode."""
    odd = sorted(set(_COMMON.sub("", text)))
    return [sign for sign in odd if not _is_drawn(sign)]


@lru_cache(maxsize=1024)
def _is_drawn(sign: str) -> bool:
    # Loaded for who writes an uncommon character alone.
    from site_src.documents.composition import Typesetter, Unprintable

    try:
        # After a letter: an accent alone is drawn on nothing.
        Typesetter({"essai.typ": _SAMPLE}, 0).compose("essai.typ", {"texte": f"x{sign}"})
    except Unprintable:
        return False
    return True


def glyph_findings(files: Mapping[str, bytes]) -> list[Finding]:
    """The characters that could not be printed, in the values of YAML files whose texts are.

    What cannot be read has findings of its own. Most files have only common characters, and are not parsed again.
    """
    odd = {path: raw for path, raw in files.items() if undrawn(decode(path, raw, []) or "")}
    documents = (read_yaml(path, raw, []) for path, raw in odd.items())
    return [finding for document in documents if document for finding in _findings(document)]


def _findings(document: Document) -> Iterator[Finding]:
    for keys, text in texts(document.data):
        for sign in undrawn(text):
            yield document.finding(keys, said(sign), RULE, REMEDY)


def said(sign: str) -> str:
    """What is wrong with a character that no font draws."""
    codes = " ".join(f"U+{ord(part):04X}" for part in sign)
    return f"caractère « {sign} » ({codes}) impossible à imprimer"
