from __future__ import annotations

import json
from pathlib import Path

import pytest

from opendata.findings import Finding
from site_src.frame import identity

MINIMAL = """\
titre: Risques
titre_court: Risques
description: Des risques.
dicrim:
  adopte: false
"""
NAMED = "editeur: Un service\ncourriel: ecrire@exemple.invalid\n"


def read(text: str) -> tuple[identity.Identite | None, list[str]]:
    findings: list[Finding] = []
    return identity.read_identity(text.encode(), findings), [str(finding) for finding in findings]


def test_the_repository_s_own_identity_is_valid() -> None:
    record, findings = read(Path(identity.PATH).read_text(encoding="utf-8"))
    assert findings == []
    assert record is not None
    assert record.mention == "Ce site n’est pas le DICRIM officiel arrêté par la Maire de Paris."


def test_an_unknown_value_reads_a_completer() -> None:
    record, _ = read(MINIMAL)
    assert record is not None
    assert identity.or_to_complete(record.editeur) == "à compléter"


def test_an_adopted_document_names_its_order() -> None:
    record, _ = read(MINIMAL.replace("adopte: false", "adopte: true\n  arrete: arrêté du 3 mai"))
    assert record is not None
    assert record.mention == "DICRIM arrêté par la Maire de Paris : arrêté du 3 mai."


def test_every_broken_value_is_reported_at_once() -> None:
    _, findings = read(
        MINIMAL.replace("adopte: false", "adopte: true")
        + "adresse: exemple.fr\ncourriel: personne\nsiret: '73282932000075'\n"
    )
    assert sorted(findings) == [
        (
            "data/site.yaml:5:3: DICRIM dit adopté sans référence d'arrêté — règle : un document adopté "
            "l'est par un arrêté du maire — remède : donner référence et date dans « arrete », "
            "ou remettre adopte: false"
        ),
        (
            "data/site.yaml:6:10: « exemple.fr » : adresse attendue — règle : une adresse commence par "
            "https:// — remède : écrire l'adresse complète, ou laisser vide"
        ),
        (
            "data/site.yaml:7:11: « personne » n'est pas une adresse électronique — règle : forme "
            "nom@domaine.fr — remède : corriger l'adresse, ou laisser vide"
        ),
        (
            "data/site.yaml:8:8: « 73282932000075 » n'est pas un numéro SIRET — règle : quatorze chiffres, "
            "clé de Luhn juste — remède : recopier le numéro du répertoire Sirene, ou laisser vide"
        ),
    ]


def test_a_true_siret_passes_with_spaces() -> None:
    record, findings = read(MINIMAL + "siret: 732 829 320 00074\n")
    assert findings == []
    assert record is not None
    assert record.siret == "73282932000074"


@pytest.mark.parametrize("given", ["https://exemple.fr/repo", "https://exemple.fr/repo/"])
def test_the_build_s_address_wins_and_ends_with_a_slash(given: str) -> None:
    record, _ = read(MINIMAL + NAMED + "adresse: https://ailleurs.fr/\n")
    assert record is not None
    assert record.at({"adresse": given, "depot": ""}).adresse == "https://exemple.fr/repo/"


def test_empty_options_keep_the_file_s_address() -> None:
    record, _ = read(MINIMAL + NAMED + "adresse: https://ailleurs.fr/\n")
    assert record is not None
    assert record.at({"adresse": "", "depot": ""}).adresse == "https://ailleurs.fr/"


@pytest.mark.parametrize(
    "address",
    [
        'https://exemple.fr/" onmouseover="x',
        "https://exemple.fr/<xss>",
        "https://exemple.fr/{{ x }}",
        "https://[x",
    ],
)
def test_an_address_with_what_none_may_hold_is_refused(address: str) -> None:
    _, findings = read(MINIMAL + f"depot: {json.dumps(address)}\n")
    assert findings == [
        (
            f"data/site.yaml:6:8: « {address} » : adresse attendue — règle : une adresse commence par https:// — "
            "remède : écrire l'adresse complète, ou laisser vide"
        )
    ]


def unsaid(name: str, place: str) -> str:
    return (
        f"data/site.yaml:{place}: « {name} » vide pour un site public — règle : un site à une adresse publique "
        f"dit qui le publie et où lui écrire — remède : remplir {name}, ou construire sans adresse"
    )


def test_a_public_address_without_publisher_and_mail_is_refused() -> None:
    record, findings = read(MINIMAL + 'adresse: https://exemple.fr/\nediteur: ""\ncourriel: ""\n')
    assert record is None
    assert findings == [unsaid("editeur", "7:10"), unsaid("courriel", "8:11")]


def test_a_public_address_of_the_command_line_is_refused_alike() -> None:
    record, _ = read(MINIMAL + "editeur: Un service\n")
    assert record is not None
    findings: list[Finding] = []
    assert identity.identity_at(record, {"adresse": "https://exemple.fr/"}, findings) is None
    assert [str(one) for one in findings] == [unsaid("courriel", "0:0")]


@pytest.mark.parametrize(
    "address",
    ["http://localhost:8000/", "http://127.0.0.1:8000/", "https://exemple.invalid/depot/"],
)
def test_an_address_that_nobody_else_reaches_needs_no_publisher(address: str) -> None:
    record, _ = read(MINIMAL)
    assert record is not None
    findings: list[Finding] = []
    at = identity.identity_at(record, {"adresse": address}, findings)
    assert at is not None
    assert (at.adresse, findings) == (address, [])
