"""The bodies of a chart: bars, columns, a line of time or a matrix of figures, in altair's words.

Extents are counted in characters, never measured: the bytes do not depend on the machine's fonts.
"""

from __future__ import annotations

import json
import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from opendata.french import number
from opendata.packages.colours import BAR, HIDDEN, INK, LINE, MUTED, ON_TINT, TINTS
from opendata.packages.marks import Mark, figures
from opendata.spacing import apart

SIZE, LEADING = 14, 18
WIDTH, MARGIN = 360, 6  # of the whole image
CHARACTER = 7.6  # room left to one character of a label
FIGURES = 48  # room right of the longest bar, for its figure
TALL = 260  # height of upright bars
EVERY = 20  # upright bars from one name to the next
YEARS_TALL = 600  # height of a line of time, when its labels need no more
YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100)  # from one mark of years to the next
MOST_STEPS = 9
LEADER = 20  # from the end of the drawing to the labels of a line of time
FRENCH = "replace(datum.label, '.', ',')"


@dataclass(frozen=True)
class Body:
    """The drawing below the heading: its layers, its height, the room its labels take."""

    layers: tuple[alt.Chart, ...]
    height: int
    left: int
    right: int = 0
    above: int = 0
    below: int = 0


def bars(marks: Sequence[Mark], absent: str) -> Body:
    """Horizontal bars with their figures; a missing value is a word, not a bar."""
    labels = ["\n".join(textwrap.wrap(mark.ligne, 22)) for mark in marks]
    step = max(24, LEADING * max((label.count("\n") + 1 for label in labels), default=1) + 8)
    rows = [
        {"rang": index, "libelle": label, "valeur": mark.valeur,
         "texte": text}
        for index, (label, mark, text) in enumerate(zip(labels, marks, figures(marks, absent), strict=True))
    ]  # fmt: skip
    top = max((mark.valeur or 0 for mark in marks), default=0) or 1
    axis = alt.Axis(
        labelExpr=_lookup(labels), domain=False, ticks=False, title=None, labelPadding=8
    )
    y = alt.Y("rang:O", axis=axis, scale=alt.Scale(paddingInner=0.25, paddingOuter=0.1))
    x = alt.X("valeur:Q", axis=None, scale=alt.Scale(domain=[0, top]), stack=None)
    base = alt.Chart(alt.InlineData(values=rows))
    known = base.transform_filter("isValid(datum.valeur)")
    missing = base.transform_filter("!isValid(datum.valeur)")
    layers = (
        known.mark_bar(color=BAR).encode(x=x, y=y),
        known.mark_text(align="left", dx=6, color=INK, fontSize=SIZE).encode(x=x, y=y, text="texte:N"),
        missing.mark_text(align="left", dx=6, color=MUTED, fontSize=SIZE, fontStyle="italic")
        .encode(x=alt.value(0), y=y, text="texte:N"),
    )  # fmt: skip
    return Body(layers, step * len(marks), _room("\n".join(labels).split("\n")), FIGURES)


def matrix(marks: Sequence[Mark]) -> Body:
    """Rows × columns of figures on tints; a missing value is « m » on grey, framed."""
    lines = list(dict.fromkeys(mark.ligne for mark in marks))
    heads = list(dict.fromkeys(mark.colonne for mark in marks))
    top = max((mark.valeur or 0 for mark in marks), default=0) or 1
    rows = [
        {"ligne": lines.index(mark.ligne), "colonne": heads.index(mark.colonne),
         "texte": text, "teinte": _tint(mark.valeur, top)}
        for mark, text in zip(marks, figures(marks, "m"), strict=True)
    ]  # fmt: skip
    heads_axis = alt.Axis(orient="top", labelAngle=-90, labelAlign="left", labelBaseline="middle",
                          labelExpr=_lookup(heads), labelPadding=4, domain=False, ticks=False, title=None)  # fmt: skip
    lines_axis = alt.Axis(
        labelExpr=_lookup(lines), labelPadding=6, domain=False, ticks=False, title=None
    )
    x = alt.X("colonne:O", scale=alt.Scale(padding=0.06), axis=heads_axis)
    y = alt.Y("ligne:O", scale=alt.Scale(padding=0.06), axis=lines_axis)
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=x, y=y)
    tint = alt.Color("teinte:N", scale=None)
    layers = (
        base.mark_rect().encode(color=tint),
        base.transform_filter(f"datum.teinte === '{HIDDEN}'").mark_rect(fill=HIDDEN, stroke=MUTED, strokeDash=[3, 2]),
        base.mark_text(color=ON_TINT, fontSize=SIZE - 1).encode(text="texte:N"),
    )  # fmt: skip
    return Body(layers, 26 * len(lines), _room(lines), above=_room(heads))


def columns(marks: Sequence[Mark], named_from: float = math.inf) -> Body:
    """Upright bars too many for a figure each: one in `EVERY` is named, missing ones are framed.

    Those of `named_from` or more carry their name; the hollow ones have an outline alone.
    """
    labels = [mark.ligne if index % EVERY == 0 else "" for index, mark in enumerate(marks)]
    rows = [
        {"rang": index, "valeur": mark.valeur, "evide": mark.est_evide, "nom": mark.ligne}
        for index, mark in enumerate(marks)
    ]
    top = max((mark.valeur or 0 for mark in marks), default=0) or 1
    x_axis = alt.Axis(
        labelExpr=_lookup(labels),
        labelAngle=0,
        labelPadding=6,
        ticks=False,
        domain=False,
        title=None,
    )
    y_axis = alt.Axis(
        labelExpr=FRENCH,
        grid=True,
        gridColor=LINE,
        tickCount=6,
        ticks=False,
        domain=False,
        title=None,
    )
    x = alt.X("rang:O", axis=x_axis, scale=alt.Scale(paddingInner=0.15, paddingOuter=0))
    y = alt.Y("valeur:Q", axis=y_axis, scale=alt.Scale(domain=[0, top], nice=True), stack=None)
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=x)
    layers = (
        base.transform_filter("!isValid(datum.valeur)").mark_bar(filled=False, stroke=MUTED, strokeDash=[2, 2])
        .encode(y=alt.value(0), y2=alt.value(TALL)),
        base.transform_filter("isValid(datum.valeur) && !datum.evide").mark_bar(color=BAR).encode(y=y),
        base.transform_filter("isValid(datum.valeur) && datum.evide").mark_bar(filled=False, stroke=BAR, strokeWidth=1)
        .encode(y=y),
    )  # fmt: skip
    high = [mark.ligne for mark in marks if (mark.valeur or 0) >= named_from]
    named = base.transform_filter(f"datum.valeur >= {named_from}").mark_text(
        angle=270, align="left", dx=4, color=INK, fontSize=SIZE - 2
    )
    return Body(
        (*layers, named.encode(y=y, text="nom:N")) if high else layers,
        TALL,
        _room([number(top, 1)]),
        right=18,
        above=_room(high) if high else 0,
        below=LEADING + 12,
    )


def timeline(marks: Sequence[Mark], absent: str) -> Body:
    """Years downwards, to scale, a bar at each; labels alone are moved apart, a line leads to each."""
    dated = sorted(marks, key=lambda mark: int(mark.ligne))
    years = [int(mark.ligne) for mark in dated] or [0]
    ticks = _year_ticks(years[0], years[-1])
    height = max(YEARS_TALL, LEADING * len(dated))
    units = height / (ticks[-1] - ticks[0])
    places = [(year - ticks[0]) * units for year in years]
    labels = apart(places, LEADING)
    said = [f"{mark.ligne} : {text}" for mark, text in zip(dated, figures(dated, absent), strict=True)]  # fmt: skip
    rows = [
        {"annee": year, "place": round(ticks[0] + label / units, 3), "debut": 0, "valeur": mark.valeur,
         "bout": mark.valeur or 0, "texte": text}
        for year, label, mark, text in zip(years, labels, dated, said, strict=False)
    ]  # fmt: skip
    top = max((mark.valeur or 0 for mark in dated), default=0) or 1
    axis = alt.Axis(values=ticks, format="d", ticks=True, domain=True, domainColor=MUTED, tickColor=MUTED, title=None)  # fmt: skip
    scale = alt.Scale(domain=[ticks[0], ticks[-1]], reverse=True, nice=False, zero=False)
    y, y_label = (alt.Y(f"{name}:Q", axis=axis, scale=scale) for name in ("annee", "place"))
    span = alt.Scale(domain=[0, top], nice=False)
    base = alt.Chart(alt.InlineData(values=rows))
    left, right = _room([str(ticks[-1])]), LEADER + _room(said)
    edge = WIDTH - 2 * MARGIN - left - right
    thin = base.mark_rule(color=LINE, strokeWidth=1)
    layers = (
        thin.encode(x=alt.X("bout:Q", axis=None, scale=span), x2=alt.value(edge), y=y),
        thin.encode(x=alt.value(edge), x2=alt.value(edge + LEADER - 4), y=y, y2="place:Q"),
        base.transform_filter("isValid(datum.valeur)").mark_rule(color=BAR, strokeWidth=2)
        .encode(x=alt.X("debut:Q", axis=None, scale=span), x2="valeur:Q", y=y),
        base.mark_text(align="left", color=INK, fontSize=SIZE)
        .encode(x=alt.value(edge + LEADER), y=y_label, text="texte:N"),
    )  # fmt: skip
    over = max(0, -labels[0]), max(0, labels[-1] - height)
    return Body(layers, height, left, right, above=round(over[0]), below=round(over[1]) + LEADING // 2)  # fmt: skip


def _year_ticks(first: int, last: int) -> list[int]:
    """Round years around what is shown, at most `MOST_STEPS` from one end to the other."""
    for step in YEAR_STEPS:
        start, end = first // step * step, -(-last // step) * step
        if end - start <= MOST_STEPS * step:
            break
    return list(range(start, max(end, start + step) + 1, step))


def _tint(value: float | None, top: float) -> str:
    if value is None:
        return HIDDEN
    return TINTS[min(int(len(TINTS) * value / top), len(TINTS) - 1)]


def _room(labels: Sequence[str]) -> int:
    """The room that labels need: counted, not measured."""
    return round(CHARACTER * max(map(len, labels), default=0)) + 8


def _lookup(labels: Sequence[str]) -> str:
    """A Vega expression: rank → its label, on several lines where it has several.

    The strings of JSON are strings of that language, whatever they hold.
    """
    lists = [label.replace("'", "’").split("\n") for label in labels]
    return f"{json.dumps(lists, ensure_ascii=False)}[datum.value]"
