"""A declared map as folium draws it, in a document of ours, with every script in a file.

folium's own document has no language, no title, forbids zooming, loads ten files from four
hosts and fetches data by blocking requests. Here it gives two fragments: the element that
holds the map and the script that builds it; layers start empty and maps/assets/carte.js
fills them.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import folium
import shapely
from branca.element import Element, MacroElement
from folium.map import CustomPane
from folium.template import Template
from jinja2 import DictLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from maps.drawing import symbol
from maps.drawing.drawn_layer import DrawnLayer
from maps.drawing.pattern import class_of, fill_of, patterns, swatch, swatch_patterns
from maps.drawing.picture import credit
from maps.geometry.projection import Geometries, to_wgs84
from maps.records.carte import Carte, Couche
from maps.records.document_place import DOCUMENT
from maps.words.document_words import DocumentWords, Kind
from opendata.model import Source

Bounds = tuple[tuple[float, float], tuple[float, float]]

MIN_ZOOM, MAX_ZOOM = 11, 17
EMPTY: Mapping[str, Any] = {"type": "FeatureCollection", "features": []}
# Drawn above Leaflet's own overlay pane (400), below its markers (600).
FIRST_PANE = 410


class _Runtime(MacroElement):
    """Hands the built map and its empty layers, by id, to maps/assets/carte.js."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            prm.start({{ this.map_name }}, {
            {%- for name, layer in this.layers.items() %}
                {{ name|tojson }}: {{ layer.get_name() }},
            {%- endfor %}
            });
        {% endmacro %}
        """
    )

    def __init__(self, layers: Mapping[str, Element]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Runtime"
        self.layers = layers

    @property
    def map_name(self) -> str:
        """The script's variable that holds the map."""
        if self._parent is None:
            raise ValueError("the runtime belongs to a map")
        return self._parent.get_name()


@dataclass(frozen=True)
class Fragments:
    """folium's output, the map's element and the script that builds it; `data`, what the script is told.

    The script holds identifiers, colours and numbers of ours. What people write (names, labels, publishers) is
    in `data`, which the document carries as JSON and maps/assets/carte.js sets as text.
    """

    html: str = field(repr=False)
    script: str = field(repr=False)
    data: Mapping[str, Any] = field(repr=False)


def fragments(
    carte: Carte,
    drawings: Sequence[DrawnLayer],
    limits: Bounds,
    mention: str,
    view: Bounds | None = None,
) -> Fragments:
    """The map as folium writes it; `limits` are south-west and north-east (latitude, longitude), `view` the first view's.

    `mention` names the publishers of its layers, in the corner of the map.
    """
    # The list of layers reads like the legend; what covers what is a matter of panes.
    order = {couche.id: rank for rank, couche in enumerate(carte.legende)}
    ranked = sorted(enumerate(drawings), key=lambda pair: order[pair[1].couche.id])
    built = _folium_map(carte, ranked, limits)
    root: Any = built.get_root()
    _number(root)
    built.render()  # type: ignore[no-untyped-call]
    own_header = set(root.header._children) - {"meta_http", built.get_name()}
    if own_header:
        raise ValueError(f"{carte.id}: folium elements need a header: {sorted(own_header)}")
    data = {
        "limites": limits,
        "vue": view or limits,
        "mention": mention,
        "couches": [_settings(carte, item.couche) for _, item in ranked],
        "reperes": [
            {
                "genre": one.genre,
                "zoom": one.zoom,
                "adresse": _from(carte, f"cartes/noms/{one.id}.json"),
            }
            for one in carte.reperes
        ],
    }
    return Fragments(_written(root.html), _plain(_written(root.script)), data)


def _written(part: Element) -> str:
    """What folium's elements wrote into a part of the figure.

    branca would take it for the source of a template and render it again.
    """
    return "\n".join(child._template_str or "" for child in part._children.values())


def _folium_map(
    carte: Carte, ranked: Sequence[tuple[int, DrawnLayer]], limits: Bounds
) -> folium.Map:
    (south, west), (north, east) = limits
    built = folium.Map(
        location=(round((south + north) / 2, 5), round((west + east) / 2, 5)), tiles=None, zoom_start=12, zoom_control=False,
        attributionControl=False, minZoom=MIN_ZOOM, maxZoom=MAX_ZOOM, maxBoundsViscosity=0.8,
        zoomSnap=0.25,
    )  # fmt: skip
    # On this map only: add_js_link would change the class for everyone.
    built.default_js, built.default_css = [], []
    layers: dict[str, Element] = {}
    for rank, item in ranked:
        CustomPane(
            class_of(carte, item.couche), z_index=FIRST_PANE + rank, pointer_events=True
        ).add_to(built)
        layers[item.couche.id] = _layer(carte, item)
        layers[item.couche.id].add_to(built)
    folium.LayerControl(position="topright", collapsed=False).add_to(built)
    _Runtime(layers).add_to(built)
    return built


def _layer(carte: Carte, item: DrawnLayer) -> folium.GeoJson:
    """An empty layer: its style is an option, since a style function is asked feature by feature."""
    couche = item.couche
    name = class_of(carte, couche)
    style = _style(carte, item) if not couche.style.symbole else {"className": name}
    return folium.GeoJson(
        dict(EMPTY), name=couche.id, control=not couche.est_fond, smooth_factor=0.5,
        style={key: value for key, value in style.items() if value is not None}, pane=name,
        interactive=bool(couche.infobulle or couche.bulle), show=couche.id not in carte.eteintes,
    )  # fmt: skip


def _style(carte: Carte, item: DrawnLayer) -> dict[str, Any]:
    """How lines and zones are drawn; signs are drawn by maps/assets/carte.js."""
    couche = item.couche
    return {
        "className": class_of(carte, couche),
        "color": couche.style.trait.clair,
        "weight": couche.style.epaisseur,
        "dashArray": " ".join(map(str, couche.style.tirets)) or None,
        "fill": not item.is_lines,
        "fillColor": fill_of(carte, couche),
        "fillOpacity": 1,
    }


def _from(carte: Carte, path: str) -> str:
    """The way from a map's own document to a file of the site."""
    folder = "/" if path.endswith("/") else ""
    return posixpath.relpath(path, f"{carte.place}{DOCUMENT}") + folder


def _settings(carte: Carte, couche: Couche) -> dict[str, Any]:
    """What maps/assets/carte.js is told of a layer."""
    settings: dict[str, Any] = {
        "id": couche.id,
        "nom": couche.libelle,
        "adresse": _from(carte, f"cartes/couches/{couche.id}.json"),
        "champs": [line.libelle for line in couche.infobulle],
    }
    if couche.est_fond:
        settings["fond"] = True
        settings["territoire"] = couche.fichier == "arrondissements"
    if couche.bulle:
        settings["bulle"] = {
            "texte": couche.bulle.texte,
            "faire": couche.bulle.faire,
            "officiel": couche.bulle.officiel,
            "lien": couche.bulle.lien,
            "adresse": _from(carte, couche.bulle.page),
        }
    if couche.style.symbole:
        settings["symbole"] = {
            "trace": symbol.shape_of(couche.style),
            "taille": couche.style.taille,
            "epaisseur": symbol.outline_px(couche.style),
        }
    if couche.detail:
        settings["detail"] = {
            "zoom": couche.detail.zoom,
            "adresse": _from(carte, f"cartes/couches/{couche.id}-detail.json"),
        }
        if couche.detail.noms:  # which of the values is the name
            settings["detail"]["noms"] = couche.properties.index(couche.detail.noms)
    return settings


def _number(element: Element) -> None:
    """Ids in the order of the tree, in place of branca's random ones."""
    numbers = count(1)
    pending = [element]
    while pending:
        current = pending.pop(0)
        current._id = str(next(numbers))
        pending.extend(current._children.values())


def _plain(script: str) -> str:
    """The script without the indentation and blank lines of folium's templates."""
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def limits_of(geometries: Geometries) -> Bounds:
    """South-west and north-east corners (latitude, longitude) of Lambert-93 geometries, to 5 decimals."""
    west, south, east, north = (
        round(float(value), 5) for value in shapely.total_bounds(to_wgs84(geometries))
    )
    return (south, west), (north, east)


@dataclass(frozen=True)
class Destination:
    """An arrondissement that the reader may go to: its limits, and what is to be known of it."""

    libelle: str
    limits: Bounds
    phrase: str

    @property
    def cadre(self) -> str:
        """South, west, north, east, for the document's script."""
        return ",".join(f"{value:.5f}" for corner in self.limits for value in corner)


def told(
    carte: Carte,
    drawn: Fragments,
    places: Sequence[Destination],
    sources: Mapping[str, Source],
    leaflet: str,
    mention: str,
) -> dict[str, Any]:
    """What a map's own document says and shows, in French, as JSON: what `rendered` lays out, in this language or another.

    `leaflet` is the name of the folder of site/assets/ that holds Leaflet, `mention` the sentence on
    the site's legal standing. `zone` is how sentences name the zone that the map is about.
    """
    zone = carte.paroles.zone if carte.paroles else None
    return {
        "id": carte.id,
        "place": f"{carte.place}{DOCUMENT}",
        "genre": kind_of(carte),
        "titre": carte.titre,
        "description": carte.description,
        "est_fictif": carte.est_fictif,
        "est_cadree": bool(carte.cadre),
        "carte_html": drawn.html.strip(),
        "motifs": str(patterns(carte) + swatch_patterns(carte)),
        "legende": [
            {
                "id": couche.id,
                "legende": couche.legende,
                "definition": couche.definition,
                "est_eteinte": couche.id in carte.eteintes,
                "pastille": str(swatch(carte, couche)),
            }
            for couche in carte.legende
        ],
        "lieux": [
            {"libelle": one.libelle, "cadre": one.cadre, "phrase": one.phrase} for one in places
        ],
        "limites": list(carte.limites),
        "credits": [
            {"texte": credit(sources[name]), "adresse": sources[name].adresse}
            for name in carte.sources
        ],
        "notes": [mention],
        "liste": "../liste/",
        "donnees": dict(drawn.data),
        "leaflet": leaflet,
        "zone": zone.model_dump(include={"code", "nom", "aucune", "enveloppe"}) if zone else None,
    }


def kind_of(carte: Carte) -> Kind:
    """What the map shows, as its document and its scripts call it."""
    if carte.choroplethe:
        return "arrondissement"
    return "lieu" if carte.places else "zone"


def rendered(said: Mapping[str, Any], mots: DocumentWords, template: str, place: str) -> bytes:
    """The map's own document: titled, zoomable, with legend, limits and a way round it.

    `said` is what `told` gives, in the language of `mots`; `place` is the document's folder, from that of the site.
    """
    env = ImmutableSandboxedEnvironment(
        loader=DictLoader({"carte": template}), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    # What is drawn is folium's, and patterns and signs of ours, from validated values.
    page = env.get_template("carte").render(
        carte=said,
        carte_html=Markup(said["carte_html"]),  # noqa: S704
        motifs=Markup(said["motifs"]),  # noqa: S704
        legende=[(couche, Markup(couche["pastille"])) for couche in said["legende"]],  # noqa: S704
        donnees={**said["donnees"], "mots": mots.of_scripts(said["genre"])},
        script=posixpath.relpath(f"{said['place']}carte.js", place),
        vide=mots.scripts[f"vide_{said['genre']}"],
        mots=mots,
        m=mots.dit,
        racine="../" * place.count("/"),
    )
    return (page.strip() + "\n").encode()


_VERSION = re.compile(rb"Leaflet (\d+\.\d+\.\d+)")


def leaflet_folder(script: bytes) -> str:
    """`leaflet-1.9.4`, by what Leaflet's own file says of itself: a new version is a new address."""
    match = _VERSION.search(script[:300])
    if match is None:
        raise ValueError("node_modules/leaflet/dist/leaflet.js does not name its version")
    return f"leaflet-{match.group(1).decode()}"
