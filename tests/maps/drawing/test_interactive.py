"""folium's fragments in a document of ours: same bytes twice, scripts in files, no other host."""

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from typing import Any

import pytest

from maps.drawing.drawn_layer import DrawnLayer, draw
from maps.drawing.interactive import (
    Destination,
    Fragments,
    fragments,
    leaflet_folder,
    limits_of,
    rendered,
    told,
)
from maps.map_files import asset
from maps.records.carte import Carte
from maps.records.document_place import place_of
from tests.maps.worlds import DECLARED, HOSTILE, PLACES, carte, hostile, layers, mots, sources

LIMITS = ((48.8, 2.3), (48.9, 2.4))


def drawings(declared: Carte | None = None) -> list[DrawnLayer]:
    ground = layers()
    return [draw(couche, ground[couche.fichier], 1) for couche in (declared or carte()).couches]


@pytest.fixture(scope="module")
def built() -> Fragments:
    return fragments(carte(), drawings(), LIMITS, "Éditeur")


@pytest.fixture(scope="module")
def page(built: Fragments) -> str:
    place = Destination("1er <b>", LIMITS, "Un « constat » & le reste.")
    return document(carte(), built, [place], "leaflet-1.9.4", "Mention.")


def document(
    declared: Carte, made: Fragments, places: list[Destination], leaflet: str, mention: str
) -> str:
    """The French document of a declared map."""
    said = told(declared, made, places, sources(), leaflet, mention)
    return rendered(said, mots(), asset("interactive.html.j2"), place_of(declared.id)).decode()


class Elements(HTMLParser):
    """Every element with its attributes, the text of scripts and styles, and that of blocks of data."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.inline: list[str] = []
        self.data: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1][0] in ("script", "style") and data.strip():
            is_data = self.found[-1][1].get("type") == "application/json"
            (self.data if is_data else self.inline).append(data)


def test_the_script_starts_every_layer_empty_and_names_where_its_data_are(built: Fragments) -> None:
    assert built.script.count('"features": []') == 4
    assert "ajax" not in built.script
    told = {couche["id"]: couche for couche in built.data["couches"]}
    for name in ("fond", "rues", "zone-bleue", "zone-verte"):
        assert told[name]["adresse"] == f"../../couches/{name}.json"
        assert f'"{name}": geo_json_' in built.script
    assert told["rues"]["detail"]["adresse"] == "../../couches/rues-detail.json"


def told_by(page: str) -> dict[str, Any]:
    """What the document tells its script."""
    (data,) = Elements(page).data
    told: dict[str, Any] = json.loads(data)
    return told


def test_the_script_is_the_same_whatever_people_write(built: Fragments) -> None:
    made = fragments(hostile(), drawings(hostile()), LIMITS, HOSTILE)
    assert made.script == built.script
    assert made.html == built.html


def test_what_people_write_travels_as_data() -> None:
    made = fragments(hostile(), drawings(hostile()), LIMITS, HOSTILE)
    page = document(hostile(), made, [], "leaflet", "")
    told = told_by(page)
    assert told["mention"] == HOSTILE
    assert {couche["nom"] for couche in told["couches"]} == {HOSTILE}
    assert told["couches"][2]["champs"] == [HOSTILE]
    (bubble,) = [one["bulle"] for one in told["couches"] if "bulle" in one]
    assert {bubble[key] for key in ("texte", "faire", "officiel", "lien")} == {HOSTILE}
    assert "49" not in page


def test_signs_are_handed_to_the_browser_with_their_size() -> None:
    ground = layers()
    declared = carte(PLACES)
    drawn = [draw(couche, ground[couche.fichier], 1) for couche in declared.couches]
    made = fragments(declared, drawn, LIMITS, "Éditeur")
    told = {couche["id"]: couche for couche in made.data["couches"]}
    assert told["fontaines-ouvertes"]["symbole"]["trace"].startswith("M0-6")
    assert told["fontaines-ouvertes"]["symbole"]["taille"] == 5
    assert '"className": "prm-lieux-fontaines-ouvertes"' in made.script


def test_background_is_not_in_the_layer_control(built: Fragments) -> None:
    control = built.script[built.script.index("layer_control_") :]
    assert '"zone-bleue" :' in control
    assert '"rues" :' not in control


def test_ids_are_numbers_in_the_order_of_the_tree(built: Fragments) -> None:
    assert re.findall(r"var (\w+) = L\.(?:map|geoJson)", built.script) == [
        "map_2", "geo_json_4", "geo_json_6", "geo_json_8", "geo_json_10"
    ]  # fmt: skip


def test_the_same_bytes_under_another_hash_seed(built: Fragments) -> None:
    code = (
        "from tests.maps.drawing.test_interactive import *;"
        "f = fragments(carte(), drawings(), LIMITS, 'Éditeur');"
        "import sys; sys.stdout.buffer.write((f.html + f.script + json.dumps(f.data)).encode())"
    )
    again = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True,
                           env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"})  # fmt: skip
    assert again.stdout.decode() == built.html + built.script + json.dumps(built.data)


def test_the_document_is_french_titled_and_zoomable(page: str) -> None:
    assert '<html lang="fr">' in page
    assert "<title>Carte d&#39;essai : carte interactive</title>" in page
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in page
    assert "Mention." in page


def test_nothing_is_inline_and_nothing_is_loaded_from_another_host(page: str) -> None:
    elements = Elements(page)
    assert elements.inline == []
    assert not any(
        name.startswith("on") or name == "style" for _, attrs in elements.found for name in attrs
    )
    loaded = [
        attrs.get("src") or attrs.get("href") or ""
        for tag, attrs in elements.found
        if tag in ("script", "link", "img")
    ]
    assert loaded
    assert all(address == "data:," or not re.match(r"\w+:|//", address) for address in loaded)
    links = {attrs["href"] for tag, attrs in elements.found if tag == "a"}
    assert links == {
        "#prm-apres",
        "../",
        "https://exemple.invalid/zones",
        "https://exemple.invalid/territoires",
    }


def test_everything_declared_is_in_the_legend_and_values_are_text(page: str) -> None:
    for couche in carte().couches:
        assert couche.legende in page
    assert "1er &lt;b&gt;" in page
    assert "1er <b>" not in page
    assert 'value="48.80000,2.30000,48.90000,2.40000"' in page


def test_limits_are_south_west_and_north_east() -> None:
    (south, west), (north, east) = limits_of(drawings()[0].geometries)
    assert 48.8 < south < north < 48.9
    assert 2.2 < west < east < 2.5


def test_leaflet_s_folder_bears_its_version() -> None:
    assert leaflet_folder(b"/* @preserve\n * Leaflet 1.9.4, a JS library") == "leaflet-1.9.4"
    with pytest.raises(ValueError, match="does not name its version"):
        leaflet_folder(b"!function(){}")


def test_a_layer_to_be_switched_on_is_off_at_first_and_the_first_view_is_cropped() -> None:
    text = DECLARED.replace("motif: points", "motif: contour")
    declared = carte(text.replace("  couches:\n", "  eteintes: [zone-verte]\n  couches:\n", 1))
    view = ((48.85, 2.31), (48.86, 2.32))
    made = fragments(declared, drawings(declared), LIMITS, "Éditeur", view)
    named = dict(re.findall(r'"([a-z-]+)": (geo_json_\d+),', made.script))
    added = {name for name, layer in named.items() if f"{layer}.addTo(" in made.script}
    assert set(named) - added == {"zone-verte"}
    assert (made.data["vue"], made.data["limites"]) == (view, LIMITS)
