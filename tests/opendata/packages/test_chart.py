"""Charts say what they show, hide what is hidden, and are the same bytes anywhere."""

from __future__ import annotations

import itertools
import math
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import altair as alt
import pandas as pd
import pytest
from pydantic import ValidationError

from opendata.french import number
from opendata.model import PublicTable, Publishable, ReleasedTable
from opendata.packages import chart as drawing
from opendata.packages.colours import BAR, MUTED
from opendata.packages.marks import Mark, figures
from opendata.packages.plots import LEADING, TALL
from opendata.packages.shown import shown as rows_of
from opendata.records.dataset import ChartDeclaration
from opendata.records.schema import Schema
from tests.hostile import TEXTS

ROOT = Path(__file__).resolve().parents[3]
SVG = "{http://www.w3.org/2000/svg}"
SCHEMA = Schema.model_validate(
    {
        "fields": [
            {"name": "lieu", "title": "Lieu", "description": "Essai.", "type": "string", "constraints": {"required": True},
             "categories": [{"value": "Total", "label": "tout"}, {"value": "a", "label": "Lieu « A » & co"}, {"value": "b", "label": "Lieu B"}]},
            {"name": "type", "title": "Type", "description": "Essai.", "type": "string", "constraints": {"required": True}},
            {"name": "nb", "title": "Nb", "description": "Essai.", "type": "integer", "unit": "faits",
             "missingValues": [{"value": "", "label": "masqué"}]},
        ],
        "primaryKey": ["lieu", "type"],
    }
)  # fmt: skip
ROWS = [("Total", "x", 12), ("a", "x", 1234), ("b", "x", None), ("a", "y", 0), ("b", "y", 5)]
FRAME = pd.DataFrame(ROWS, columns=["lieu", "type", "nb"]).astype({"nb": "Int64"})
RELEASED = ReleasedTable("essai", SCHEMA.descriptor(), FRAME, attacked=1, recovered=0)
PUBLIC = PublicTable("essai", SCHEMA.descriptor(), FRAME, sources=("essai",))
WORDS = {
    "nom": "essai",
    "titre": "Un titre d’essai",
    "description": "Des barres.",
    "legende": "Source : essai.",
    "ressource": "essai",
}
BARS = ChartDeclaration.model_validate(
    {
        **WORDS,
        "forme": "barres",
        "ligne": "lieu",
        "valeur": "nb",
        "filtre": {"type": "x"},
        "exclut": ["Total"],
    }
)
MATRIX = ChartDeclaration.model_validate(
    {
        **WORDS,
        "forme": "matrice",
        "ligne": "lieu",
        "colonne": "type",
        "valeur": "nb",
        "exclut": ["Total"],
    }
)


class Chart(NamedTuple):
    """A drawing beside the rows it was made from."""

    marks: tuple[Mark, ...]
    svg: bytes


def draw(declaration: ChartDeclaration, schema: Schema, table: Publishable) -> Chart:
    """The chart of a table, as a package has it."""
    shown = rows_of(declaration, schema, table)
    return Chart(shown.marks, drawing.draw(shown))


def texts(chart: Chart) -> list[str]:
    root = ElementTree.fromstring(chart.svg)
    return ["".join(node.itertext()) for node in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("words", [BARS, MATRIX], ids=["barres", "matrice"])
def test_every_text_of_a_chart_is_text(words: ChartDeclaration) -> None:
    hostile = [*TEXTS, "\U0001fae8"]  # the last is younger than Python's own tables
    fields = SCHEMA.model_dump(by_alias=True, exclude_none=True, mode="json")
    labels = [{"value": str(rank), "label": text} for rank, text in enumerate(hostile)]
    fields["fields"][0]["categories"] += labels
    schema = Schema.model_validate(fields)
    rows = [(label["value"], "x", 1) for label in labels]
    frame = pd.DataFrame(rows, columns=["lieu", "type", "nb"]).astype({"nb": "Int64"})
    title = " ".join(TEXTS)
    declared = words.model_copy(update={"titre": title, "description": title})
    chart = draw(declared, schema, PublicTable("essai", schema.descriptor(), frame, sources=("essai",)))  # fmt: skip
    root = ElementTree.fromstring(chart.svg)
    assert {root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")} == {title}
    shown = squeezed("".join(texts(chart)))
    for text in hostile:
        # The apostrophe is that of the page; what explains a label after a colon is in the dictionary.
        assert squeezed(text.replace("'", "’").partition(" : ")[0]) in shown
    assert not [node for node in root.iter() if "xss" in node.tag]


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_a_chart_names_its_title_its_unit_and_its_rows() -> None:
    chart = draw(BARS, SCHEMA, RELEASED)
    shown = texts(chart)
    assert shown[-2:] == ["Un titre d’essai", "Unité : faits. « masqué » n’est pas zéro."]
    assert {"Lieu « A » & co", "Lieu B", number(1234)} <= set(shown)
    assert "tout" not in shown


def test_a_hidden_count_is_a_word_and_never_a_zero() -> None:
    chart = draw(BARS, SCHEMA, RELEASED)
    assert [mark.valeur for mark in chart.marks] == [1234, None]
    assert "masqué" in texts(chart)
    assert "0" not in texts(chart)


def test_an_unknown_value_of_a_public_table_is_not_called_hidden() -> None:
    chart = draw(BARS, SCHEMA, PUBLIC)
    assert "non indiqué" in texts(chart)
    assert "masqué" not in " ".join(texts(chart))


def test_a_matrix_tells_hidden_from_zero() -> None:
    shown = texts(draw(MATRIX, SCHEMA, RELEASED))
    assert shown.count("m") == 1
    assert shown.count("0") == 1
    assert "Unité : faits. m : masqué, pas zéro." in shown


@pytest.mark.parametrize("declaration", [BARS, MATRIX])
def test_a_chart_is_one_image_with_a_name_and_a_description(declaration: ChartDeclaration) -> None:
    root = ElementTree.fromstring(draw(declaration, SCHEMA, RELEASED).svg)
    assert root.get("role") == "img"
    named = {
        node.get("id"): node.text for node in root if node.tag in (f"{SVG}title", f"{SVG}desc")
    }
    assert [named[name] for name in (root.get("aria-labelledby") or "").split()] == [
        "Un titre d’essai",
        "Des barres.",
    ]
    assert not [
        node
        for node in root.iter()
        if node is not root and (node.get("role") or node.get("aria-label"))
    ]


def test_a_chart_asks_nothing_of_another_host() -> None:
    svg = draw(MATRIX, SCHEMA, RELEASED).svg.decode()
    assert "http" not in svg.replace("http://www.w3.org/", "")


def test_a_chart_without_rows_is_still_drawn() -> None:
    none = BARS.model_copy(update={"filtre": {"type": "absent"}})
    assert texts(draw(none, SCHEMA, RELEASED))[-1] == "Unité : faits."


def test_charts_are_the_same_bytes_under_another_hash_seed_and_time_zone() -> None:
    code = (
        "import sys; sys.path[:0] = ['.', 'tests/opendata/packages']\n"
        "import test_chart as t\n"
        "sys.stdout.buffer.write(t.draw(t.MATRIX, t.SCHEMA, t.RELEASED).svg)"
    )
    env = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    other = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, check=True
    )
    assert other.stdout == draw(MATRIX, SCHEMA, RELEASED).svg


def test_figures_of_a_chart_have_as_many_decimals() -> None:
    marks = [Mark("a", "", 6.1), Mark("b", "", 5.88), Mark("c", "", 2103), Mark("d", "", None)]
    assert figures(marks, "masqué") == ["6,10", "5,88", "2\u202f103,00", "masqué"]


def test_counts_have_no_decimals() -> None:
    assert figures([Mark("a", "", 12.0), Mark("b", "", 0)], "m") == ["12", "0"]


MULTIPLES = MATRIX.model_copy(update={"forme": "multiples"})


def test_each_panel_of_multiples_has_its_own_scale_and_says_its_greatest_value() -> None:
    drawn = draw(MULTIPLES, SCHEMA, RELEASED)
    shown = texts(drawn)
    assert f"au plus {number(1234)} (x)" in shown
    assert "au plus 5 (y)" in shown
    heights = [box[4] for box in boxes(drawn) if box[0] == "plein"]
    assert heights.count(64) == 2


def test_a_hidden_value_of_multiples_is_a_dashed_frame_and_never_a_short_bar() -> None:
    drawn = draw(MULTIPLES, SCHEMA, RELEASED)
    assert paths(drawn, "stroke").count(MUTED) == 1
    assert "Cadre pointillé : masqué, pas zéro." in " ".join(texts(drawn)[-3:])


def test_multiples_have_columns() -> None:
    with pytest.raises(ValidationError, match="« colonne » va avec les formes « matrice » et « multiples »"):  # fmt: skip
        ChartDeclaration.model_validate({**WORDS, "forme": "multiples", "ligne": "lieu", "valeur": "nb"})  # fmt: skip


COLUMNS = ChartDeclaration.model_validate(
    {**WORDS, "forme": "colonnes", "ligne": "lieu", "valeur": "nb", "exclut": ["Total"]}
)
COUNTS = ChartDeclaration.model_validate(
    {**WORDS, "forme": "matrice", "ligne": "lieu", "colonne": "type", "unite": "lignes",
     "exclut": ["Total"]}
)  # fmt: skip


def paths(chart: Chart, attribute: str) -> list[str | None]:
    return [node.get(attribute) for node in ElementTree.fromstring(chart.svg).iter(f"{SVG}path")]


def test_an_unknown_value_is_a_framed_column_and_never_a_short_bar() -> None:
    drawn = draw(COLUMNS, SCHEMA, PUBLIC)
    assert paths(drawn, "stroke").count(MUTED) == 1
    assert paths(drawn, "fill").count(BAR) == 3
    assert "Cadre pointillé : non indiqué, pas zéro." in " ".join(texts(drawn)[-2:])


YEARS = Schema.model_validate(
    {
        "fields": [
            {"name": "annee", "title": "Année", "description": "Essai.", "type": "year", "constraints": {"required": True}},
            {"name": "hauteur_m", "title": "Hauteur", "description": "Essai.", "type": "number", "unit": "m",
             "missingValues": [{"value": "", "label": "lacune"}]},
            {"name": "est_en_bord", "title": "Maximum en bord d’année", "description": "Essai.", "type": "boolean",
             "missingValues": [{"value": "", "label": "lacune"}]},
        ],
        "primaryKey": ["annee"],
    }
)  # fmt: skip
FLOODS = ChartDeclaration.model_validate(
    {**WORDS, "forme": "colonnes", "ligne": "annee", "valeur": "hauteur_m", "evide": "est_en_bord", "nomme_des": 6.5}
)  # fmt: skip


def heights(**read: float | None) -> PublicTable:
    """The highest water of each year; that of 1923 on its last day."""
    rows = [(int(year[1:]), height, year == "y1923") for year, height in read.items()]
    kinds = {"annee": "Int64", "hauteur_m": "Float64", "est_en_bord": "boolean"}
    frame = pd.DataFrame(rows, columns=list(kinds)).astype(kinds)
    return PublicTable("essai", YEARS.descriptor(), frame, sources=("essai",))


def boxes(chart: Chart) -> list[tuple[str, float, float, float, float]]:
    """Each column of a chart, from left to right: its look, left, top, width, height."""
    found = []
    for node in ElementTree.fromstring(chart.svg).iter(f"{SVG}path"):
        looks = {(BAR, None): "plein", (None, BAR): "évidé", (None, MUTED): "pointillé"}
        look = looks.get((node.get("fill"), node.get("stroke")))
        corners = re.fullmatch(r"M([\d.]+),([\d.]+)h([\d.]+)v([\d.]+)h-[\d.]+Z", node.get("d", ""))
        if look and corners:
            left, top, width, height = map(float, corners.groups())
            found.append((look, left, top, width, height))
    return sorted(found, key=lambda box: box[1])


def test_a_year_without_a_maximum_is_an_empty_column_of_full_height() -> None:
    (_, gap) = boxes(draw(FLOODS, YEARS, heights(y1898=2.5, y1899=None)))
    assert (gap[0], gap[2], gap[4]) == ("pointillé", 0, TALL)


def test_a_column_is_as_high_as_its_water() -> None:
    half, whole = boxes(draw(FLOODS, YEARS, heights(y1909=3.0, y1910=6.0)))
    assert (half[4], whole[4]) == (TALL / 2, TALL)
    assert half[2] + half[4] == whole[2] + whole[4] == TALL


def test_a_maximum_at_the_year_s_end_is_drawn_apart_and_said() -> None:
    drawn = draw(FLOODS, YEARS, heights(y1923=5.97, y1924=7.32))
    assert [box[0] for box in boxes(drawn)] == ["évidé", "plein"]
    assert "Barre évidée : maximum en bord d’année." in " ".join(texts(drawn))


def test_only_great_floods_are_named() -> None:
    shown = texts(draw(FLOODS, YEARS, heights(y1909=3.45, y1910=8.62, y1911=3.89)))
    assert ("1910" in shown, "1911" in shown) == (True, False)


def test_columns_do_not_touch_and_one_in_twenty_is_named() -> None:
    drawn = draw(FLOODS, YEARS, heights(**{f"y{year}": 3.0 for year in range(1886, 1974)}))
    placed = boxes(drawn)
    assert len(placed) == 1974 - 1886
    assert all(
        left + width < after
        for (_, left, _, width, _), (_, after, *_) in itertools.pairwise(placed)
    )
    assert [text for text in texts(drawn) if len(text) == 4] == ["1886", "1906", "1926", "1946", "1966"]  # fmt: skip


TIMELINE = FLOODS.model_copy(update={"forme": "frise", "evide": None, "nomme_des": math.inf})


def segments(chart: Chart, colour: str) -> list[tuple[float, float, float, float]]:
    """Each line of a colour, from the top: left, top, right, bottom."""
    found = []
    for node in ElementTree.fromstring(chart.svg).iter(f"{SVG}line"):
        if node.get("stroke") == colour:
            left, top = map(float, re.findall(r"[\d.]+", node.get("transform", "")))
            found.append((left, top, left + float(node.get("x2", 0)), top + float(node.get("y2", 0))))  # fmt: skip
    return sorted(found, key=lambda line: (line[1], line[0]))


def test_bars_of_a_timeline_stand_as_far_apart_as_their_years() -> None:
    drawn = draw(TIMELINE, YEARS, heights(y1658=8.96, y1740=7.9, y1910=8.62, y2024=4.03))
    tops = [line[1] for line in segments(drawn, BAR)]
    per_year = {
        round((after - before) / years, 3)
        for (before, after), years in zip(itertools.pairwise(tops), (82, 170, 114), strict=True)
    }
    assert len(per_year) == 1
    assert per_year.pop() > 0


def test_a_bar_of_a_timeline_is_as_long_as_its_water() -> None:
    half, whole = segments(draw(TIMELINE, YEARS, heights(y1900=4.0, y1910=8.0)), BAR)
    assert whole[2] - whole[0] == 2 * (half[2] - half[0])


def test_the_years_of_a_timeline_are_put_in_order_and_close_ones_keep_their_labels_apart() -> None:
    drawn = draw(TIMELINE, YEARS, heights(y2024=4.03, y1658=8.96, y1919=6.11, y1920=6.65))
    labels = {
        text: float(re.findall(r"[\d.]+", node.get("transform", ""))[1])
        for node in ElementTree.fromstring(drawn.svg).iter(f"{SVG}text")
        if " : " in (text := "".join(node.itertext())) and "Unité" not in text
    }
    assert list(labels) == ["1658 : 8,96", "1919 : 6,11", "1920 : 6,65", "2024 : 4,03"]
    assert labels["1920 : 6,65"] - labels["1919 : 6,11"] >= LEADING - 0.01


def test_a_year_of_a_timeline_without_its_value_has_a_word_and_no_bar() -> None:
    drawn = draw(TIMELINE, YEARS, heights(y1900=4.0, y1910=None))
    assert len(segments(drawn, BAR)) == 1
    assert "1910 : non indiqué" in texts(drawn)
    assert "« non indiqué » n’est pas zéro." in " ".join(texts(drawn))


def test_a_timeline_of_one_year_or_none_is_still_drawn() -> None:
    assert "1910 : 8,62" in texts(draw(TIMELINE, YEARS, heights(y1910=8.62)))
    assert texts(draw(TIMELINE, YEARS, heights()))[-1] == "Unité : m."


def test_only_columns_are_hollow_or_named_one_by_one() -> None:
    for key in ({"evide": "est_en_bord"}, {"nomme_des": 6.5}):
        with pytest.raises(ValidationError, match="« evide » et « nomme_des » vont avec"):
            ChartDeclaration.model_validate(
                {**WORDS, "forme": "barres", "ligne": "annee", "valeur": "hauteur_m", **key}
            )


def test_rows_are_counted_in_the_order_of_the_codes_and_none_is_a_zero() -> None:
    marks = draw(COUNTS, SCHEMA, PUBLIC).marks
    assert {mark.valeur for mark in marks} == {1.0}
    without = PublicTable("essai", SCHEMA.descriptor(), FRAME[:-1], sources=("essai",))
    assert [mark.valeur for mark in draw(COUNTS, SCHEMA, without).marks] == [1.0, 1.0, 1.0, 0.0]


def test_a_count_says_of_what() -> None:
    words = {**WORDS, "forme": "barres", "ligne": "lieu"}
    with pytest.raises(ValidationError, match="ni « valeur » ni « unite »"):
        ChartDeclaration.model_validate(words)


def test_each_form_of_chart_is_valid_vega_lite(monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[alt.LayerChart] = []
    written = alt.LayerChart.to_dict

    def validated(chart: alt.LayerChart, **_: object) -> dict[str, object]:
        judged.append(chart)
        return written(chart, validate=True)

    monkeypatch.setattr(alt.LayerChart, "to_dict", validated)
    draw(BARS, SCHEMA, RELEASED)
    draw(MATRIX, SCHEMA, RELEASED)
    draw(COUNTS, SCHEMA, PUBLIC)
    draw(FLOODS, YEARS, heights(y1909=3.0, y1910=6.0))
    draw(MULTIPLES, SCHEMA, RELEASED)
    assert len(judged) == 5
