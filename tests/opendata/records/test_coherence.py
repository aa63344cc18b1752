"""Parts and totals, statuses and values: laws, and exact words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import assume, given
from hypothesis import strategies as st

from opendata.findings import Finding
from opendata.records.coherence import incoherent
from opendata.records.resource import Resource
from opendata.records.table import read_table

FIELDS: list[Mapping[str, object]] = [
    {"name": "zone", "title": "Zone", "description": "Zone.", "type": "string", "constraints": {"required": True}},
    {"name": "nb", "title": "Nombre", "description": "Nombre.", "type": "number", "unit": "faits", "missingValues": [{"value": "", "label": "masqué"}]},
    {"name": "statut", "title": "Statut", "description": "Statut.", "type": "string", "constraints": {"required": True}},
]  # fmt: skip


RATE = {"name": "taux", "title": "Taux", "description": "Taux.", "type": "number", "unit": "‰", "missingValues": [{"value": "", "label": "masqué"}]}  # fmt: skip


def findings(
    rows: Sequence[tuple[str, ...]], *more: Mapping[str, object], **rules: object
) -> list[str]:
    fields = [*FIELDS, *more]
    resource = Resource.model_validate({
        "nom": "essai", "fichier": "essai.csv", "titre": "Essai", "description": "Essai.", "nature": "publique",
        "licence": "etalab-2.0", "derive_de": ["carnet"], "schema": {"fields": fields, "primaryKey": ["zone"]}, "sans_totaux": None if "totaux" in rules else "Essai.", **rules,
    })  # fmt: skip
    raw = (
        ",".join(str(one["name"]) for one in fields)
        + "\n"
        + "".join(f"{','.join(row)}\n" for row in rows)
    )
    read: list[Finding] = []
    table = read_table("essai.csv", raw.encode(), resource.schema_, read)
    assert table is not None, read
    return [str(one) for one in incoherent(table, resource)]


TOTALS = [{"colonne": "zone", "total": "Total", "valeur": "nb"}]
STATUS = {"colonne": "statut", "valeur": "nb", "masque": ["Q"]}


def test_a_wrong_total_is_said_with_what_its_parts_make() -> None:
    (found,) = findings([("Total", "7", "A"), ("a", "3", "A"), ("b", "5", "A")], totaux=TOTALS)
    assert found == (
        "essai.csv:2:2: nb 7 : les parties font 8 — règle : dataset.yaml, totaux, zone « Total » — "
        "remède : corriger le total ou la partie fautive"
    )


def test_a_hidden_part_leaves_only_a_bound() -> None:
    assert findings([("Total", "7", "A"), ("a", "3", "A"), ("b", "", "Q")], totaux=TOTALS) == []
    assert (
        "les parties dépassent 8"
        in findings([("Total", "7", "A"), ("a", "8", "A"), ("b", "", "Q")], totaux=TOTALS)[0]
    )


def test_groups_are_not_counted_with_what_they_hold() -> None:
    rows = [("Total", "5", "A"), ("G", "5", "A"), ("g1", "2", "A"), ("g2", "3", "A")]
    assert findings(rows, totaux=[{**TOTALS[0], "parties": ["G"]}]) == []
    assert findings(rows, totaux=TOTALS)


def test_rounded_parts_have_a_tolerance() -> None:
    rows = [("Total", "10", "A"), ("a", "3.4", "A"), ("b", "6.2", "A")]
    assert findings(rows, totaux=TOTALS)
    assert findings(rows, totaux=[{**TOTALS[0], "tolerance": 1}]) == []


def test_a_cell_both_published_and_hidden_is_said_so() -> None:
    (found,) = findings([("a", "3", "Q"), ("b", "", "Q"), ("c", "1", "A")], statut=STATUS)
    assert found.startswith("essai.csv:2:2: nb publié alors que statut le dit masqué")


def test_what_follows_from_a_hidden_value_is_hidden_with_it() -> None:
    rule = {**STATUS, "avec": ["taux"]}
    (found,) = findings([("a", "", "Q", "1.5"), ("b", "4", "A", "2")], RATE, statut=rule)
    assert found == (
        "essai.csv:2:4: taux publié alors que statut le dit masqué — règle : une case est publiée ou masquée — "
        "remède : vider la valeur, ou corriger le statut"
    )


parts = st.lists(st.integers(0, 1000), min_size=1, max_size=8)


@given(parts, st.integers(-3, 3))
def test_only_the_sum_is_the_total(values: list[int], gap: int) -> None:
    assume(sum(values) + gap >= 0)
    rows = [(f"z{rank}", str(value), "A") for rank, value in enumerate(values)]
    with_total = [("Total", str(sum(values) + gap), "A"), *rows]
    assert bool(findings(with_total, totaux=TOTALS)) == (gap != 0)


UNIT = {"name": "unite", "title": "Unité", "description": "Unité.", "type": "string", "constraints": {"required": True}}  # fmt: skip


def test_two_units_in_one_series_are_told_at_the_second() -> None:
    rule = [{"par": "statut", "colonnes": ["unite"]}]
    rows = [
        ("a", "3", "tig", "personnes"),
        ("b", "4", "vvv", "jeunes"),
        ("c", "5", "tig", "postes"),
    ]
    (found,) = findings(rows, UNIT, constantes=rule)
    assert found == (
        "essai.csv:4:4: unite « postes » : statut « tig » a déjà unite « personnes » — règle : dataset.yaml, constantes : ce "
        "qui se compare ligne à ligne est compté de même — remède : corriger la valeur, ou donner à la ligne un autre statut"
    )
    assert findings(rows[:2], UNIT, constantes=rule) == []
