"""Findings: every problem with its place, its rule and its remedy, in the exact words."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, field_validator

from opendata.findings import (
    Finding,
    FindingsError,
    Record,
    broken,
    page_of,
    read_csv,
    read_json,
    read_record,
    read_yaml,
)


class Crue(Record):
    nom: str = Field(min_length=1)
    famille: Literal["naturel", "sanitaire"]
    hauteur_m: float = Field(ge=0, le=10)
    jour: date

    @field_validator("nom")
    @classmethod
    def nom_sans_chiffre(cls, value: str) -> str:
        if any(c.isdigit() for c in value):
            raise broken(f"nom « {value} »", "un nom n'a pas de chiffre", "l'écrire en lettres")
        return value


def findings_of(text: str) -> list[str]:
    findings: list[Finding] = []
    document = read_yaml("data/crue.yaml", text.encode(), findings)
    if document is not None:
        read_record(document, Crue, findings)
    return [str(finding) for finding in findings]


def test_finding_is_one_line_with_place_rule_and_remedy() -> None:
    finding = Finding("data/a.csv", 14, 3, "hauteur « 61,0 »", "entre 0 et 10", "écrire 6.10")
    assert (
        str(finding)
        == "data/a.csv:14:3: hauteur « 61,0 » — règle : entre 0 et 10 — remède : écrire 6.10"
    )


def test_finding_names_the_page_it_affects() -> None:
    findings = page_of([Finding("a", 1, 1, "q", "r", "m")], "/risques/crue-seine/")
    assert str(findings[0]).endswith(" — page : /risques/crue-seine/")


@given(st.text())
def test_finding_stays_on_one_line_whatever_the_value(value: str) -> None:
    assert len(str(Finding("a", 1, 1, value, "r", "m")).splitlines()) == 1


def test_findings_error_sorts_by_place_and_drops_repeats() -> None:
    one, two = Finding("a", 2, 1, "q", "r", "m"), Finding("a", 10, 1, "q", "r", "m")
    assert FindingsError([two, one, two]).findings == (one, two)


def test_valid_record_is_read() -> None:
    findings: list[Finding] = []
    text = b"nom: Crue\nfamille: naturel\nhauteur_m: 8.62\njour: 1910-01-28\n"
    document = read_yaml("a.yaml", text, findings)
    assert document is not None
    assert read_record(document, Crue, findings) == Crue(
        nom="Crue", famille="naturel", hauteur_m=8.62, jour=date(1910, 1, 28)
    )
    assert findings == []


def test_every_broken_rule_of_a_record_is_reported_at_once() -> None:
    text = "nom: Crue 1910\nfamille: cosmique\nhauteur_m: 61.0\nmarque: x\n"
    assert findings_of(text) == [
        (
            "data/crue.yaml:1:6: nom « Crue 1910 » — règle : un nom n'a pas de chiffre"
            " — remède : l'écrire en lettres"
        ),
        (
            "data/crue.yaml:2:10: « cosmique » n'est pas admis — règle : champ famille"
            " — remède : choisir parmi 'naturel' ou 'sanitaire'"
        ),
        (
            "data/crue.yaml:3:12: « 61.0 » : au plus 10 attendu — règle : champ hauteur_m"
            " — remède : corriger le nombre"
        ),
        "data/crue.yaml:1:1: « jour » manque — règle : champ jour — remède : ajouter la clé « jour »",
        (
            "data/crue.yaml:4:9: clé « marque » inconnue — règle : champ marque"
            " — remède : corriger le nom de la clé ou la retirer"
        ),
    ]


class Liste(Record):
    nombres: tuple[int, ...] = Field(min_length=1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("nombres: [un]", "« un » : nombre entier attendu"), ("nombres: []", "liste trop courte")],
)
def test_a_broken_item_does_not_also_make_its_list_too_short(text: str, expected: str) -> None:
    findings: list[Finding] = []
    document = read_yaml("a.yaml", text.encode(), findings)
    assert document is not None
    read_record(document, Liste, findings)
    assert [finding.quoi for finding in findings] == [expected]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", "a.yaml:0:0: fichier vide"),
        (b" \n", "a.yaml:0:0: fichier vide"),
        (b"\xef\xbb\xbfnom: x\n", "a.yaml:1:1: marque d'ordre des octets (BOM) en tête"),
        ("nom: x\nvu: été\n".encode("cp1252"), "a.yaml:2:5: octet 0xE9 qui n'est pas de l'UTF-8"),
        (b"nom: [a\n", "a.yaml:2:1: YAML mal formé"),
        (b"nom: x\nb: 1\nnom: y\n", "a.yaml:3:1: clé « nom » écrite deux fois"),
        (b"jour: 2024-13-45\n", "a.yaml:1:7: « 2024-13-45 » n'est pas une date du calendrier"),
        ("é: 1\na: \x07\n".encode(), "a.yaml:2:4: caractère de commande (U+0007)"),
    ],
)
def test_unreadable_yaml_is_located(raw: bytes, expected: str) -> None:
    findings: list[Finding] = []
    assert read_yaml("a.yaml", raw, findings) is None
    assert [str(finding)[: len(expected)] for finding in findings] == [expected]


def test_yaml_cannot_build_python_objects() -> None:
    findings: list[Finding] = []
    assert read_yaml("a.yaml", b"a: !!python/object/apply:os.getcwd []\n", findings) is None
    assert str(findings[0]).startswith("a.yaml:1:4: type imposé « tag:yaml.org,2002:python/")


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        (b'{"a": 1,\n "b": 2,\n "a": 3}', "3:2"),
        (b'{"b": [{"a": 1}, {"a": 1, "a": 1}]}', "1:27"),
        (b'{"\\ud83d\\ude00": 1, "a": 2, "a": 2}', "1:"),  # YAML reads such a pair in its own way
        (b'{"b": 1,\n\t"a": 2,\n\t"\\u0061": 2}', ""),
    ],
)
def test_a_json_key_written_twice_is_located(raw: bytes, place: str) -> None:
    findings: list[Finding] = []
    assert read_json("a.json", raw, findings) is None
    (found,) = map(str, findings)
    assert found.startswith(f"a.json:{place}")
    assert found.endswith(
        "clé « a » écrite deux fois — règle : une clé n'est écrite qu'une fois — remède : garder une seule des deux valeurs"
    )


def test_json_error_and_value_are_located() -> None:
    findings: list[Finding] = []
    assert read_json("a.json", b'{"a": 1,\n "b" 2}', findings) is None
    assert str(findings[0]).startswith("a.json:2:6: JSON mal formé")
    document = read_json("a.json", b'{"a": 1,\n "b": [3, {"c": 4}]}', [])
    assert document is not None
    assert document.place(["b", 1, "c"]) == (2, 17)
    assert document.place(["b", 7]) == (2, 7)


def csv_findings(raw: bytes) -> list[str]:
    findings: list[Finding] = []
    assert read_csv("a.csv", raw, ("annee", "nom"), findings) is None
    return [str(finding) for finding in findings]


def test_csv_rows_know_their_line_across_quoted_line_breaks() -> None:
    findings: list[Finding] = []
    table = read_csv(
        "a.csv", b'annee,nom\n1910,"deux\nlignes"\n1924,x\n', ("annee", "nom"), findings
    )
    assert table is not None
    assert table.rows == (("1910", "deux\nlignes"), ("1924", "x"))
    assert table.finding(1, "nom", "q", "r", "m") == Finding("a.csv", 4, 2, "q", "r", "m")


def test_csv_with_wrong_columns_names_each() -> None:
    assert csv_findings(b"annee,prenom\n1910,x\n") == [
        (
            "a.csv:1:0: colonne « nom » absente — règle : les colonnes sont celles que déclare le"
            " schéma, dans le même ordre — remède : ajouter la colonne « nom »"
        ),
        (
            "a.csv:1:2: colonne « prenom » inconnue — règle : les colonnes sont celles que déclare le"
            " schéma, dans le même ordre — remède : retirer la colonne ou la déclarer au schéma"
        ),
    ]


def test_csv_with_columns_in_another_order_is_refused() -> None:
    assert csv_findings(b"nom,annee\nx,1910\n") == [
        (
            "a.csv:1:0: colonnes répétées ou dans un autre ordre — règle : les colonnes sont celles que"
            " déclare le schéma, dans le même ordre — remède : écrire annee,nom"
        )
    ]


def test_csv_with_semicolons_says_how_to_save_it() -> None:
    assert csv_findings(b"annee;nom\n1910;x\n") == [
        (
            "a.csv:1:1: séparateur « ; » — règle : CSV à virgules (RFC 4180) — remède : enregistrer en"
            " « CSV UTF-8 (délimité par des virgules) »"
        )
    ]


def test_every_short_and_long_row_is_reported() -> None:
    assert csv_findings(b"annee,nom\n1910\n1924,a,b\n1955,c\n") == [
        (
            "a.csv:2:1: 1 champ(s) au lieu de 2 — règle : autant de champs que de colonnes — remède :"
            " compléter ou raccourcir la ligne ; mettre entre guillemets un texte à virgule"
        ),
        (
            "a.csv:3:2: 3 champ(s) au lieu de 2 — règle : autant de champs que de colonnes — remède :"
            " compléter ou raccourcir la ligne ; mettre entre guillemets un texte à virgule"
        ),
    ]


def test_csv_with_an_open_quote_is_located() -> None:
    assert csv_findings(b'annee,nom\n1910,"x\n') == [
        (
            "a.csv:2:0: guillemets mal fermés — règle : CSV à virgules (RFC 4180) — remède : doubler"
            " les guillemets dans un champ entre guillemets"
        )
    ]


@given(
    st.lists(st.lists(st.text(alphabet='ab", \né'), min_size=2, max_size=2), min_size=1, max_size=5)
)
def test_whatever_the_csv_module_writes_is_read_back(rows: list[list[str]]) -> None:
    import csv
    import io

    target = io.StringIO(newline="")
    csv.writer(target, lineterminator="\n").writerows([["annee", "nom"], *rows])
    table = read_csv("a.csv", target.getvalue().encode(), ("annee", "nom"), [])
    assert table is not None
    assert [list(row) for row in table.rows] == rows
