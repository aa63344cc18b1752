"""The register of risks, its tables, its posters, its pictograms."""

from __future__ import annotations

from pathlib import PurePosixPath

from opendata.findings import Finding, page_of
from site_src.documents import posters
from site_src.documents.glyphs import glyph_findings
from site_src.documents.posters import Affiche
from site_src.engine.readings import Given
from site_src.risques import chosen
from site_src.risques.chosen import Chosen
from site_src.risques.origins import told
from site_src.risques.pictograms import Gesture, read_gestures, read_pictograms
from site_src.risques.register import SHARED, Register, read_register
from site_src.risques.seine import SeineReading
from site_src.risques.tables import COMMAND, late


def register(given: Given) -> Register | None:
    """The register of risks, with the Seine's heights of the datasets."""
    found: list[Finding] = []
    read = read_register(given.files, given.record("seine", SeineReading), found, given.parts.kept)
    found += glyph_findings(given.files)
    for finding in found:
        name = PurePosixPath(finding.path).stem
        page_name = "/risques/" if name in SHARED else f"/risques/{name}/"
        given.findings.extend(page_of([finding], page_name))
    given.report(f"risques : {len(read.risques) if read else 0}")
    if read:
        given.report(told(read.risques, read.sources))
    return None if found else read


def late_tables(given: Given) -> tuple[str, ...]:
    """Tables of the register that no longer say what it says: told, and only `--strict` refuses it."""
    paths = late(given.record("register", Register), given.files)
    names = ", ".join(PurePosixPath(path).stem for path in paths)
    given.report(
        f"registre en tables : en retard sur data/risques ({names}) ; pour publier une version : {COMMAND}"
        if paths
        else "registre en tables : à jour"
    )
    return tuple(paths)


def affiches(given: Given) -> tuple[Affiche, ...] | None:
    """The posters."""
    found: list[Finding] = []
    raw = given.files.get(posters.PATH, b"")
    read = posters.read_posters(raw, given.record("register", Register), found)
    found += glyph_findings({posters.PATH: raw})
    given.findings.extend(page_of(found, "/documents/"))
    given.report(f"affiches : {len(read or ())}")
    return None if found else read


def crise(given: Given) -> Chosen | None:
    """The ten risks of the file for a crisis."""
    found: list[Finding] = []
    raw = given.files.get(chosen.PATH, b"")
    read = chosen.read_chosen(raw, given.record("register", Register), found)
    given.findings.extend(page_of(found, "/crise.html"))
    given.report(f"fichier de crise : {len(read.ids if read else ())} risques")
    return read


def pictogrammes(given: Given) -> dict[str, str] | None:
    """The shapes of each risk's pictogram, by its id."""
    found: list[Finding] = []
    names = [risque.id for risque in given.record("register", Register).risques]
    read = read_pictograms(given.files, names, found)
    given.findings.extend(page_of(found, "/risques/"))
    given.report(f"pictogrammes : {len(read or {})}")
    return read


def gestes(given: Given) -> dict[str, Gesture] | None:
    """The gestures that instructions name, by their id."""
    found: list[Finding] = []
    read = read_gestures(given.files, given.record("register", Register).gestes, found)
    given.findings.extend(page_of(found, "/style/"))
    given.report(f"gestes : {len(read or {})}")
    return read
