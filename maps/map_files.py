"""A declared map and its layers → everything published about it, and what pages say of it.

site/assets/leaflet-<version>/…          Leaflet, the same for every map
site/assets/cartes/…                     style sheets and scripts of all maps
site/cartes/couches/<couche>.json        data of the interactive maps, once for all that show the layer
site/cartes/noms/<repère>.json           names written on them, once for all that write them
site/<place>/carte.svg                   the picture as a file; <place> is cartes/<id>/, a fictitious map's its dataset's
site/<place>/interactive/…               its document and its script
cartes/<id>.json, cartes/<id>.svg        for the pages: texts, figures, the picture to inline
documents/<id>.json                      for other languages: what its document says and shows, in French
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files as package_files
from typing import Any

import numpy as np
from pydantic_core import to_json

from maps.drawing import compact, interactive, names, palette, pattern, picture
from maps.drawing.drawn_layer import DrawnLayer, draw
from maps.figures.published_exposure import Exposure
from maps.geometry.projection import to_lambert93
from maps.records.atlas import Atlas
from maps.records.carte import Carte, Couche
from maps.records.document_place import DOCUMENT, TOLD
from maps.records.layers import Layer
from maps.records.repere import Repere
from maps.words.document_words import DocumentWords
from maps.words.map_words import Words, words_of
from opendata.model import Source

LEAFLET = "node_modules/leaflet/dist/"
_INDENTATION = re.compile(r"\s*\n\s*")
_COMMENT = re.compile(r"^[ \t]*/\*.*?\*/\n|[ \t]*/\*.*?\*/", re.DOTALL | re.MULTILINE)
_PICTURE = re.compile(r"^background-image: url\(images/.*\n", re.MULTILINE)
ASSETS = (
    "autour.js", "carte.js", "demarrage.js", "document.css", "listes.css", "noms.js", "pres.js", "vue.js",
)  # fmt: skip


@dataclass(frozen=True)
class MapSheet:
    """One declared map and all that it is made from.

    `others` are the maps whose words it gathers; `words` are its own where they come from a table.
    """

    carte: Carte
    others: tuple[Carte, ...] = field(repr=False)
    layers: Mapping[str, Layer] = field(repr=False)
    sources: Mapping[str, Source] = field(repr=False)
    exposure: Exposure = field(repr=False)
    mention: str
    mots: DocumentWords = field(repr=False)
    words: Words | None = field(default=None, repr=False)


def sheets(atlas: Atlas, mention: str, mots: DocumentWords) -> list[MapSheet]:
    """One sheet a map; `mention` is the sentence on the site's legal standing, `mots` the French words of documents."""
    return [
        MapSheet(
            carte, _gathered(carte, atlas.cartes), atlas.layers,
            {name: atlas.sources[name] for name in carte.sources},
            atlas.exposure, mention, mots, atlas.said.get(carte.id),
        )
        for carte in atlas.cartes
    ]  # fmt: skip


def _gathered(carte: Carte, cartes: Sequence[Carte]) -> tuple[Carte, ...]:
    names = (carte.paroles.cartes or ()) if carte.paroles else ()
    return tuple(other for other in cartes if other.id in names)


def shared_files(cartes: Sequence[Carte], leaflet: Mapping[str, bytes]) -> dict[str, bytes]:
    """What all maps load: Leaflet, style sheets, scripts; `leaflet` are the files of its npm package's `dist/`.

    Pages load `cartes.css`, lists of places `listes.css`, documents `cartes.css` and `document.css`: each what it shows.
    """
    folder = leaflet_folder(leaflet)
    return {
        **{
            f"site/assets/{folder}/{path}": _light(path, raw)
            for path, raw in _published(leaflet).items()
        },
        "site/assets/cartes/cartes.css": (
            _without_comments(asset("cartes.css")) + palette.stylesheet(cartes)
        ).encode(),
        **{
            f"site/assets/cartes/{name}": _without_comments(asset(name)).encode() for name in ASSETS
        },
    }


def leaflet_folder(leaflet: Mapping[str, bytes]) -> str:
    """The folder of site/assets that holds this version of Leaflet."""
    return interactive.leaflet_folder(leaflet[f"{LEAFLET}leaflet.js"])


def layer_files(couche: Couche, layer: Layer) -> dict[str, bytes]:
    """What browsers download: the layer as drawn on a screen, and every feature where it has a `detail`."""
    drawn = {couche.id: (_drawn(couche, layer, couche.precision.ecran_m), couche.precision.ecran_m)}
    if couche.detail:
        finer = couche.detail.ecran_m
        drawn[f"{couche.id}-detail"] = (_drawn(couche, layer, finer, every_feature=True), finer)
    return {
        f"site/cartes/couches/{name}.json": compact.encode(item, tolerance_m)
        for name, (item, tolerance_m) in drawn.items()
        if len(item.geometries) or name != couche.id
    }


def name_files(repere: Repere, layer: Layer) -> dict[str, bytes]:
    """What browsers download to write names."""
    return {f"site/cartes/noms/{repere.id}.json": names.encode(names.names_of(repere, layer))}


def _published(leaflet: Mapping[str, bytes]) -> dict[str, bytes]:
    """Of Leaflet's distribution: the minified script and the style sheet.

    Its pictures are those of pins, which no map of ours has, and of the button of layers, which document.css draws.
    """
    kept = {
        path.removeprefix(LEAFLET): raw for path, raw in leaflet.items() if path.startswith(LEAFLET)
    }
    return {path: raw for path, raw in kept.items() if path in {"leaflet.js", "leaflet.css"}}


def _without_comments(text: str) -> str:
    """A style sheet or a script without its comments and indentation, which are for who reads the sources."""
    return _INDENTATION.sub("\n", _COMMENT.sub("", text))


def _light(path: str, raw: bytes) -> bytes:
    """Leaflet's style sheet without comments and pictures; its script, and its notice, as it comes."""
    if not path.endswith(".css"):
        return raw
    return _PICTURE.sub("", _without_comments(raw.decode())).encode()


def asset(name: str) -> str:
    """A file of maps/assets."""
    return (package_files("maps") / "assets" / name).read_text(encoding="utf-8")


def map_files(sheet: MapSheet, leaflet: str) -> dict[str, bytes]:
    """Everything of one map; `leaflet` is the folder of its library."""
    carte = sheet.carte
    said = sheet.words or words_of(carte, sheet.others, sheet.layers, sheet.exposure)
    on_screen = [_layer_of(sheet, couche, couche.precision.ecran_m) for couche in carte.couches]
    # A class that no territory is in has its line in the legend and nothing to draw.
    shown = [item for item in on_screen if len(item.geometries)]
    pictured = [_layer_of(sheet, item.couche, item.couche.precision.image_m) for item in shown]
    image = picture.picture(
        carte, pictured, f"{carte.resume} {said.resume}", sheet.sources,
        palette.own_stylesheet(carte), sheet.mention, _waters(sheet),
    )  # fmt: skip
    return {
        f"site/{carte.place}{picture.file_name(carte)}": f"{image.file}\n".encode(),
        **_interactive(sheet, said, shown, leaflet),
        f"cartes/{carte.id}.svg": str(image.page).encode(),
        f"cartes/{carte.id}.json": _json(_page_data(sheet, said)),
    }


def _waters(sheet: MapSheet) -> list[names.Name]:
    """The names that a picture has room for: those of the water."""
    waters = [repere for repere in sheet.carte.reperes if repere.genre == "eau"]
    return [
        name for repere in waters for name in names.names_of(repere, sheet.layers[repere.fichier])
    ]


def _layer_of(sheet: MapSheet, couche: Couche, tolerance_m: float) -> DrawnLayer:
    return _drawn(couche, sheet.layers[couche.fichier], tolerance_m)


@lru_cache(maxsize=64)
def _drawn(
    couche: Couche, layer: Layer, tolerance_m: float, *, every_feature: bool = False
) -> DrawnLayer:
    """Once in a process: the background is the same on several maps."""
    return draw(couche, layer, tolerance_m, every_feature=every_feature)


def _interactive(
    sheet: MapSheet, said: Words, drawn: Sequence[DrawnLayer], leaflet: str
) -> dict[str, bytes]:
    carte, arrondissements = sheet.carte, sheet.layers["arrondissements"]
    limits = interactive.limits_of(to_lambert93(arrondissements.geometries))
    view = _view(carte, drawn)
    built = interactive.fragments(
        carte, drawn, limits, picture.publishers(carte, sheet.sources), view
    )
    told = interactive.told(
        carte, built, _places(arrondissements, said), sheet.sources, leaflet, sheet.mention
    )
    place = f"{carte.place}{DOCUMENT}"
    return {
        f"site/{place}index.html": document(told, sheet.mots, place),
        f"site/{place}carte.js": built.script.encode(),
        f"{TOLD}{carte.id}.json": _json(told),
    }


def document(told: Mapping[str, Any], mots: DocumentWords, place: str) -> bytes:
    """A map's own document in the language of `mots`, to stand in the folder `place` of the site; `told` is in that language."""
    return interactive.rendered(told, mots, asset("interactive.html.j2"), place)


def _view(carte: Carte, drawn: Sequence[DrawnLayer]) -> interactive.Bounds | None:
    """What the first view is cropped to; `None` where that is all of Paris."""
    shown = [item.geometries for item in drawn if item.couche.id in carte.cadre]
    return interactive.limits_of(np.concatenate(shown)) if shown else None


def _places(arrondissements: Layer, said: Words) -> list[interactive.Destination]:
    return [
        interactive.Destination(
            row["libelle_arrondissement"],
            interactive.limits_of(to_lambert93(arrondissements.geometries[[index]])),
            said.phrases[row["code_insee"]],
        )
        for index, row in enumerate(arrondissements.properties)
    ]


def _page_data(sheet: MapSheet, said: Words) -> dict[str, Any]:
    carte = sheet.carte
    shown = {name for couche in carte.hazards for name in couche.sources}
    return {
        "id": carte.id,
        "place": carte.place,
        "titre": carte.titre,
        "titre_court": carte.titre_court,
        "description": carte.description,
        "limites": list(carte.limites),
        "est_fictif": carte.est_fictif,
        "avis": carte.avis,
        "titre_liste": carte.titre_liste or carte.titre,
        "listes_ouvertes": carte.listes_ouvertes,
        "image": picture.file_name(carte),
        "motifs": str(pattern.swatch_patterns(carte)),
        "legende": [
            {
                "libelle": couche.libelle,
                "legende": couche.legende,
                "definition": couche.definition,
                "est_fond": couche.est_fond,
                "est_eteinte": couche.id in carte.eteintes,
                "pastille": str(pattern.swatch(carte, couche)),
            }
            for couche in carte.legende
        ],
        **said.page,
        "chiffres_publies": [item.model_dump() for item in carte.chiffres_publies],
        "sources": [
            {
                "id": name,
                "adresse": sheet.sources[name].adresse,
                "mention": picture.credit(sheet.sources[name]),
                "est_fond": name not in shown,
            }
            for name in carte.sources
        ],
    }


def _json(value: Mapping[str, Any]) -> bytes:
    return to_json(value, indent=1) + b"\n"
