"""The peers are stock tools with our texts and layers, and ask nothing of other hosts."""

import re
from pathlib import Path

import pytest
import yaml

from maps.records.atlas import Atlas
from opendata.findings import Document
from tests.maps.worlds import DECLARED, PATH, carte, layers
from tools.peers import BLANK, configuration, folium_folder, framed
from tools.weights import PACKAGES

PAGE = '# Carte\n<figure>\n<svg xmlns="x" class="prm-image" role="img">\n<path/></svg>\n</figure>\n'


def test_stock_material_keeps_our_texts_and_drops_our_theme() -> None:
    ours = {"site_name": "Paris", "nav": ["index.md"], "plugins": [], "extra": {"styles": []},
            "theme": {"name": "material", "custom_dir": "theme"}}  # fmt: skip
    stock = yaml.safe_load(configuration(yaml.safe_dump(ours).encode()))
    assert stock == {"site_name": "Paris", "nav": ["index.md"],
                     "theme": {"name": "material", "language": "fr", "font": False}}  # fmt: skip


def test_folium_stands_where_our_picture_was() -> None:
    page = framed(PAGE, "../folium/a.html")
    assert '<figure>\n<iframe src="../folium/a.html"' in page
    assert "svg" not in page


def test_a_page_without_its_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="one picture expected on the page, 0 found"):
        framed("# Carte\n", "a.html")


def test_folium_s_files_stand_beside_it(tmp_path: Path) -> None:
    for name in PACKAGES.values():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    world = carte()
    made = folium_folder(Atlas(layers(), (world,), {}, Document(PATH, DECLARED, None)), tmp_path)
    page = made[f"folium/{world.id}.html"].decode()
    assert not re.findall(r'(?:src|href)="https?:', page)
    asked = set(re.findall(r'(?:src|href)="(files/[^"]+)"', page))
    pins = {f"files/images/{name}" for name in PACKAGES if name.endswith(".png")}
    assert {f"folium/{name}" for name in asked | pins} == set(made) - {BLANK, f"folium/{world.id}.html"}  # fmt: skip
    assert made["folium/files/leaflet.js"] == b"leaflet/dist/leaflet.js"
