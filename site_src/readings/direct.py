"""What was fetched of official services."""

from __future__ import annotations

from opendata.findings import Finding, page_of
from site_src.direct.published import Moment
from site_src.direct.records import FOLDER, KINDS, path_of, read_direct
from site_src.direct.services import PATH, read_services
from site_src.engine.readings import Given

PAGE = "/en-ce-moment/"
UNKNOWN = "les fichiers de data/direct/ sont ceux qu'écrit python build.py fetch"


def direct(given: Given) -> Moment | None:
    """The records of the feeds. A machine wrote them: one that cannot be read is told, and shown as unknown.

    Nothing that a service answers can stop the site from being published; a file that nobody asked for can.
    """
    broken: list[Finding] = []
    found: list[Finding] = []
    parametres = read_services(given.files.get(PATH, b""), found)
    records = read_direct(given.files, broken)
    expected = {PATH, *map(path_of, KINDS)}
    found += [
        Finding(path, 0, 0, "fichier que rien ne lit", UNKNOWN, "le retirer")
        for path in given.files
        if path not in expected
    ]
    given.findings.extend(page_of(found, PAGE))
    for one in broken:
        given.report(f"laissé de côté : {one}")
    names = ", ".join(records.fiches) or f"aucune ({FOLDER}/ est vide)"
    given.report(f"mesures du moment : {names}")
    return None if found or parametres is None else Moment(records, parametres)
