"""The confidential report: what was hidden and why, for the people who sign a release.

It holds the true counts: it is written where the signatory says, never in a repository.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from opendata.disclosure.cube import Bools
from opendata.disclosure.publication import Publication
from opendata.disclosure.rules import Primary

STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse}th,td{border:1px solid #767676;padding:.25rem .5rem;text-align:left}"
    "td.n{text-align:right}strong.c{background:#b00020;color:#fff;padding:.25rem .5rem}"
)


@dataclass(frozen=True)
class ReportSection:
    """One protected table: its name, what is published, why the rest is hidden, the verdicts."""

    title: str
    release: Publication
    primary: Primary
    verdicts: Sequence[str]


def confidential_report(
    title: str, introduction: Iterable[str], sections: Iterable[ReportSection]
) -> bytes:
    """A self-contained HTML page in French, marked confidential."""
    body = "".join(_section(section) for section in sections)
    lines = "".join(f"<p>{escape(line)}</p>" for line in introduction)
    return (
        '<!doctype html>\n<html lang="fr"><head><meta charset="utf-8">'
        f'<meta name="robots" content="noindex"><title>{escape(title)} — confidentiel</title>'
        f"<style>{STYLE}</style></head><body><h1>{escape(title)}</h1>"
        "<p><strong class=c>Confidentiel</strong> Ce rapport contient les effectifs masqués. "
        "Il ne se joint à aucun envoi et n'entre dans aucun dépôt.</p>"
        f"{lines}{body}</body></html>\n"
    ).encode()


def cell_counts(release: Publication) -> tuple[int, int]:
    """(published cells, cells of the release)."""
    return int(release.shown.sum()), int((release.shown | release.hidden).sum())


def _section(section: ReportSection) -> str:
    shown, cells = cell_counts(section.release)
    secondary = section.release.hidden & ~section.primary.cells
    verdicts = "".join(f"<li>{escape(line)}</li>" for line in section.verdicts)
    return (
        f"<h2>{escape(section.title)}</h2>"
        f"<p>{shown} cases publiées sur {cells} ; masquées par une règle : {int(section.primary.cells.sum())} ; "
        f"masquées pour protéger celles-là : {int(secondary.sum())}.</p><ul>{verdicts}</ul>"
        f"{_table(section, section.primary.cells, True)}{_table(section, secondary, False)}"
    )


def _table(section: ReportSection, cells: Bools, primary: bool) -> str:
    if not cells.any():
        return ""
    cube = section.release.cube
    head = [
        *cube.names,
        "effectif",
        *(["règle", "doit pouvoir descendre à", "doit pouvoir monter à"] if primary else []),
    ]
    caption = "Masqués par une règle" if primary else "Masqués pour protéger les premiers"
    rows = "".join(_row(section, int(cell), primary) for cell in np.flatnonzero(cells))
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    return f"<table><caption>{caption}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _row(section: ReportSection, cell: int, primary: bool) -> str:
    labels = "".join(f"<td>{escape(label)}</td>" for label in section.release.cube.labels(cell))
    value = f'<td class="n">{int(section.release.values[cell])}</td>'
    if not primary:
        return f"<tr>{labels}{value}</tr>"
    why = escape(", ".join(section.primary.reasons[cell]))
    low, high = int(section.primary.low[cell]), int(section.primary.high[cell])
    return (
        f'<tr>{labels}{value}<td>{why}</td><td class="n">{low}</td><td class="n">{high}</td></tr>'
    )
