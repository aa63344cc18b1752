"""The list of the copy: every page of the choice, each file by its digest, refused when a page is gone or all is too heavy."""

from __future__ import annotations

import base64
import hashlib

from opendata.findings import Finding
from site_src.hors_ligne.kept import Kept, kept
from site_src.hors_ligne.records import Choice, Line

STYLE = b"p { margin: 0 }"
OWN_NAME = f"assets/s.{hashlib.sha256(STYLE).hexdigest()[:12]}.css"
SITE = {
    "index.html": f'<link href="{OWN_NAME}">'.encode(),
    "404.html": b"",
    "risques/orage/index.html": b"<script src='../../x.js'></script>",
    "risques/seisme/index.html": b"",
    "risques/index.html": b"",
    OWN_NAME: STYLE,
    "x.js": b"'gros.json'",
    "gros.json": b"[1]",
    "mots/fr.json": b"[]",
}


def choice(**changes: object) -> Choice:
    values = {
        "is_active": True,
        "limit": 1000,
        "limit_at": Line("", 2, 16),
        "pages": (Line("", 4, 5), Line("risques/*/", 5, 5)),
        "files": (Line("mots/*.json", 7, 5),),
        "without": (Line("gros*.json", 9, 5),),
    }
    return Choice(**{**values, **changes})  # type: ignore[arg-type]  # values of its fields


def listed(**changes: object) -> tuple[tuple[Kept, ...], list[str]]:
    found: list[Finding] = []
    return kept(SITE, choice(**changes), found), [str(one) for one in found]


def test_pages_are_kept_under_their_addresses_with_what_they_load() -> None:
    found, faults = listed()
    assert faults == []
    assert [one.address for one in found] == [
        OWN_NAME,
        "",
        "mots/fr.json",
        "risques/orage/",
        "risques/seisme/",
        "x.js",
    ]


def test_a_file_is_known_by_its_digest_and_told_apart_when_its_name_is_its_content_s() -> None:
    first = listed()[0][0]
    digest = base64.b64encode(hashlib.sha256(STYLE).digest()).decode()
    assert first == Kept(OWN_NAME, digest, len(STYLE), is_named=True)
    assert not any(one.is_named for one in listed()[0][1:])


def test_nothing_of_the_editor_is_kept_whatever_a_pattern_matches() -> None:
    found: list[Finding] = []
    site = {**SITE, "gestion/index.html": b"", "gestion/decap-cms.js": b""}
    chosen = kept(site, choice(pages=(Line("*/", 4, 5),), files=(Line("*/*.js*", 7, 5),)), found)
    assert found == []
    assert [one.address for one in chosen] == ["mots/fr.json", "risques/"]


def test_a_page_or_a_file_that_is_gone_is_a_finding() -> None:
    _, faults = listed(pages=(Line("crues/", 4, 5),), files=(Line("mots/*.txt", 7, 5),))
    assert faults == [
        (
            "data/hors-ligne.yaml:4:5: « /crues/ » : rien à cette adresse — règle : ce que les appareils gardent est dans le site"
            " — remède : corriger l'adresse, ou retirer la ligne"
        ),
        (
            "data/hors-ligne.yaml:7:5: « /mots/*.txt » : rien à cette adresse — règle : ce que les appareils gardent est dans le site"
            " — remède : corriger l'adresse, ou retirer la ligne"
        ),
    ]


def test_a_copy_that_is_too_heavy_is_a_finding_that_names_the_heaviest_files() -> None:
    _, faults = listed(limit=90, files=(), pages=(Line("", 4, 5), Line("risques/orage/", 5, 5)))
    assert faults == [
        (
            "data/hors-ligne.yaml:2:16: copie de 99 octets — règle : au plus 90 octets — remède : retirer des pages, ou mettre des"
            f" fichiers dans « sans » ; les plus lourds : / (39), /risques/orage/ (34), /{OWN_NAME} (15), /x.js (11)"
        )
    ]
