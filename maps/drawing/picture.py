"""A map as one static SVG: readable with scripts off, in print, in both themes, as a file alone.

Lambert-93 metres become integer units of `UNIT_M` metres, y downwards. Line widths are in
pixels of the screen (`vector-effect`), so that a phone shows them as well as a wall screen.
"""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from markupsafe import Markup
from numpy.typing import NDArray

from maps.drawing import symbol
from maps.drawing.drawn_layer import DrawnLayer
from maps.drawing.labels import across, along, label
from maps.drawing.names import Name
from maps.drawing.path import path_data
from maps.drawing.pattern import SIGN, class_of, fill_of, patterns, swatch, swatch_patterns
from maps.records.carte import Carte, Couche
from opendata.french import number
from opendata.model import FICTION_FILE, Source

UNIT_M = 4.0
MARGIN_M = 250.0
EDGE_M = 60.0
ROOM_M = 150.0  # less ground than a circle of this radius has no label
PIXEL = 4.5  # units in a pixel of a picture about a thousand pixels wide
SCALE_BAR_M = 2000
TEXT = 75  # units: the size of the smallest text
LINE = 105
COLUMNS = 118  # characters of a line of notes, below a picture that is
PARIS = 4600  # units wide, as one of all Paris is
REPEATED = 2  # how often a name is written on a picture
THIN_PX = 0.8  # the outline of a layer that the reader of the interactive map switches on


@dataclass(frozen=True)
class Frame:
    """Where the ground stands on the picture: west and north in metres, size in units."""

    west: float
    north: float
    width: int
    height: int

    def place(self, xy: NDArray[np.float64]) -> NDArray[np.int64]:
        """Lambert-93 → whole units, y downwards."""
        placed = np.column_stack([xy[:, 0] - self.west, self.north - xy[:, 1]]) / UNIT_M
        return np.rint(placed).astype(np.int64)

    @property
    def inside(self) -> shapely.Polygon:
        """The ground shown, in Lambert-93 metres, less an edge on which no word is whole."""
        east, south = self.west + self.width * UNIT_M, self.north - self.height * UNIT_M
        return shapely.box(self.west + EDGE_M, south + EDGE_M, east - EDGE_M, self.north - EDGE_M)


@dataclass(frozen=True)
class Picture:
    """The two forms of one drawing: `page` to be inlined, `file` complete with legend and notes."""

    page: Markup = field(repr=False)
    file: Markup = field(repr=False)


def picture(
    carte: Carte,
    drawings: Sequence[DrawnLayer],
    resume: str,
    sources: Mapping[str, Source],
    css: str,
    mention: str,
    names: Sequence[Name] = (),
) -> Picture:
    """Draw the map; `resume` says in words what it shows, `css` are the themes of the file.

    `mention` is the sentence on the site's legal standing: a file travels without its page. `names` are written along
    their lines, the longest that the frame shows.
    """
    lines = _note_text(carte, sources, mention)
    frame = frame_of(drawings, carte.cadre)
    # Notes are written for the width of Paris; below narrower ground they are as much smaller.
    scale = min(1.0, frame.width / PARIS)
    ground = Markup('<svg width="{}" height="{}">{}</svg>').format(
        frame.width,
        frame.height,
        Markup("").join([*_ground(carte, drawings, frame), *_written(names, frame)]),
    )  # an inner <svg> cuts what goes beyond the frame
    notes = Markup('<g transform="translate(0 {}) scale({:.3g})">{}</g>').format(
        frame.height, scale, Markup("").join(_notes(carte, lines, 75))
    )
    height = frame.height + round(scale * (75 + LINE * (len(carte.couches) + len(lines) + 2)))
    return Picture(
        page=_svg(carte, resume, frame.width, frame.height, ground),
        file=_svg(carte, resume, frame.width, height, _own_style(carte, css) + ground + notes),
    )


def file_name(carte: Carte) -> str:
    """What the picture is called where it is published; a fictitious one says so there too."""
    return f"carte-{FICTION_FILE}.svg" if carte.est_fictif else "carte.svg"


def frame_of(drawings: Iterable[DrawnLayer], cadre: Collection[str] = ()) -> Frame:
    """The frame of the layers `cadre`, by id, else of the background, else of every layer, with a margin."""
    drawings = list(drawings)
    chosen = [
        item for item in drawings if (item.couche.id in cadre if cadre else item.couche.est_fond)
    ] or drawings
    bounds = np.array([shapely.total_bounds(item.geometries) for item in chosen])
    west, south = bounds[:, 0].min() - MARGIN_M, bounds[:, 1].min() - MARGIN_M
    east, north = bounds[:, 2].max() + MARGIN_M, bounds[:, 3].max() + MARGIN_M
    return Frame(west, north, round((east - west) / UNIT_M), round((north - south) / UNIT_M))


def _svg(carte: Carte, resume: str, width: int, height: int, content: Markup) -> Markup:
    name = f"prm-{carte.id}"
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="prm-image" viewBox="0 0 {} {}" role="img" lang="fr"'
        ' aria-labelledby="{}-titre {}-resume" font-family="system-ui, sans-serif">'
        '<title id="{}-titre">{}</title><desc id="{}-resume">{}</desc><defs>{}</defs>{}</svg>'
    ).format(
        width, height, name, name, name, carte.titre, name, resume, patterns(carte, PIXEL), content
    )


def _own_style(carte: Carte, css: str) -> Markup:
    # The style sheet is ours (maps.drawing.palette), written from validated colours.
    return Markup(
        '<style>{}</style><defs>{}</defs><rect class="prm-svg-papier" width="100%" height="100%" fill="#ffffff"/>'
    ).format(Markup(css), swatch_patterns(carte))  # noqa: S704


def _ground(carte: Carte, drawings: Sequence[DrawnLayer], frame: Frame) -> Iterator[Markup]:
    for item in drawings:
        yield _shape(carte, item, frame)
    if carte.est_fictif:
        yield across(frame.width, frame.height)
    for item in drawings:
        if item.couche.etiquette:
            yield from _labels(item, item.couche.etiquette, frame)
    yield _scale_bar(frame)
    yield _north()


def _shape(carte: Carte, item: DrawnLayer, frame: Frame) -> Markup:
    style = item.couche.style
    if style.symbole:
        points = frame.place(shapely.get_coordinates(item.geometries))
        return symbol.signs(class_of(carte, item.couche), SIGN, points)
    dashes = (
        Markup(' stroke-dasharray="{}"').format(" ".join(map(str, style.tirets)))
        if style.tirets
        else Markup("")
    )
    return Markup(
        '<path class="{}" d="{}" fill="{}" stroke="{}" stroke-width="{:g}" stroke-linejoin="round"'
        ' vector-effect="non-scaling-stroke"{}/>'
    ).format(
        class_of(carte, item.couche),
        path_data(item.geometries, frame.place),
        "none" if item.is_lines else fill_of(carte, item.couche),
        style.trait.clair,
        min(style.epaisseur, THIN_PX) if item.couche.id in carte.eteintes else style.epaisseur,
        dashes,
    )


def _labels(item: DrawnLayer, propriete: str, frame: Frame) -> Iterator[Markup]:
    for row, geometry in zip(item.properties, item.geometries, strict=True):
        seen = shapely.intersection(geometry, frame.inside)
        if seen.is_empty:
            continue
        circle = shapely.maximum_inscribed_circle(seen, tolerance=20)
        radius = float(shapely.length(circle))
        if radius >= ROOM_M:
            ((x, y),) = frame.place(shapely.get_coordinates(shapely.get_point(circle, 0))).tolist()
            yield label(x, y, radius / UNIT_M, str(row[propriete]))


def _written(names: Sequence[Name], frame: Frame) -> Iterator[Markup]:
    """The names of the longest lines, each as often as `REPEATED`."""
    seen = [Name(name.text, shapely.intersection(name.place, frame.inside)) for name in names]
    longest = sorted(seen, key=lambda name: -shapely.length(name.place))
    for text in dict.fromkeys(name.text for name in longest):
        for name in [name for name in longest if name.text == text][:REPEATED]:
            if not shapely.is_empty(name.place):
                yield along(frame.place(shapely.get_coordinates(name.place)), text)


def _scale_bar(frame: Frame) -> Markup:
    length, x, y = round(SCALE_BAR_M / UNIT_M), 75, frame.height - 90
    return Markup(
        '<g class="prm-svg-mesure" fill="#1b1b1b" stroke="#1b1b1b"><path d="M{} {}v40h{}v-40" fill="none"'
        ' stroke-width="2" vector-effect="non-scaling-stroke"/>'
        '<text class="prm-svg-note" x="{}" y="{}" font-size="{}" stroke="none">{} m</text></g>'
    ).format(x, y, length, x, y - 15, TEXT + 10, number(SCALE_BAR_M))


def _north() -> Markup:
    x, y = 115, 210
    return Markup(
        '<g class="prm-svg-mesure" fill="#1b1b1b" stroke="#1b1b1b"><path d="M{} {}l45 150l-45-30l-45 30z" stroke="none"/>'
        '<text class="prm-svg-note" x="{}" y="{}" text-anchor="middle" font-size="{}" stroke="none">N</text></g>'
    ).format(x, y - 135, x, y + 100, TEXT + 10)


def _notes(carte: Carte, lines: Sequence[str], top: int) -> Iterator[Markup]:
    """Legend, sources and limits below the ground, for the file that travels alone."""
    yield Markup(
        '<text class="prm-svg-note" x="75" y="{}" font-size="{}" font-weight="700" fill="#1b1b1b">{}</text>'
    ).format(top + TEXT, TEXT + 20, carte.titre)
    row = 1.4
    for couche in carte.legende:
        yield _legend_line(carte, couche, top + round(row * LINE))
        row += 1
    for line in lines:
        yield Markup(
            '<text class="prm-svg-note" x="75" y="{}" font-size="{}" fill="#1b1b1b">{}</text>'
        ).format(top + round(row * LINE) + TEXT, TEXT, line)
        row += 1


def _legend_line(carte: Carte, couche: Couche, y: int) -> Markup:
    return Markup(
        '<g transform="translate(75 {}) scale(4.5)">{}</g>'
        '<text class="prm-svg-note" x="240" y="{}" font-size="{}" fill="#1b1b1b">{}</text>'
    ).format(y, swatch(carte, couche), y + TEXT - 10, TEXT, couche.legende)


def _note_text(carte: Carte, sources: Mapping[str, Source], mention: str) -> list[str]:
    off = [couche.libelle for couche in carte.couches if couche.id in carte.eteintes]
    thin = [
        f"En trait fin, ce que la carte interactive n'allume que sur demande : {' ; '.join(off)}."
    ]
    credited = "Sources : " + " ; ".join(credit(sources[name]) for name in carte.sources) + "."
    return [
        line
        for text in (*(thin if off else ()), *carte.limites, credited, mention)
        for line in textwrap.wrap(text, COLUMNS)
    ]


def credit(source: Source) -> str:
    """Who publishes, what, from when, under which licence: one attribution."""
    licence = source.licence.id + (
        ", licence à confirmer" if source.licence.est_a_confirmer else ""
    )
    return f"{source.editeur}, « {source.jeu} », {licence}, millésime {source.millesime}"


def publishers(carte: Carte, sources: Mapping[str, Source]) -> str:
    """Who publishes the layers of a map, each once."""
    named = (part for name in carte.sources for part in sources[name].editeur.split(", "))
    return ", ".join(dict.fromkeys(named))
