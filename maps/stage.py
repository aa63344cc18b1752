"""Declared maps and layers → everything published about them, and what pages say of them.

site/assets/leaflet-<version>/…          Leaflet, the same for every map
site/assets/cartes/…                     style sheet and scripts of all maps
site/cartes/couches/<couche>.json        data of the interactive maps, once for all that show the layer
site/cartes/<id>/carte.svg               the picture as a file
site/cartes/<id>/interactive/…           its document and its script
cartes/<id>.json, cartes/<id>.svg        for the pages: texts, figures, the picture to inline
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files as package_files
from typing import Any

from maps.drawing import compact, interactive, palette, pattern, picture
from maps.drawing.drawn_layer import Drawing, draw
from maps.figures.published_exposure import Exposure
from maps.geometry.projection import to_lambert93
from maps.records.carte import Carte, Couche
from maps.records.choices import choice_findings
from maps.records.declaration import read_cartes
from maps.records.layers import COLUMNS, POINTS, Layer, read_layer
from maps.records.placement import misplaced
from maps.words.map_words import Words, words_of
from opendata.findings import Finding, read_yaml
from opendata.model import Source

GEO = "data/geo/"
CARTES = "data/cartes.yaml"
LEAFLET = "node_modules/leaflet/dist/"
ASSETS = ("carte.js", "demarrage.js")


@dataclass(frozen=True)
class Atlas:
    """What maps are made from, read and found right: layers by name, declared maps, sources by id.

    `mention` is the sentence on the site's legal standing, for what travels without its page. `exposure`
    are the published figures that texts repeat; `said` holds the words of maps that are joined to a table
    of their own (`maps.choropleth.joining`), by id.
    """

    layers: Mapping[str, Layer] = field(repr=False)
    cartes: tuple[Carte, ...]
    sources: Mapping[str, Source] = field(repr=False)
    mention: str = ""
    exposure: Exposure = field(default_factory=dict, repr=False)
    said: Mapping[str, Words] = field(default_factory=dict, repr=False)

    @property
    def couches(self) -> tuple[Couche, ...]:
        """Every layer of every map, each once: one id is one layer (`maps.records.declaration`)."""
        once = {couche.id: couche for carte in self.cartes for couche in carte.couches}
        return tuple(once.values())


def read_atlas(
    files: Mapping[str, bytes], sources: Mapping[str, Source], findings: list[Finding]
) -> Atlas | None:
    """The atlas in `files` (data/geo/*, data/cartes.yaml); `None` with every finding.

    The declarations are judged even when a layer cannot be read: the layers' columns are known.
    """
    before = len(findings)
    layers = {name: read_layer_of(files, name, findings) for name in COLUMNS}
    columns = {name: frozenset(types) for name, types in COLUMNS.items()}
    raw = _present(files, CARTES, findings)
    cartes = (
        None if raw is None else read_cartes(CARTES, raw, columns, frozenset(sources), findings)
    )
    present = {name: layer for name, layer in layers.items() if layer}
    document = None if raw is None else read_yaml(CARTES, raw, [])
    if cartes and document:
        findings.extend(dict.fromkeys(choice_findings(document, cartes, present)))
    findings.extend(_misplaced(files, present))
    if len(findings) > before or cartes is None:
        return None
    return Atlas(present, cartes, sources)


def _misplaced(files: Mapping[str, bytes], layers: Mapping[str, Layer]) -> list[Finding]:
    """Points outside the arrondissement that they name, of every layer of places."""
    if "arrondissements" not in layers:
        return []
    chosen = [layer for name, layer in layers.items() if name in POINTS]
    return [
        finding
        for layer in chosen
        for finding in misplaced(layer, files[layer.path], layers["arrondissements"])
    ]


def read_layer_of(files: Mapping[str, bytes], name: str, findings: list[Finding]) -> Layer | None:
    """One layer of data/geo by its name; a missing file is a finding."""
    path = f"{GEO}{name}.geojson"
    raw = _present(files, path, findings)
    return None if raw is None else read_layer(path, raw, findings, properties=COLUMNS[name])


def _present(files: Mapping[str, bytes], path: str, findings: list[Finding]) -> bytes | None:
    if path not in files:
        findings.append(Finding(path, 0, 0, "fichier absent", "les cartes sont faites de ce fichier",
                                "remettre le fichier, ou relancer derive"))  # fmt: skip
    return files.get(path)


def make(
    atlas: Atlas, leaflet: Mapping[str, bytes], progress: Callable[[str], None]
) -> dict[str, bytes]:
    """Every output, by path; `leaflet` are the files of its npm package's `dist/`."""
    folder = interactive.leaflet_folder(leaflet[f"{LEAFLET}leaflet.js"])
    made = {f"site/assets/{folder}/{path}": raw for path, raw in _published(leaflet).items()}
    made["site/assets/cartes/cartes.css"] = _stylesheet(atlas)
    made |= {f"site/assets/cartes/{name}": asset(name).encode() for name in ASSETS}
    every = (_draw(atlas, couche, couche.precision.ecran_m) for couche in atlas.couches)
    drawn = {item.couche.id: item for item in every if len(item.geometries)}
    made |= _layer_data(atlas, drawn)
    for carte in atlas.cartes:
        progress(carte.titre)
        said = atlas.said.get(carte.id) or words_of(carte, atlas.layers, atlas.exposure)
        made |= _map(carte, atlas, said, drawn, folder)
    return made


def _layer_data(atlas: Atlas, drawn: Mapping[str, Drawing]) -> dict[str, bytes]:
    """What browsers download: each layer as drawn on a screen, and every feature where it has a `detail`."""
    details = {
        f"{couche.id}-detail": _draw(atlas, couche, couche.detail.ecran_m, whole=True)
        for couche in atlas.couches
        if couche.detail
    }
    shared = {**drawn, **details}
    return {
        f"site/cartes/couches/{name}.json": compact.encode(item) for name, item in shared.items()
    }


def _published(leaflet: Mapping[str, bytes]) -> dict[str, bytes]:
    """Of Leaflet's distribution: the minified script, the style sheet and its images."""
    kept = {
        path.removeprefix(LEAFLET): raw for path, raw in leaflet.items() if path.startswith(LEAFLET)
    }
    return {
        path: raw
        for path, raw in kept.items()
        if path in {"leaflet.js", "leaflet.css"} or path.endswith(".png")
    }


def asset(name: str) -> str:
    """A file of maps/assets."""
    return (package_files("maps") / "assets" / name).read_text(encoding="utf-8")


def _stylesheet(atlas: Atlas) -> bytes:
    return (asset("cartes.css") + palette.stylesheet(atlas.cartes)).encode()


def _map(
    carte: Carte, atlas: Atlas, said: Words, drawn: Mapping[str, Drawing], leaflet: str
) -> dict[str, bytes]:
    resume = f"{carte.resume} {said.resume}"
    # A class that no territory is in has its line in the legend and nothing to draw.
    shown = [couche for couche in carte.couches if couche.id in drawn]
    pictured = [_draw(atlas, couche, couche.precision.image_m) for couche in shown]
    image = picture.picture(
        carte, pictured, resume, atlas.sources, palette.own_stylesheet(carte), atlas.mention
    )
    place = f"site/cartes/{carte.id}"
    return {
        f"{place}/{picture.file_name(carte)}": f"{image.file}\n".encode(),
        **_interactive(carte, atlas, said, [drawn[couche.id] for couche in shown], leaflet),
        f"cartes/{carte.id}.svg": str(image.page).encode(),
        f"cartes/{carte.id}.json": _json(_page_data(carte, atlas, said)),
    }


def _draw(atlas: Atlas, couche: Couche, tolerance_m: float, *, whole: bool = False) -> Drawing:
    return draw(couche, atlas.layers[couche.fichier], tolerance_m, whole=whole)


def _interactive(
    carte: Carte, atlas: Atlas, said: Words, drawn: Sequence[Drawing], leaflet: str
) -> dict[str, bytes]:
    limits = interactive.limits_of(to_lambert93(atlas.layers["arrondissements"].geometries))
    built = interactive.fragments(carte, drawn, limits, picture.publishers(carte, atlas.sources))
    page = interactive.document(
        carte, built, _places(atlas.layers["arrondissements"], said), atlas.sources,
        asset("interactive.html.j2"), leaflet, atlas.mention,
    )  # fmt: skip
    return {
        f"site/cartes/{carte.id}/interactive/index.html": page,
        f"site/cartes/{carte.id}/interactive/carte.js": built.script.encode(),
    }


def _places(arrondissements: Layer, said: Words) -> list[interactive.Place]:
    return [
        interactive.Place(
            row["libelle_arrondissement"],
            interactive.limits_of(to_lambert93(arrondissements.geometries[[index]])),
            said.phrases[row["code_insee"]],
        )
        for index, row in enumerate(arrondissements.properties)
    ]


def _page_data(carte: Carte, atlas: Atlas, said: Words) -> dict[str, Any]:
    shown = {name for couche in carte.hazards for name in couche.sources}
    return {
        "id": carte.id,
        "titre": carte.titre,
        "titre_court": carte.titre_court,
        "description": carte.description,
        "limites": list(carte.limites),
        "texte": carte.texte,
        "est_fictif": carte.est_fictif,
        "avis": carte.avis,
        "titre_liste": carte.titre_liste or carte.titre,
        "image": picture.file_name(carte),
        "motifs": str(pattern.swatch_patterns(carte)),
        "legende": [
            {
                "libelle": couche.libelle,
                "legende": couche.legende,
                "definition": couche.definition,
                "est_fond": couche.est_fond,
                "pastille": str(pattern.swatch(carte, couche)),
            }
            for couche in carte.legende
        ],
        **said.page,
        "chiffres_publies": [item.model_dump() for item in carte.chiffres_publies],
        "sources": [
            {
                "id": name,
                "adresse": atlas.sources[name].adresse,
                "mention": picture.credit(atlas.sources[name]),
                "est_fond": name not in shown,
            }
            for name in carte.sources
        ],
    }


def _json(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
