"""The maps' stage: a unit a map, a unit a layer or a kind of names that browsers download."""

from __future__ import annotations

from maps.map_files import (
    layer_files,
    leaflet_folder,
    map_files,
    name_files,
    shared_files,
    sheets,
)
from maps.records.atlas import Atlas
from site_src.cartes.document_words import words_of
from site_src.engine.stages import Inputs
from site_src.engine.store import Outputs
from site_src.engine.units import Unit
from site_src.frame.identity import Identite
from site_src.frame.languages import SOURCE


def run(inputs: Inputs) -> Outputs:
    """Pictures, interactive maps, their shared files, and what pages say."""
    atlas, mention = inputs.record("cartes", Atlas), inputs.record("identite", Identite).mention
    mots = words_of(inputs.record("langues", dict)[SOURCE])
    leaflet = leaflet_folder(inputs.files)
    couches = [
        Unit(f"couche-{couche.id}", layer_files, (couche, atlas.layers[couche.fichier]))
        for couche in atlas.couches
    ]
    cartes = [
        Unit(sheet.carte.id, map_files, (sheet, leaflet), sheet.carte.titre)
        for sheet in sheets(atlas, mention, mots)
    ]
    noms = [
        Unit(f"noms-{repere.id}", name_files, (repere, atlas.layers[repere.fichier]))
        for repere in atlas.reperes
    ]
    made = inputs.work.each([*cartes, *couches, *noms]).values()
    return inputs.work.join([shared_files(atlas.cartes, inputs.files), *made])
