"""data/pictogrammes/ → the drawing of each risk, and below it of each gesture: one hand, one grid, no colour of its own.

A file that anybody may propose is shown on every page: it is read shape by shape, and written anew from what was
judged. Nothing else of it is published.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml import etree

from opendata.findings import Finding
from site_src.frame.drawings import GRID
from site_src.risques.risque import Consigne, ConsigneDeRisque
from site_src.risques.shared import Geste

FOLDER = "data/pictogrammes"
GESTURES = f"{FOLDER}/gestes"
RULE = "chaque risque a un pictogramme, data/pictogrammes/<risque>.svg"
GESTURE = "un geste a un dessin, data/pictogrammes/gestes/<geste>.svg, et ses mots, dans data/risques/gestes.yaml"
DRAWN = "un pictogramme est fait de formes (path, circle) sur une grille de 24, sans couleur à lui"
LIKE = "le dessiner comme les autres du dossier"
MOST_BYTES = 2_000
# Where each drawing is published as a file of its own, from the site's root.
PICTURES = "documents/pictogrammes/"
PICTURE_TYPE = "image/svg+xml"
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


@dataclass(frozen=True)
class Gesture:
    """What an instruction asks: its words in French and English, and the shapes of its drawing."""

    id: str
    fr: str
    en: str
    dessin: str


def risk_picture(name: str) -> str:
    """The address of a risk's drawing, from the site's root."""
    return f"{PICTURES}{name}.svg"


def gesture_picture(name: str) -> str:
    """The address of a gesture's drawing, from the site's root."""
    return f"{PICTURES}gestes/{name}.svg"


def read_gestures(
    files: Mapping[str, bytes], gestes: Collection[Geste], findings: list[Finding]
) -> dict[str, Gesture] | None:
    """Every gesture by its id, in their order; `None` with findings on one without a drawing, or a drawing without words."""
    found: list[Finding] = []
    drawn: dict[str, str] = {}
    named = {geste.id for geste in gestes}
    for path, raw in files.items():
        name = PurePosixPath(path).stem
        if name not in named:
            found.append(Finding(path, 0, 0, f"dessin sans texte : geste « {name} » inconnu", GESTURE, "lui donner ses mots dans data/risques/gestes.yaml, ou le retirer"))  # fmt: skip
        drawn[name] = _shapes(path, raw, found)
    found += [Finding(f"{GESTURES}/{geste.id}.svg", 0, 0, f"geste « {geste.id} » sans dessin", GESTURE, LIKE)
              for geste in gestes if geste.id not in drawn]  # fmt: skip
    findings.extend(found)
    if found:
        return None
    return {geste.id: Gesture(geste.id, geste.fr, geste.en, drawn[geste.id]) for geste in gestes}


def gesture_of(consigne: Consigne) -> str:
    """The id of the gesture that an instruction names; "" where none fits."""
    return consigne.geste or "" if isinstance(consigne, ConsigneDeRisque) else ""


def named_by(consignes: Iterable[Consigne], gestes: Mapping[str, Gesture]) -> dict[str, Gesture]:
    """The gestures that instructions name, in the order of `gestes`."""
    named = set(map(gesture_of, consignes))
    return {name: gesture for name, gesture in gestes.items() if name in named}


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
