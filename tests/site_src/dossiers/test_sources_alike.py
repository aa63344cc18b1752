"""A source that a dataset and the pages describe is described in the same words."""

from __future__ import annotations

import pytest

from opendata.findings import read_csv
from site_src.dossiers.sources_alike import described_otherwise
from site_src.risques.border import CitedSource

COLUMNS = ("id_source", "titre", "editeur", "adresse", "date_source", "lu_le", "nature", "reserve")
SOURCE = CitedSource(id="loi", titre="La loi", editeur="État", adresse="document imprimé", date="2016",
                     lu_le="2026-11-22", nature="officielle")  # fmt: skip


def found(row: str) -> list[str]:
    table = read_csv("sources.csv", f"{','.join(COLUMNS)}\n{row}\n".encode(), COLUMNS, [])
    assert table is not None
    return [str(one) for one in described_otherwise(table, {"loi": SOURCE})]


@pytest.mark.parametrize(
    "row",
    [
        "loi,La loi,État,,2016,2026-11-23,officielle,Relue.",
        "autre,Autre,Autre,autre.fr,2016,2026-11-22,secondaire,",
    ],
)
def test_the_same_description_is_right_whenever_it_was_read(row: str) -> None:
    assert found(row) == []


def test_each_cell_that_says_something_else_is_told() -> None:
    rule = "règle : une source a une seule description — remède : recopier la même description des deux côtés"
    assert found("loi,Le décret,État,loi.fr,2016,2026-11-22,officielle,") == [
        f"sources.csv:2:2: titre « Le décret » : les pages disent « La loi » de la source « loi » — {rule}",
        f"sources.csv:2:4: adresse « loi.fr » : les pages disent rien de la source « loi » — {rule}",
    ]
