"""The files of the statement: what is wrong in them is told in one line, what is late by `check --strict`."""

from __future__ import annotations

from datetime import date

import pytest

from opendata.findings import Finding
from site_src.accessibilite.records import (
    DECLARATION,
    RESULTATS,
    RGAA,
    SORTES,
    Audit,
    Sorte,
    overdue,
    read_evidence,
)
from tests.site_src.accessibilite.cases import KINDS, RESULTS, evidence, files

DAY = date(2026, 2, 1)


def findings(changes: dict[str, str]) -> list[str]:
    found: list[Finding] = []
    assert read_evidence(files(changes), found) is None
    return [str(one) for one in found]


def late(changes: dict[str, str], day: date = DAY) -> list[str]:
    return [
        str(one)
        for one in overdue(evidence(changes), day)
        if "sans résultat" not in one.quoi or changes.get(RESULTATS)
    ]


def test_a_kind_of_page_given_twice_is_a_finding() -> None:
    assert findings({SORTES: KINDS + KINDS.splitlines()[0]}) == [
        "data/accessibilite/sortes.yaml:0:0: sorte « accueil » donnée deux fois — règle : une sorte de page n'a qu'une ligne — remède : retirer l'une des deux"
    ]


def test_a_criterion_that_is_missing_or_names_an_unknown_check_is_a_finding() -> None:
    text = files()[RGAA].decode()
    last = next(line for line in text.splitlines() if 'n: "13.12"' in line)
    assert [one.partition(": ")[2] for one in findings({RGAA: text.replace(last, "")})] == [
        "105 critères — règle : les 106 critères du RGAA 4.1.2, une fois chacun — remède : compléter ou retirer un critère"
    ]
    strange = last.replace("{n:", "{par: [loupe], n:").replace(", par:", ", fait: oui #")
    assert [one.partition(": ")[2] for one in findings({RGAA: text.replace(last, strange)})] == [
        "critère 13.12 : loupe inconnu — règle : un critère nomme des contrôles et un thème de ce fichier — remède : corriger le nom"
    ]


def test_a_kind_of_page_knows_the_file_that_answers() -> None:
    kinds = [
        Sorte(id="a", nom="A", adresse=""),
        Sorte(id="b", nom="B", adresse="b/"),
        Sorte(id="c", nom="C", adresse="c.html", document=True),
        Sorte(id="d", nom="D", adresse="nulle/part/", absente=True),
    ]
    assert [one.fichier for one in kinds] == ["index.html", "b/index.html", "c.html", "404.html"]


def test_results_hold_as_long_as_the_declaration_says() -> None:
    assert late({}, date(2026, 7, 30)) == []
    assert late({}, date(2026, 7, 31)) == [
        "data/accessibilite/resultats.yaml:0:0: contrôles d'accessibilité faits il y a 181 jours — règle : au plus 180 jours (data/accessibilite/declaration.yaml) — remède : relancer make accessibilite — page : /accessibilite/"
    ]


def test_a_kind_of_page_that_was_never_checked_or_is_gone_is_late() -> None:
    assert late({SORTES: KINDS.replace("perdue", "nouvelle")}) == [
        "data/accessibilite/resultats.yaml:0:0: sorte de page « nouvelle » jamais contrôlée — règle : les contrôles portent sur les sortes de data/accessibilite/sortes.yaml — remède : relancer make accessibilite — page : /accessibilite/",
        "data/accessibilite/resultats.yaml:0:0: sorte de page « perdue » qui n'existe plus — règle : les contrôles portent sur les sortes de data/accessibilite/sortes.yaml — remède : relancer make accessibilite — page : /accessibilite/",
    ]


def test_a_check_without_a_result_is_late() -> None:
    (found,) = (one for one in overdue(evidence(), DAY) if "impression" in one.quoi)
    assert str(found) == (
        "data/accessibilite/resultats.yaml:0:0: contrôle « impression » sans résultat — règle : chaque contrôle de data/accessibilite/rgaa.yaml a été fait — remède : relancer make accessibilite — page : /accessibilite/"
    )


@pytest.mark.parametrize(
    ("respected", "state"),
    [(80, "totalement conforme"), (40, "partiellement conforme"), (39, "non conforme")],
)
def test_the_state_is_that_of_an_audit_and_non_conforme_without_one(
    respected: int, state: str
) -> None:
    declaration = evidence().declaration
    assert declaration.etat == "non conforme"
    audit = Audit(date=DAY, realise_par="Essai", respectes=respected, applicables=80)
    assert declaration.model_copy(update={"audit": audit}).etat == state


def test_results_that_nobody_could_have_measured_are_refused() -> None:
    assert findings({RESULTATS: RESULTS.replace("pages: 2", "pages: -2")})
    assert findings({RESULTATS: RESULTS.replace("ab01" * 16, "abc")})
    assert findings({DECLARATION: "audit: oui\n"})
