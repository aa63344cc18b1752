"""What the explorer computes, asked of its script in Node: a hidden cell is no zero, and no sum passes over it in silence."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builds import ROOT
from tools.browsing import NODE

SCRIPT = ROOT / "site_src/donnees/calculs.js"
FIELD = {
    "name": "nb",
    "type": "integer",
    "title": "Nombre",
    "unit": "faits",
    "missingValues": [{"value": "", "label": "masqué : effectif non publié"}],
}
YEAR = {"name": "annee", "type": "year", "title": "Année"}
PLACE = {"name": "lieu", "type": "string", "title": "Lieu", "categories": [{"value": "T", "label": "tout"}, {"value": "a", "label": "A"}, {"value": "b", "label": "B"}]}  # fmt: skip
ZONE = {"name": "zone", "type": "string", "title": "Zone"}


def computed(expression: str, value: object) -> Any:
    """The expression, of the script's functions and `value`."""
    code = f"""
    import * as c from {json.dumps(SCRIPT.as_uri())};
    const value = JSON.parse(process.argv[1]);
    console.log(JSON.stringify({expression}));
    """
    done = subprocess.run([NODE, "--input-type=module", "-e", code, json.dumps(value)], capture_output=True, text=True, check=True)  # fmt: skip
    return json.loads(done.stdout)


CELLS = st.lists(st.lists(st.none() | st.integers(0, 10**6), min_size=1, max_size=5), min_size=1, max_size=30)  # fmt: skip


@settings(max_examples=8, deadline=None)
@given(CELLS)
def test_a_sum_counts_what_it_does_not_add(groups: list[list[int | None]]) -> None:
    rows = [{"lieu": str(rank), "nb": cell} for rank, cells in enumerate(groups) for cell in cells]
    found = computed("""c.grouped(value.rows, value.fields, "lieu", "", "somme:nb")
        .map((line) => [line.value, line.missing, c.said(line, "somme:nb", value.field)])""",
                     {"rows": rows, "fields": [{**ZONE, "name": "lieu"}, FIELD], "field": FIELD})  # fmt: skip
    assert len(found) == len(groups)
    for cells, (value, missing, said) in zip(groups, found, strict=True):
        told = [cell for cell in cells if cell is not None]
        assert missing == len(cells) - len(told)
        assert value == (sum(told) if told else None)
        assert (said == "masqué") == (not told)
        assert said.startswith("au moins ") == bool(told and missing)


@pytest.mark.parametrize(("by", "filters", "kept", "words"), [
    (["lieu"], {}, ["a", "b"], ""),
    (["annee"], {}, ["T"], "tout"),
    (["annee"], {"lieu": "a"}, ["a"], ""),
])  # fmt: skip
def test_a_published_total_stands_for_the_column_that_nobody_chose(
    by: list[str], filters: dict[str, str], kept: list[str], words: str
) -> None:
    rows = [{"annee": 2025, "lieu": code, "nb": 1} for code in ("T", "a", "b")]
    rows = [row for row in rows if filters.get("lieu", row["lieu"]) == row["lieu"]]
    found = computed(
        'c.summable(value.rows, value.fields, ["annee", "lieu"], "nb", value.by, value.filters, { nb: { lieu: "T" } })',
        {"rows": rows, "fields": [YEAR, PLACE, FIELD], "by": by, "filters": filters},
    )
    assert [row["lieu"] for row in found["rows"]] == kept
    assert words in " ".join(found["notes"])
    assert found["refusal"] == ""


def test_rows_that_may_overlap_are_not_summed() -> None:
    rows = [{"zone": zone, "lieu": "a", "nb": 1} for zone in ("x", "y")]
    found = computed(
        'c.summable(value.rows, value.fields, ["zone", "lieu"], "nb", ["lieu"], {}, { nb: { lieu: "T" } })',
        {"rows": rows, "fields": [ZONE, PLACE, FIELD]},
    )
    assert (found["rows"], "« Zone »" in found["refusal"]) == ([], True)


def test_sums_are_offered_where_totals_are_declared_and_labels_are_no_figures() -> None:
    rank = {"name": "rang", "type": "integer", "title": "Rang", "unit": "rang"}
    codes = computed("c.measures(value, {}).map(({ code }) => code)", [FIELD, rank, PLACE])
    assert codes == ["n", "max:nb", "min:nb"]
    codes = computed("c.measures(value, { nb: { lieu: 'T' } }).map(({ code }) => code)", [FIELD])
    assert "somme:nb" in codes


def test_moments_are_placed_in_years_and_words_are_not() -> None:
    found = computed("value.map(c.time)", [1910, "1910", "2025-07", "2025-01-01", "2026-T3", "hiver", None, "19100"])  # fmt: skip
    assert found == [1910, 1910, 2025.5, 2025, 2026.5, None, None, None]


def test_a_text_of_a_cell_stays_one_in_the_csv() -> None:
    found = computed("c.csv(value.heads, value.lines)", {"heads": ["a", "b"], "lines": [['dit "non", puis\nrien', None], ["=1+1", 2]]})  # fmt: skip
    assert found == 'a,b\n"dit ""non"", puis\nrien",\n=1+1,2\n'
