"""A file that `derive` wrote and another hand changed is found, however sound it reads."""

from __future__ import annotations

import re

import pytest

from maps.streets.thresholds import PATH as RULES
from maps.streets.thresholds import StreetRules, read_street_rules
from opendata.findings import Finding
from site_src.territoires.imprints import DERIVED, PATH, altered, imprints
from tests.builds import committed, library

REDO = "python build.py derive --mirror DOSSIER"
GONE = (
    "le prochain derive effacerait ce changement : signaler l'erreur à qui publie l'original, et "
)
BACK = f"reprendre le fichier dans l'historique ; pour le refaire, {REDO}"
RULE = "un fichier tiré des originaux n'est changé que par derive"
WRITTEN = {path: f"{number}\n".encode() * 9 for number, path in enumerate(DERIVED)}


def rules(raw: bytes | None = None) -> StreetRules:
    read = read_street_rules(committed(RULES)[RULES] if raw is None else raw, [])
    assert read is not None
    return read


def found(files: dict[str, bytes], now: StreetRules | None = None) -> list[str]:
    findings: list[Finding] = []
    noted = {PATH: imprints(WRITTEN, rules())}
    altered({**noted, **files}, now or rules(), findings)
    return [str(finding) for finding in findings]


def test_files_that_are_as_derive_wrote_them_are_right() -> None:
    assert found(WRITTEN) == []


def test_rows_taken_out_are_counted() -> None:
    path = "data/geo/ppri.geojson"
    short = WRITTEN[path].partition(b"\n")[2]
    assert found({**WRITTEN, path: short}) == [
        f"{path}:0:0: changé depuis derive : 8 lignes au lieu de 9 — règle : {RULE} — remède : {GONE}{BACK}"
    ]


def test_a_value_changed_in_its_place_is_found() -> None:
    path = "data/datasets/lieux-frais/horaires.csv"
    other = WRITTEN[path].replace(b"\n", b"!\n", 1)
    assert found({**WRITTEN, path: other}) == [
        f"{path}:0:0: changé depuis derive — règle : {RULE} — remède : {GONE}{BACK}"
    ]


def test_an_absent_file_is_left_to_who_reads_it() -> None:
    assert found({name: raw for name, raw in WRITTEN.items() if "ppri" not in name}) == []


def test_no_imprint_can_be_left_out_or_invented() -> None:
    noted = imprints(WRITTEN, rules()).decode()
    gone = re.sub(r"(?m)^  data/geo/ppri\.geojson: .*\n", "", noted)
    more = f'{gone}  data/site.yaml: {{lignes: 1, sha256: "{"0" * 64}"}}\n'
    said = [one.partition(" — ")[0] for one in found({**WRITTEN, PATH: more.encode()})]
    assert said == [
        f"{PATH}:5:3: « data/geo/ppri.geojson » n'y est pas",
        f"{PATH}:{len(more.splitlines())}:19: « data/site.yaml » n'est pas un fichier de derive",
    ]


def test_without_its_imprints_nothing_can_be_believed() -> None:
    findings: list[Finding] = []
    altered(WRITTEN, rules(), findings)
    assert [str(one) for one in findings] == [
        f"{PATH}:0:0: fichier absent — règle : les fichiers de derive ont leur empreinte ici — remède : {BACK}"
    ]


@pytest.mark.parametrize(
    ("pattern", "new", "expected"),
    [
        (r"raccord_m: \d+", "raccord_m: 59", 1),
        (r"(part_concernee_pct:\n  valeur: )\d+", r"\g<1>91", 1),
        (r"decide_par: .*", "decide_par: Un service", 0),
        (r"date: .*", "date: 2026-11-23", 0),
        (r"source: \"", 'source: "Relu. ', 0),
    ],
)
def test_thresholds_are_those_of_the_verdicts_whoever_decided_them(
    pattern: str, new: str, expected: int
) -> None:
    text = committed(RULES)[RULES].decode()
    changed = re.sub(pattern, new, text, count=1)
    assert changed != text
    assert (
        found(WRITTEN, rules(changed.encode()))
        == [
            (
                f"{RULES}:0:0: seuils changés depuis les verdicts publiés — règle : les verdicts par voie suivent ces seuils"
                f" — remède : {REDO}, qui refait les tables"
            )
        ]
        * expected
    )


def test_the_reading_names_the_page_of_what_was_changed() -> None:
    shelf = library(
        {
            PATH: imprints(WRITTEN, rules()),
            **committed(RULES),
            **WRITTEN,
            "data/geo/ppri.geojson": b"\n",
        }
    )
    shelf.record("derived", bool)
    assert [(one.path, one.page) for one in shelf.findings] == [
        ("data/geo/ppri.geojson", "/cartes/")
    ]
