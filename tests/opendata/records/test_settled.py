"""A row that is called settled names an official source of its own dataset."""

from __future__ import annotations

import pytest

from opendata.findings import Finding
from opendata.records.schema import Schema
from opendata.records.settled import unsettled
from opendata.records.table import TypedTable, read_table


def table(path: str, columns: str, raw: str) -> TypedTable:
    fields = [
        {"name": name, "title": name, "description": "Essai.", "type": "string", "missingValues": [{"value": "", "label": "non dit"}]}
        for name in columns.split(",")
    ]  # fmt: skip
    schema = Schema.model_validate({"fields": fields, "primaryKey": [fields[0]["name"]]})
    findings: list[Finding] = []
    read = read_table(path, f"{columns}\n{raw}".encode(), schema, findings)
    assert read is not None, findings
    return read


SOURCES = table(
    "sources.csv", "id_source,nature", "loi,officielle\nreseau,exploitant\npresse,secondaire\n"
)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a,presse,confirme", ("faits.csv:2:3: « presse » ne fait que citer la source officielle — règle : une ligne confirmée a été lue dans la "
                              "source officielle elle-même — remède : mettre a_confirmer, ou citer la source officielle")),
        ("a,loi,confirme", None),
        ("a,reseau,confirme", None),
        ("a,presse,a_confirmer", None),
        ("a,inconnue,confirme", None),
    ],
)  # fmt: skip
def test_a_settled_row_was_read_at_an_official_source(row: str, said: str | None) -> None:
    faits = table("faits.csv", "id,source,statut", f"{row}\n")
    found = [str(one) for one in unsettled({"sources": SOURCES, "faits": faits})]
    assert found == ([said] if said else [])


def test_a_dataset_without_a_table_of_sources_is_left() -> None:
    faits = table("faits.csv", "id,source,statut", "a,presse,confirme\n")
    assert list(unsettled({"faits": faits})) == []


DEBATES = table(
    "sources.csv",
    "id_source,nature,genre",
    "page,officielle,page\ndebat,officielle,seance\npresse,secondaire,presse\n",
)
IN_DEBATE = (
    "valeurs.csv:2:3: fiabilite « officielle » : « debat » rapporte un débat — règle : ce qu'un orateur dit en séance est dit "
    "en séance, pas établi — remède : écrire dit_en_seance, ou citer un autre document"
)
NO_DEBATE = (
    "valeurs.csv:2:3: « page » n'est pas un débat — règle : seul un compte rendu de séance dit ce qui y a été dit — "
    "remède : corriger la fiabilité, ou citer le compte rendu"
)
QUOTED = (
    "valeurs.csv:2:3: « presse » ne fait que citer la source officielle — règle : une valeur officielle a été lue dans la "
    "source officielle elle-même — remède : mettre secondaire, ou citer la source officielle"
)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a,debat,officielle", [IN_DEBATE]),
        ("a,page,dit_en_seance", [NO_DEBATE]),
        ("a,presse,copie_officielle", [QUOTED]),
        ("a,debat,dit_en_seance", []),
        ("a,page,copie_officielle", []),
        ("a,presse,secondaire", []),
    ],
)
def test_what_was_said_in_a_debate_says_so_and_nothing_else_does(row: str, said: list[str]) -> None:
    values = table("valeurs.csv", "id,source,fiabilite", f"{row}\n")
    assert [str(one) for one in unsettled({"sources": DEBATES, "valeurs": values})] == said
