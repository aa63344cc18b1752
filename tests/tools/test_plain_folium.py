"""The peer that our maps are weighed against is folium as it comes, with the same layers."""

import re

from tests.maps.worlds import carte, layers
from tools.plain_folium import plain_folium


def test_plain_folium_embeds_every_layer_and_loads_its_default_files() -> None:
    page = plain_folium(carte(), layers()).decode()
    assert {"cdn.jsdelivr.net", "code.jquery.com"} <= set(re.findall(r'="https://([^/"]+)/', page))
    # A layer that our map gives whole in detail is whole here too.
    assert "Rue longue" in page
    assert "Rue courte" in page
    assert page.count("L.geoJson(") == 4
    assert "tileLayer" not in page
