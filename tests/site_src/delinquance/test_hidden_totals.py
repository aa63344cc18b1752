"""The sweep for hidden totals finds one that is planted, in each form that a file may give it (all numbers invented)."""

from __future__ import annotations

import io
import json
import zipfile

import pandas as pd
import pytest

from tests.site_src.delinquance import hidden_totals as sweep

ARMED = "Vols avec armes"
HIDDEN = {("2020", ARMED)}
CELLS = {("75101", "2020", ARMED)}
GOOD = {"annee": "2020", "indicateur": ARMED, "nombre": ""}
BAD = {**GOOD, "nombre": "4321"}


def as_csv(row: dict[str, str]) -> bytes:
    return pd.DataFrame([row]).to_csv(index=False).encode()


def as_json(row: dict[str, str]) -> bytes:
    return json.dumps([{**row, "nombre": int(row["nombre"]) if row["nombre"] else None}]).encode()


def as_parquet(row: dict[str, str]) -> bytes:
    out = io.BytesIO()
    pd.DataFrame([row]).to_parquet(out)
    return out.getvalue()


def as_book(row: dict[str, str]) -> bytes:
    out = io.BytesIO()
    pd.DataFrame([row]).to_excel(out, index=False)
    return out.getvalue()


def as_zip(row: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as folder:
        folder.writestr("paris.csv", as_csv(row))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "write"),
    [("a.csv", as_csv), ("a.json", as_json), ("a.parquet", as_parquet), ("a.xlsx", as_book), ("a.zip", as_zip)],
)  # fmt: skip
def test_a_planted_total_is_found_in_every_format(name: str, write: object) -> None:
    assert callable(write)
    (clean,) = sweep.tables(name, write(GOOD))
    (leak,) = sweep.tables(name, write(BAD))
    assert sweep.told(clean, HIDDEN, CELLS) == []
    assert len(sweep.told(leak, HIDDEN, CELLS)) == 1


def test_a_rate_on_a_hidden_cell_is_found_and_a_shown_cell_is_not() -> None:
    row = {**GOOD, "code_insee": "75101", "taux_pour_mille": "0.4"}
    shown = {**BAD, "code_insee": "75102"}
    assert sweep.told([row, shown], HIDDEN, CELLS) == [row]


@pytest.mark.parametrize(
    "page",
    [
        f"<p>{ARMED} : <b>4&nbsp;321</b> faits en 2020.</p>",
        f"<td>{ARMED}</td><td>4\N{NARROW NO-BREAK SPACE}321</td>",
        f"<text>{ARMED}</text><text>au plus 4 321 (2020)</text>",
        f"{ARMED.lower()} (4321)",
    ],
)
def test_a_planted_total_is_found_in_words(page: str) -> None:
    assert sweep.said(sweep.words("a.html", page.encode()), ARMED, {4321}) == [4321]
    assert sweep.said(sweep.words("a.html", page.encode()), ARMED, {432}) == []


def test_what_hidden_cells_hold_together_is_found_where_it_is_said_of_facts() -> None:
    text = f"{ARMED} : trois arrondissements, 7 faits en tout, le 7 juin."
    assert sweep.counted(text, ARMED, {7}) == [7]
    assert sweep.counted(f"{ARMED}, le 7 juin 2025", ARMED, {7}) == []


def test_a_sum_of_indicators_that_gives_a_total_back_is_found() -> None:
    shown = [
        {**GOOD, "unite_de_compte": "infraction"},
        {"annee": "2020", "indicateur": "Vols", "nombre": "1000", "unite_de_compte": "infraction"},
        {"annee": "2020", "indicateur": "Coups", "nombre": "500", "unite_de_compte": "victime"},
    ]
    undoing = sweep.undoing(shown, {("2020", ARMED): 4321})
    assert undoing == {5321, 5821}
    assert sweep.anywhere("En 2020, 5 321 faits".replace(" ", "", 2), undoing) == []
    assert sweep.anywhere(sweep.words("a.txt", b"En tout 5 821 faits"), undoing) == [5821]


def test_every_bar_and_every_number_of_a_chart_is_counted() -> None:
    bar = '<path d="M1,10h4v{}h-4Z" fill="#1b5e9e"/>'
    frame = '<path d="M1,10h4v9h-4Z" stroke="#666"/>'
    chart = f"<svg>{bar.format(9)}{bar.format(3)}{frame}<text>au plus 4 321 (2019)</text></svg>"
    assert sweep.bars(chart) == 2
    assert sweep.written(chart) == {4321, 2019}
