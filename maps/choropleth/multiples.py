"""Small maps side by side, one for each code of a column: where figures are hidden, zero or high, at a glance.

Same classes, colours and patterns as the large map, whose legend they share. Their patterns are
defined once, on the page (`shared_patterns`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from markupsafe import Markup

from maps.choropleth.class_words import short_label
from maps.choropleth.territory_values import TerritoryValue
from maps.drawing.labels import across
from maps.drawing.path import path_data
from maps.drawing.pattern import class_of, pattern
from maps.drawing.picture import MARGIN_M, UNIT_M, Frame
from maps.geometry.projection import Geometries
from maps.records.carte import Carte, Couche
from maps.records.classes import CACHEE, ZERO, Choroplethe
from maps.records.layers import Layer
from opendata.french import listed
from opendata.model import FICTION

TOLERANCE_M = 60.0
PIXEL = 13.0  # units in a pixel of a picture about three hundred pixels wide
SUFFIX = "petite"

ValuesByCode = Mapping[str, Sequence[TerritoryValue]]


def multiples(
    carte: Carte, declared: Choroplethe, layer: Layer, values_by_code: ValuesByCode
) -> dict[str, Any]:
    """What the page needs: `motifs`, `images` with their sentences, and a table of rates.

    `carte` has its layers of classes; `values_by_code` are those of each declared code.
    """
    if declared.multiples is None:
        return {}
    labels = declared.multiples.codes
    shapes: Geometries = shapely.coverage_simplify(layer.lambert93, TOLERANCE_M)
    frame = _frame(shapes)
    looks = {couche.id.removeprefix(f"{carte.id}-"): couche for couche in carte.couches}
    return {
        "titre": declared.multiples.titre,
        "motifs": str(shared_patterns(carte)),
        "colonnes": list(labels.values()),
        "images": [
            {"libelle": labels[code], "constat": hidden_and_zero(values),
             "image": str(_image(carte, code, labels[code], _shapes(carte, looks, shapes, values, frame), hidden_and_zero(values), frame))}
            for code, values in values_by_code.items()
        ],
        "lignes": [
            {"code_insee": row[0].code, "libelle": row[0].nom, "valeurs": [short_label(value) for value in row]}
            for row in zip(*values_by_code.values(), strict=True)
        ],
    }  # fmt: skip


def shared_patterns(carte: Carte) -> Markup:
    """The patterns of the small maps, to be defined once on their page."""
    looks = [couche for couche in carte.couches if not couche.est_fond]
    return Markup("").join(pattern(carte, couche, SUFFIX, PIXEL) for couche in looks)


def hidden_and_zero(values: Sequence[TerritoryValue]) -> str:
    """Where the figure is hidden, and where it is zero."""
    hidden = [value.nom.removesuffix(" arrondissement") for value in values if value.etat == CACHEE]
    zero = [value.nom.removesuffix(" arrondissement") for value in values if value.etat == ZERO]
    masked = f"Valeur cachée : {listed(hidden)}. " if hidden else "Aucune valeur cachée. "
    return masked + (f"Zéro publié : {listed(zero)}." if zero else "Aucun zéro publié.")


def _frame(shapes: Geometries) -> Frame:
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    width, height = (side / UNIT_M for side in (east - west, north - south))
    margin = MARGIN_M / UNIT_M
    return Frame(west - MARGIN_M, north + MARGIN_M, round(width + 2 * margin), round(height + 2 * margin))  # fmt: skip


def _shapes(
    carte: Carte, looks: Mapping[str, Couche], shapes: Geometries, values: Sequence[TerritoryValue], frame: Frame
) -> Iterator[Markup]:  # fmt: skip
    states = np.array([value.etat for value in values])
    for name, couche in looks.items():
        drawn = path_data(shapes[states == name], frame.place)
        if drawn:
            yield Markup(
                '<path class="{}" d="{}" fill="url(#{}-{})" stroke="{}" stroke-width="1" stroke-linejoin="round"'
                ' vector-effect="non-scaling-stroke"/>'
            ).format(
                class_of(carte, couche), drawn, class_of(carte, couche), SUFFIX, couche.style.trait.clair
            )  # fmt: skip


def _image(
    carte: Carte, code: str, label: str, shapes: Iterator[Markup], resume: str, frame: Frame
) -> Markup:
    name = f"prm-{carte.id}-{code.lower()}"
    title = f"{label} ({FICTION})" if carte.est_fictif else label
    words = across(frame.width, frame.height) if carte.est_fictif else Markup("")
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="prm-image" viewBox="0 0 {} {}" role="img" lang="fr"'
        ' aria-labelledby="{}-titre {}-resume" font-family="system-ui, sans-serif"><title id="{}-titre">{}</title>'
        '<desc id="{}-resume">{}</desc>{}{}</svg>'
    ).format(frame.width, frame.height, name, name, name, title, name, resume, Markup("").join(shapes), words)  # fmt: skip
