"""data/pictogrammes/<risque>.svg → the drawing of each risk: one hand, one grid, no colour of its own.

A file that anybody may propose is shown on every page: it is read shape by shape, and written anew from what was
judged. Nothing else of it is published.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath

from lxml import etree

from opendata.findings import Finding
from site_src.frame.drawings import GRID

FOLDER = "data/pictogrammes"
RULE = "chaque risque a un pictogramme, data/pictogrammes/<risque>.svg"
DRAWN = "un pictogramme est fait de formes (path, circle) sur une grille de 24, sans couleur à lui"
LIKE = "le dessiner comme les autres du dossier"
MOST_BYTES = 2_000
_SVG = "{http://www.w3.org/2000/svg}"
_NUMBER = re.compile(r"-?\d{1,3}(\.\d{1,3})?")
# What the commands of a path are written with (SVG 2, 9.3).
_PATH = re.compile(r"[MmLlHhVvCcSsQqTtAaZz0-9 .,-]+")
_PLAIN = re.compile(r"currentColor|none")
# Each shape, and how each of its attributes is written.
SHAPES: Mapping[str, Mapping[str, re.Pattern[str]]] = {
    "path": {"d": _PATH, "fill": _PLAIN, "stroke": _PLAIN},
    "circle": {"cx": _NUMBER, "cy": _NUMBER, "r": _NUMBER, "fill": _PLAIN, "stroke": _PLAIN},
}


def read_pictograms(
    files: Mapping[str, bytes], risques: Collection[str], findings: list[Finding]
) -> dict[str, str] | None:
    """The shapes of each risk's pictogram, by its id; `None` with findings when one is missing, too much or wrong."""
    found = [*_missing(files, risques)]
    drawn = {}
    for path, raw in files.items():
        name = PurePosixPath(path).stem
        if name not in risques:
            found.append(Finding(path, 0, 0, f"pictogramme d'un risque inconnu, « {name} »", RULE, "le nommer comme le fichier du risque, ou le retirer"))  # fmt: skip
        drawn[name] = _shapes(path, raw, found)
    findings.extend(found)
    return None if found else drawn


def _missing(files: Mapping[str, bytes], risques: Collection[str]) -> Iterator[Finding]:
    for name in risques:
        path = f"{FOLDER}/{name}.svg"
        if path not in files:
            yield Finding(path, 0, 0, f"risque « {name} » sans pictogramme", RULE, LIKE)


def _shapes(path: str, raw: bytes, findings: list[Finding]) -> str:
    """The shapes of a file, written anew; what is wrong goes to `findings`."""
    if len(raw) > MOST_BYTES:
        findings.append(Finding(path, 0, 0, f"dessin de {len(raw)} octets", f"au plus {MOST_BYTES} octets", "garder moins de traits"))  # fmt: skip
        return ""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        findings.append(Finding(path, error.lineno or 0, 0, "dessin illisible", "un pictogramme est un fichier SVG bien formé", LIKE))  # fmt: skip
        return ""
    faults = [*_of_grid(path, root), *(fault for shape in root for fault in _of_shape(path, shape))]
    findings.extend(faults)
    return "" if faults else "".join(_written(shape) for shape in root)


def _of_grid(path: str, root: etree._Element) -> Iterator[Finding]:
    if root.tag != f"{_SVG}svg" or _attributes(root) != GRID:
        yield Finding(path, 1, 0, "en-tête du dessin autre que celui des pictogrammes", DRAWN, "recopier la première ligne d'un autre pictogramme")  # fmt: skip


def _of_shape(path: str, shape: etree._Element) -> Iterator[Finding]:
    line = shape.sourceline if isinstance(shape.sourceline, int) else 0
    name = shape.tag.removeprefix(_SVG) if isinstance(shape.tag, str) else "instruction"
    allowed = SHAPES.get(name)
    if allowed is None or len(shape) or (shape.text or "").strip() or (shape.tail or "").strip():
        yield Finding(path, line, 0, f"« {name} » n'est pas une forme de pictogramme", DRAWN, LIKE)
        return
    for attribute, value in _attributes(shape).items():
        pattern = allowed.get(attribute)
        if pattern is None or not pattern.fullmatch(value):
            yield Finding(path, line, 0, f"attribut « {attribute} » de « {name} » : « {value} »", DRAWN, LIKE)  # fmt: skip


def _written(shape: etree._Element) -> str:
    values = " ".join(f'{name}="{value}"' for name, value in _attributes(shape).items())
    return f"<{str(shape.tag).removeprefix(_SVG)} {values}/>"


def _attributes(shape: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in shape.attrib.items()}
