"""The first drawn layer of a map is timed by the page itself, and judged beside folium's."""

from pathlib import Path

from playwright.sync_api import Browser

from tools.first_paint import first_shape, ratio
from tools.hosting import hosted

# A shape without a size is there from the beginning; it is drawn by the first frame after 200 ms.
PAGE = """<!doctype html><title>carte</title>
<div class="leaflet-pane"><svg width="50" height="50"><path d="M0 0"/></svg></div>
<script>
(function draw() {
  if (performance.now() < 200) requestAnimationFrame(draw);
  else document.querySelector("path").setAttribute("d", "M0 0h20v20z");
})();
</script>"""


def test_the_clock_stops_at_a_shape_that_has_a_size(tmp_path: Path, chromium: Browser) -> None:
    (tmp_path / "index.html").write_text(PAGE, encoding="utf-8")
    with hosted(tmp_path) as address:
        assert first_shape(chromium, f"{address}/") >= 200


def test_a_map_that_is_drawn_later_than_its_share_of_folium_s_time_fails() -> None:
    assert ratio("inondation", 300, 1000).passes
    assert not ratio("inondation", 700, 1000).passes
    assert str(ratio("inondation", 300, 1000)) == (
        "ok     première couche dessinée, inondation : 0.30 (au plus 0.6) — "
        "300.00 ms contre 1,000.00 (folium tel quel avec ses fichiers)"
    )
