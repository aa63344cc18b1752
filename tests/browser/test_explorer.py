"""The explorer: any table filtered, charted, cited by its address and downloaded, without a server."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from site_src.publishing import naming
from tests.browser.conftest import Visit, Window

EXPLORER = "donnees/explorer/"
CRUES = f"{EXPLORER}?jeu=crues&table=crues"


Opened = Callable[..., Page]


@pytest.fixture
def at(window: Window) -> Iterator[Opened]:
    """Opens a path of the site; nothing foreign may be asked for, no error said."""
    with ExitStack() as stack:

        def opened(path: str, *, scripts: bool = True) -> Page:
            visit = stack.enter_context(window(scripts=scripts))
            stack.callback(lambda: _quiet(visit))
            visit.go(path)
            return visit.page

        yield opened


def _quiet(visit: Visit) -> None:
    assert (visit.foreign, visit.errors) == ([], [])


def rows(site: Mapping[str, bytes], path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(site[path].decode(), newline="")))


def test_a_view_is_the_address_it_was_cited_by(at: Opened) -> None:
    page = at(f"{CRUES}&tri=-hauteur_m&f.precision_date=jour&barres=hauteur_m&noms=annee")
    page.wait_for_selector(".donnees-table tbody tr")
    cells = page.locator(".donnees-table tbody tr td:nth-child(6)").all_inner_texts()
    heights = [float(text) for text in cells]
    assert heights == sorted(heights, reverse=True)
    assert heights
    assert page.locator("[aria-sort=descending]").count() == 1
    assert page.locator(".donnees-barres rect").count() == len(heights)
    expect(page.locator(".donnees-barres + .donnees-note")).to_contain_text(
        "pas à l’échelle du temps"
    )
    assert parse_qs(urlsplit(page.url).query)["f.precision_date"] == ["jour"]


def test_what_is_chosen_goes_to_the_address(at: Opened, site: Mapping[str, bytes]) -> None:
    page = at(CRUES)
    page.wait_for_selector(".donnees-table tbody tr")
    page.get_by_role("combobox", name="Statut", exact=True).select_option("confirme")
    page.get_by_role("button", name="hauteur_m").click()
    expect(page).to_have_url(re.compile("tri=hauteur_m"))
    assert parse_qs(urlsplit(page.url).query) == {
        "jeu": ["crues"], "table": ["crues"], "tri": ["hauteur_m"], "f.statut": ["confirme"],
    }  # fmt: skip
    kept = [row for row in rows(site, "donnees/crues/crues.csv") if row["statut"] == "confirme"]
    assert page.get_by_role("status").inner_text().startswith(f"{len(kept)} ligne")


def test_what_is_shown_is_what_is_downloaded(at: Opened, site: Mapping[str, bytes]) -> None:
    page = at(f"{CRUES}&q=1910")
    page.wait_for_selector(".donnees-table tbody tr")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Télécharger ces lignes (CSV)").click()
    assert waiting.value.suggested_filename == "crues-extrait.csv"
    taken = list(
        csv.DictReader(io.StringIO(waiting.value.path().read_text(encoding="utf-8"), newline=""))
    )
    whole = rows(site, "donnees/crues/crues.csv")
    assert [row["id_crue"] for row in taken] == [
        row["id_crue"] for row in whole if "1910" in " ".join(row.values())
    ]


def test_fictitious_data_say_so_in_the_chart_and_in_the_file_names(at: Opened) -> None:
    page = at(f"{EXPLORER}?jeu=tranquillite&table=tranquillite&barres=nb_faits")
    page.wait_for_selector(".donnees-barres")
    assert "Données fictives de démonstration" in (
        page.locator(".donnees-barres").text_content() or ""
    )
    assert page.get_by_text("Données fictives de démonstration.", exact=True).count()
    for name in ("Télécharger ces lignes (CSV)", "Télécharger le graphique (SVG)"):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=name).click()
        assert "donnees-fictives-de-demonstration" in waiting.value.suggested_filename
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Télécharger le graphique (SVG)").click()
    assert "Données fictives" in waiting.value.path().read_text(encoding="utf-8")


def test_a_preview_becomes_the_whole_table(at: Opened, site: Mapping[str, bytes]) -> None:
    page = at("donnees/crues/")
    total = len(rows(site, "donnees/crues/crues.csv"))
    assert page.locator("[data-explorer]").first.locator("tbody tr").count() < total
    page.get_by_role("button", name="Trier, filtrer, montrer en graphique").first.click()
    page.wait_for_selector(".donnees-tri")
    assert page.locator("[data-explorer]").first.locator("tbody tr").count() == total


def test_nothing_is_fetched_before_it_is_asked_for(at: Opened) -> None:
    loaded = at("donnees/crues/").evaluate(
        "performance.getEntriesByType('resource').map((one) => one.name)"
    )
    assert not [one for one in loaded if ".json" in one]


def test_an_unknown_address_shows_the_first_table(at: Opened) -> None:
    page = at(f"{EXPLORER}?jeu=rien&table=rien&f.x=%3Cscript%3E")
    page.wait_for_selector(".donnees-table tbody tr")
    assert page.locator("select").first.input_value()


def test_without_scripts_every_table_is_a_link_away(at: Opened, site: Mapping[str, bytes]) -> None:
    page = at(EXPLORER, scripts=False)
    links = page.locator("[data-explorer] a")
    assert links.count() >= 10
    assert page.get_by_text("Cet outil demande JavaScript").is_visible()


@pytest.mark.parametrize("name", ["explorer.js"])
def test_the_explorer_is_light(site: Mapping[str, bytes], name: str) -> None:
    (script,) = (
        raw for path, raw in site.items() if naming.plain(path) == f"assets/navigateur/{name}"
    )
    assert len(script) < 30_000
