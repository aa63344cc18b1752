"""The map of classes driven: a hidden cell is hatched and said, and no view of it is without « fictives »."""

from __future__ import annotations

import re
from collections.abc import Mapping

from playwright.sync_api import expect

from tests.browser.conftest import Window

PAGE = "donnees/tranquillite/carte/"
FORMER = "cartes/tranquillite-fictif/"
DOCUMENT = f"{PAGE}interactive/"
HIDDEN = "tranquillite-fictif-cachee"
CLASSES = tuple(f"tranquillite-fictif-classe-{rank}" for rank in range(1, 6))
READY = "Carte affichée"
WORDS = "données fictives de démonstration"
BANNER = (
    "Données fictives de démonstration. Les faits sont inventés pour montrer la méthode. Les contours et les nombres"
    " d’habitants sont ceux de Paris."
)
CAVEAT = "Là où peu de gens habitent et où beaucoup viennent, le taux serait grand"


def test_the_page_says_it_is_fictitious_before_any_script(window: Window) -> None:
    with window("telephone", scripts=False) as visit:
        visit.go(PAGE)
        assert WORDS in visit.page.title().lower()
        assert WORDS not in visit.page.locator("h1").inner_text().lower()
        expect(visit.page.locator(".prm-fictif")).to_have_text(BANNER)
        image = visit.page.get_by_role("img", name="Carte de la tranquillité publique")
        assert WORDS.upper() in (image.locator(".prm-svg-filigrane").text_content() or "")
        expect(visit.page.locator("tr[id^='751']", has_text="valeur cachée").first).to_be_visible()
        visit.page.get_by_role("link", name="Démarrer la carte interactive").click()
        assert visit.path == DOCUMENT
        expect(visit.page.locator(".prm-fictif")).to_have_text(BANNER)


def test_the_dataset_and_its_map_say_the_same_of_the_rate(window: Window) -> None:
    with window("telephone", scripts=False) as visit:
        visit.go("donnees/tranquillite/")
        expect(visit.page.locator(".prm-fictif")).to_have_text(
            "Données fictives de démonstration. Rien sur cette page ne décrit Paris : les chiffres sont inventés pour"
            " montrer la méthode."
        )
        expect(visit.page.locator(".prm-encadre", has_text="une démonstration")).to_contain_text(
            CAVEAT
        )
        visit.page.get_by_role("link", name="Carte de la tranquillité publique en 2025").click()
        assert visit.path == PAGE
        expect(visit.page.locator(".prm-encadre", has_text="une démonstration")).to_contain_text(
            CAVEAT
        )
        visit.page.get_by_role("link", name="Le jeu de données", exact=True).click()
        assert visit.path == "donnees/tranquillite/"


def test_a_hidden_cell_is_hatched_and_no_class_has_its_pattern(window: Window) -> None:
    with window() as visit:
        visit.go(PAGE)
        visit.page.get_by_role("button", name="Démarrer la carte interactive").press("Enter")
        frame = visit.page.frame_locator("iframe.prm-iframe")
        frame.get_by_text(READY).wait_for()
        hatched = frame.locator(f".folium-map path.prm-tranquillite-fictif-{HIDDEN}")
        expect(hatched).to_have_count(2)
        motif = f"url(#prm-tranquillite-fictif-{HIDDEN}-motif)"
        fills = [shape.get_attribute("fill") or "" for shape in hatched.all()]
        assert all(HIDDEN in fill for fill in fills), motif
        for name in CLASSES:
            shapes = frame.locator(f".folium-map path.prm-tranquillite-fictif-{name}").all()
            assert shapes
            assert not any(HIDDEN in (shape.get_attribute("fill") or "") for shape in shapes)
        assert (visit.errors, visit.foreign) == ([], [])


def test_a_hidden_arrondissement_is_chosen_by_key_and_said_in_words(window: Window) -> None:
    with window() as visit:
        visit.go(DOCUMENT)
        visit.page.get_by_text(READY).wait_for()
        choice = visit.page.get_by_label("Aller à un arrondissement")
        choice.select_option(label="6e arrondissement")
        said = visit.page.locator("#prm-etat")
        expect(said).to_contain_text("secret statistique : valeur cachée")
        expect(said).to_contain_text("Ce n’est pas un zéro")
        expect(said).to_contain_text(WORDS, ignore_case=True)
        choice.select_option(label="7e arrondissement")
        expect(said).to_contain_text(re.compile(r"\d,\d faits inventés pour 10 000 habitants"))


def test_a_bubble_says_class_figure_and_nature(window: Window) -> None:
    with window() as visit:
        visit.go(DOCUMENT)
        visit.page.get_by_text(READY).wait_for()
        visit.page.locator(f".folium-map path.prm-tranquillite-fictif-{HIDDEN}").first.dispatch_event("click")  # fmt: skip
        bubble = visit.page.locator(".leaflet-popup-content")
        expect(bubble).to_contain_text("secret statistique : valeur cachée")
        expect(bubble).to_contain_text(WORDS)
        visit.page.locator(".folium-map").press("Escape")
        expect(bubble).to_have_count(0)


def test_a_click_of_the_mouse_in_an_arrondissement_opens_its_bubble(window: Window) -> None:
    with window() as visit:
        visit.go(DOCUMENT)
        visit.page.get_by_text(READY).wait_for()
        label = visit.page.locator(".prm-etiquette", has_text="16e").bounding_box()
        assert label is not None
        visit.page.mouse.click(label["x"] + label["width"] / 2, label["y"] + label["height"] + 8)
        bubble = visit.page.locator(".leaflet-popup-content")
        expect(bubble).to_contain_text("16e arrondissement")
        expect(bubble).to_contain_text(re.compile(r"Classe \d"))
        expect(bubble).to_contain_text(WORDS)


def test_the_words_stay_across_the_map_wherever_one_looks(window: Window) -> None:
    with window() as visit:
        visit.go(DOCUMENT)
        visit.page.get_by_text(READY).wait_for()
        words = visit.page.locator(".prm-filigrane span")
        visit.page.get_by_label("Aller à un arrondissement").select_option(
            label="20e arrondissement"
        )
        expect(words).to_have_count(3)
        frame = visit.page.locator(".prm-cadre").bounding_box()
        assert frame is not None
        for span in words.all():
            box = span.bounding_box()
            assert box is not None
            assert box["width"] > frame["width"] / 2
        # They let the mouse through.
        assert (
            words.first.evaluate("span => getComputedStyle(span.parentElement).pointerEvents")
            == "none"
        )


def test_on_a_phone_the_list_of_layers_opens_and_closes_by_key(window: Window) -> None:
    with window("telephone") as visit:
        visit.go(DOCUMENT)
        visit.page.get_by_text(READY).wait_for()
        box = visit.page.get_by_label("Valeur cachée")
        button = visit.page.get_by_role("button", name="Couches")
        expect(box).to_be_hidden()
        button.press("Enter")
        expect(box).to_be_visible()
        box.uncheck()
        expect(visit.page.locator("#prm-etat")).to_have_text("Couche retirée : « Valeur cachée ».")
        button.press("Enter")
        expect(box).to_be_hidden()


def test_it_is_in_no_index_of_any_kind(site: Mapping[str, bytes]) -> None:
    assert b"tranquillite-fictif" not in site["sitemap.xml"]
    for name in (f"{PAGE}index.html", f"{DOCUMENT}index.html"):
        assert b'<meta name="robots" content="noindex">' in site[name]
        assert b"data-pagefind-body" not in site[name]
    harvested = [path for path in site if path.endswith((".jsonld", ".ttl", ".rdf"))]
    assert harvested
    assert not [path for path in harvested if b"tranquillite-fictif" in site[path]]


def test_every_file_of_it_says_so_in_its_name(site: Mapping[str, bytes]) -> None:
    own = [path for path in site if "tranquillite" in path and path.startswith("cartes/")]
    assert len(own) > 6
    assert all("fictif" in path for path in own)
    assert f"{PAGE}carte-donnees-fictives-de-demonstration.svg" in site


def test_its_former_addresses_lead_to_it(window: Window) -> None:
    with window("telephone", scripts=False) as visit:
        for part in ("", "interactive/"):
            visit.go(f"{FORMER}{part}")
            visit.page.get_by_role("link", name="Carte de la tranquillité publique").click()
            assert visit.path == f"{PAGE}{part}"
