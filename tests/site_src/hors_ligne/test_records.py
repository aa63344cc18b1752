"""data/hors-ligne.yaml: what devices keep is written once, by its address, under a limit."""

from __future__ import annotations

import pytest

from opendata.findings import Finding
from site_src.hors_ligne.records import Choice, Line, read_choice

GOOD = "active: true\nlimite_octets: 10\npages:\n  - /\n  - /risques/*/\nfichiers:\n  - /a.json\nsans:\n  - /b*.json\n"


def read(text: str) -> tuple[Choice | None, list[str]]:
    found: list[Finding] = []
    return read_choice(text.encode(), found), [str(one) for one in found]


def test_each_address_keeps_its_place() -> None:
    assert read(GOOD) == (
        Choice(
            is_active=True,
            limit=10,
            limit_at=Line("", 2, 16),
            pages=(Line("", 4, 5), Line("risques/*/", 5, 5)),
            files=(Line("a.json", 7, 5),),
            without=(Line("b*.json", 9, 5),),
        ),
        [],
    )


def test_the_address_of_a_folder_is_that_of_its_index() -> None:
    assert [Line(address, 1, 1).files for address in ("", "risques/*/", "a.json")] == [
        "index.html",
        "risques/*/index.html",
        "a.json",
    ]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (
            GOOD.replace("/b*.json", "/a.json"),
            "data/hors-ligne.yaml:9:5: « /a.json » écrite deux fois — règle : une adresse est écrite une fois — remède : retirer l'une des deux",
        ),
        (
            GOOD.replace("limite_octets: 10\n", ""),
            "data/hors-ligne.yaml:1:1: « limite_octets » manque",
        ),
        (
            GOOD.replace("/risques/*/", "/gestion/"),
            (
                "data/hors-ligne.yaml:5:5: « /gestion/ » : c'est l'éditeur — règle : l'éditeur n'est dans aucune copie hors ligne :"
                " sans réseau il ne peut rien proposer — remède : retirer la ligne"
            ),
        ),
        (
            GOOD.replace("/a.json", "/gestion/*.js"),
            "data/hors-ligne.yaml:7:5: « /gestion/*.js » : c'est l'éditeur",
        ),
        (GOOD.replace("/b*.json", "/gestion"), "data/hors-ligne.yaml:9:5: « /gestion » : c'est"),
        (GOOD.replace("/a.json", "a.json"), "data/hors-ligne.yaml:7:5: « a.json »"),
        (GOOD.replace("limite_octets: 10", "limite_octets: 0"), "data/hors-ligne.yaml:2:16: "),
        (GOOD.replace("active: true", "active: oui"), "data/hors-ligne.yaml:1:9: "),
        (GOOD + "taille: 3\n", "data/hors-ligne.yaml:10:9: clé « taille » inconnue"),
    ],
)
def test_what_is_wrong_is_a_finding_at_its_place(text: str, finding: str) -> None:
    read_as, found = read(text)
    assert read_as is None
    assert [line[: len(finding)] for line in found] == [finding]
