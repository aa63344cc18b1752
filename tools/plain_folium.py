"""The same layers as folium draws them when nothing is asked of it: what our maps are weighed against."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import folium
from shapely.geometry import mapping

from maps.records.carte import Carte, Couche
from maps.records.layers import Layer


def plain_folium(carte: Carte, layers: Mapping[str, Layer]) -> bytes:
    """The document that folium writes itself: its default assets, each layer of data/geo embedded as it is.

    A layer that we show whole in detail is embedded whole. Tiles, which would add dozens of
    images, are left out.
    """
    built = folium.Map(location=(48.859, 2.347), zoom_start=12, tiles=None)
    for couche in carte.couches:
        collection = _collection(couche, layers[couche.fichier])
        if not collection["features"]:  # a class that no territory is in
            continue
        folium.GeoJson(
            collection,
            name=couche.libelle,
            style_function=_style(couche),
            tooltip=_tooltip(couche),
        ).add_to(built)
    folium.LayerControl().add_to(built)
    page: str = built.get_root().render()
    return page.encode()


def _collection(couche: Couche, layer: Layer) -> dict[str, Any]:
    rows = zip(layer.properties, layer.geometries, strict=True)
    features = [
        {"type": "Feature", "properties": dict(row), "geometry": mapping(geometry)}
        for row, geometry in rows
        if couche.detail or couche.choix is None or couche.choix.keeps(row[couche.choix.propriete])
    ]
    return {"type": "FeatureCollection", "features": features}


def _style(couche: Couche) -> Callable[[object], dict[str, Any]]:
    fond = couche.style.fond
    style = {
        "color": couche.style.trait.clair,
        "weight": couche.style.epaisseur,
        "fillColor": fond.clair if fond else "none",
    }
    return lambda _feature: style


def _tooltip(couche: Couche) -> folium.GeoJsonTooltip | None:
    if not couche.infobulle:
        return None
    return folium.GeoJsonTooltip(
        fields=[line.propriete for line in couche.infobulle],
        aliases=[line.libelle for line in couche.infobulle],
    )
