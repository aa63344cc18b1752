"""Which part of a street, in words: « entre la rue du Bac et le boulevard Raspail ».

A stretch is every concerned piece that a crossroads or the other carriageway does not part
from the next. Its ends are its two endpoints farthest apart, named after the nearest street that
crosses there. A square or a loop has no ends: it is said towards which streets it lies.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import shapely

from maps.geometry.projection import Geometries
from maps.records.layers import Layer
from maps.streets.thresholds import Stretches
from opendata.french import listed

# Type of the City's layer → article before its name, whose first letter goes down.
ARTICLES = {
    "la": ("RUE", "PL", "VLA", "COUR", "CITE", "RTE", "VOIE", "PROM", "PORT", "GAL", "RLE", "PASS",
           "TERR", "PTTE", "CHAU", "SEN", "GRIL", "GAV"),
    "le": ("BD", "QU", "SQ", "PAS", "PONT", "SOUT", "PRT", "CAR", "CHEM", "PARV", "HAM", "SENT",
           "CRS", "PER", "RPT", "BELV", "JAR", "PARC", "BASS", "PGS", "RON", "PAPL"),
    "l’": ("AV", "IMP", "ALL", "ESPL", "ECH", "AUT"),
}  # fmt: skip
_ARTICLE_OF = {kind: article for article, kinds in ARTICLES.items() for kind in kinds}
# A square has streets around it, no ends.
SQUARES = ("PL", "SQ", "RPT", "CAR", "PARV", "ESPL")
# Named after a crossing only when there is no other: lanes and tunnels nobody knows by name.
OBSCURE = ("VOIE", "SOUT", "ECH", "AUT", "")
OBSCURE_RANK = 6  # in crossings' radius: a well-known street up to this much farther is preferred
_OF = {"le": "du ", "la": "de la ", "l’": "de l’", "": "de "}


def named(kind: str, name: str) -> str:
    """« Rue du Bac » in a sentence: « la rue du Bac »; an unknown type keeps its own words."""
    article = _ARTICLE_OF.get(kind, "")
    return f"{article}{'' if article in ('', 'l’') else ' '}{_lowered(kind, name)}"


def of_named(kind: str, name: str) -> str:
    """The same after « du côté »: « de la rue du Bac », « du quai Branly »."""
    return f"{_OF[_ARTICLE_OF.get(kind, '')]}{_lowered(kind, name)}"


def _lowered(kind: str, name: str) -> str:
    return name[:1].lower() + name[1:] if kind in _ARTICLE_OF else name


# Index of another street → where it crosses.
Crossings = dict[int, shapely.Geometry]


@dataclass(frozen=True)
class Network:
    """The streets and who crosses whom. `lines` in Lambert-93, in the order of the layer."""

    voies: Layer = field(repr=False)
    rules: Stretches
    _crossings: dict[int, Crossings] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def lines(self) -> Geometries:
        """The axes of the streets."""
        return self.voies.lambert93

    @cached_property
    def codes(self) -> list[str]:
        """The code of each street."""
        return self.voies.column("n_sq_vo")

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.lines)

    def _name(self, index: int) -> str:
        row = self.voies.properties[index]
        return named(row["type_voie"], row["libelle_voie"])

    def _is_square(self, index: int) -> bool:
        """A square by its type, or a loop: at least half of the line closes on itself."""
        parts = shapely.get_parts(self.lines[index])
        closed = shapely.length(parts[shapely.is_closed(parts)]).sum()
        is_loop = bool(2 * closed >= shapely.length(self.lines[index]))
        return is_loop or self.voies.properties[index]["type_voie"] in SQUARES

    def crossings(self, index: int) -> Crossings:
        """Other streets that cross the street or end on it, and where; those that run along it left out."""
        if index not in self._crossings:
            self._crossings[index] = self._crossing(index)
        return self._crossings[index]

    def _crossing(self, index: int) -> Crossings:
        line = self.lines[index]
        others = self._tree.query(line, predicate="dwithin", distance=self.rules.croisement_m)
        near = shapely.intersection(
            self.lines[others], shapely.buffer(line, self.rules.croisement_m)
        )
        return {
            other: place
            for other, place in zip(others.tolist(), near, strict=True)
            if other != index and not place.is_empty and place.length <= self.rules.longe_m
        }

    def stretches(self, index: int, inside: shapely.Geometry) -> str:
        """The concerned stretches of a street in words, longest first; "" when none can be named."""
        groups = self._groups(inside)
        crossings = self.crossings(index)
        say = self._sides if self._is_square(index) else self._ends
        phrases = [words for group in groups if (words := say(group, crossings))]
        phrases = list(dict.fromkeys(phrases))
        shown, left = phrases[: self.rules.nombre], len(phrases) - self.rules.nombre
        if left > 0:
            shown.append("un autre tronçon" if left == 1 else f"{left} autres tronçons")
        return " ; ".join(shown)

    def banks(self, index: int) -> str:
        """The streets that lead onto a bridge: « entre le quai de Bercy et le quai de la Gare »."""
        return self._ends(shapely.get_parts(self.lines[index]), self.crossings(index))

    def _groups(self, inside: shapely.Geometry) -> list[Geometries]:
        """Pieces by stretch, the longest stretch first."""
        pieces = shapely.get_parts(inside)
        grown = shapely.union_all(shapely.buffer(pieces, self.rules.raccord_m / 2))
        groups = [pieces[shapely.intersects(pieces, area)] for area in shapely.get_parts(grown)]
        groups.sort(key=lambda group: (-round(_length(group), 3), shapely.total_bounds(group)[0]))
        long = [group for group in groups if _length(group) >= self.rules.longueur_minimale_m]
        return long or groups[:1]

    def _ends(self, group: Geometries, crossings: Crossings) -> str:
        first, second = _farthest(group)
        start = self._nearest(first, crossings, set())
        if start is None:
            return ""
        end = self._nearest(second, crossings, {self._name(start)})
        if end is None:
            return f"près de {self._name(start)}"
        return f"entre {self._name(start)} et {self._name(end)}"

    def _nearest(self, point: shapely.Point, crossings: Crossings, taken: set[str]) -> int | None:
        """The crossing street nearest to a point, well-known kinds first within the same crossroads."""
        ranked = sorted(
            (
                round(shapely.distance(point, place) / self.rules.croisement_m)
                + OBSCURE_RANK * (self.voies.properties[other]["type_voie"] in OBSCURE),
                self.codes[other],
                other,
            )
            for other, place in crossings.items()
            if self._name(other) not in taken
        )
        return ranked[0][2] if ranked else None

    def _sides(self, group: Geometries, crossings: Crossings) -> str:
        """Towards which streets the concerned part of a square lies."""
        concerned = shapely.union_all(group)
        touching = [
            other
            for other, place in crossings.items()
            if shapely.distance(concerned, place) <= self.rules.croisement_m
            and self.voies.properties[other]["type_voie"] not in OBSCURE
        ]
        rows = sorted(
            (self.voies.properties[other] for other in touching),
            key=lambda row: (row["libelle_voie"], row["n_sq_vo"]),
        )
        names = list(dict.fromkeys(of_named(r["type_voie"], r["libelle_voie"]) for r in rows))
        if not names:
            return ""
        return f"du côté {listed(names[: self.rules.nombre])}"


def _length(group: Geometries) -> float:
    return float(shapely.length(group).sum())


def _farthest(group: Geometries) -> tuple[shapely.Point, shapely.Point]:
    """The two endpoints of the pieces farthest apart, west (then south) first."""
    ends = np.concatenate([shapely.get_coordinates(piece)[[0, -1]] for piece in group])
    ends = ends[np.lexsort((ends[:, 1], ends[:, 0]))]
    gaps = ((ends[:, None] - ends[None]) ** 2).sum(axis=2)
    first, second = divmod(int(gaps.argmax()), len(ends))
    return shapely.Point(ends[first]), shapely.Point(ends[second])
