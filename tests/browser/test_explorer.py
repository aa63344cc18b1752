"""The explorer: what a reader does with it, at the width of a telephone and by the keyboard alone; and what it never says.

Each task begins at an address of the site and presses keys. The page speaks its fields' names: no position is known here.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from site_src.publishing import naming
from tests.browser.conftest import Visit, Window

EXPLORER = "donnees/explorer/"
CRUES = f"{EXPLORER}?jeu=crues&table=crues"
FICTIF = f"{EXPLORER}?jeu=tranquillite&table=tranquillite"
FOLDER = "donnees/tranquillite/"

Opened = Callable[..., Page]


@pytest.fixture
def at(window: Window) -> Iterator[Opened]:
    """Opens a path of the site on a telephone; nothing foreign may be asked for, no error said."""
    with ExitStack() as stack:

        def opened(path: str, *, scripts: bool = True) -> Page:
            visit = stack.enter_context(window("telephone", scripts=scripts))
            stack.callback(lambda: _quiet(visit))
            visit.go(path)
            if scripts and "?" in path:
                visit.page.wait_for_selector(".donnees-table tbody")
            return visit.page

        yield opened


def _quiet(visit: Visit) -> None:
    assert (visit.foreign, visit.errors) == ([], [])


def rows(site: Mapping[str, bytes], path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(site[path].decode(), newline="")))


def fictitious(site: Mapping[str, bytes]) -> list[dict[str, str]]:
    """The fictitious table by district, year and kind of fact."""
    (path,) = (path for path in site if re.fullmatch(rf"{FOLDER}tranquillite-[a-z-]+\.csv", path))
    return rows(site, path)


def reach(page: Page, wanted: Locator) -> None:
    """Tab until the element has the focus: whoever has no mouse gets there."""
    wanted.wait_for()
    for _ in range(150):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"jamais atteint au clavier : {wanted}")


def choose(page: Page, name: str, label: str) -> None:
    """Choose in a list by its arrows."""
    listed = page.get_by_role("combobox", name=name, exact=True)
    reach(page, listed)
    page.keyboard.press("Home")
    for _ in range(listed.locator("option").count()):
        if listed.locator("option:checked").inner_text().startswith(label):
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"« {label} » absent de « {name} »")


def press(page: Page, name: str) -> None:
    reach(page, page.get_by_role("button", name=name, exact=True))
    page.keyboard.press("Enter")


def downloaded(page: Page, name: str) -> tuple[str, str]:
    with page.expect_download() as waiting:
        press(page, name)
    return waiting.value.suggested_filename, waiting.value.path().read_text(encoding="utf-8")


def cells(page: Page) -> list[list[str]]:
    found: list[list[str]] = page.locator(".donnees-table tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    )
    return found


def figure(said: str) -> float:
    """The number of « au moins 1 234, 3 valeurs masquées »."""
    found = re.search(r"\d[\d\s]*(?:,\d+)?", said)
    assert found, said
    return float(re.sub(r"\s", "", found[0]).replace(",", "."))


def told(page: Page) -> Locator:
    """What the page says of the rows that it shows."""
    return page.locator("[data-vue] [role=status]").first


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


# -- the ten tasks -------------------------------------------------------------------------------


def test_1_a_dataset_is_found_by_a_word_without_its_accents(at: Opened) -> None:
    page = at(EXPLORER)
    reach(page, page.get_by_label("Chercher parmi les jeux"))
    page.keyboard.type("frais fontaines")
    shown = page.locator("section[data-jeu]:visible")
    expect(shown).to_have_count(1)
    assert shown.get_attribute("data-jeu") == "lieux-frais"
    assert page.get_by_role("status").first.inner_text().startswith("1 jeu de données")


def test_2_datasets_are_found_by_theme(at: Opened) -> None:
    page = at(EXPLORER)
    every = page.locator("section[data-jeu]").count()
    choose(page, "Thème", "Justice")
    themes = page.locator("section[data-jeu]:visible").evaluate_all("all => all.map(one => one.dataset.theme)")  # fmt: skip
    assert 0 < len(themes) < every
    assert len(set(themes)) == 1


def test_3_a_table_is_opened_and_its_whole_title_is_read(at: Opened) -> None:
    page = at(EXPLORER)
    link = page.locator("a[data-jeu=crues][data-table=crues]")
    title = link.inner_text()
    reach(page, link)
    page.keyboard.press("Enter")
    heading = page.locator("h2.donnees-titre")
    expect(heading).to_have_text(title)
    expect(heading).to_be_focused()
    assert heading.evaluate("one => one.scrollWidth <= one.clientWidth")
    assert page.locator(".donnees-table tbody tr").count() > 2
    assert fits(page)


def test_4_a_column_is_filtered_and_the_list_says_how_many_each_value_has(
    at: Opened, site: Mapping[str, bytes]
) -> None:
    page = at(CRUES)
    reach(page, page.locator("summary", has_text="Filtrer par colonne"))
    page.keyboard.press("Enter")
    kept = [row for row in rows(site, "donnees/crues/crues.csv") if row["statut"] == "confirme"]
    option = page.get_by_role("combobox", name="Statut", exact=True).locator(
        "option[value=confirme]"
    )
    label = option.inner_text()
    assert label.endswith(f"({len(kept)})")
    choose(page, "Statut", label[:4])
    expect(page).to_have_url(re.compile("f.statut=confirme"))
    assert len(cells(page)) == len(kept)


def test_5_rows_are_sorted_by_a_press_on_a_column(at: Opened) -> None:
    page = at(CRUES)
    press(page, "hauteur_m")
    expect(page.locator("[aria-sort=ascending]")).to_have_count(1)
    press(page, "hauteur_m ▲")
    expect(page.locator("[aria-sort=descending]")).to_have_count(1)
    names = page.locator("thead th").all_inner_texts()
    rank = next(rank for rank, name in enumerate(names) if name.startswith("hauteur_m"))
    heights = [float(row[rank]) for row in cells(page)]
    assert heights == sorted(heights, reverse=True)


def test_6_a_sum_over_hidden_cells_says_at_least_and_how_many(
    at: Opened, site: Mapping[str, bytes]
) -> None:
    page = at(FICTIF)
    choose(page, "Grouper par", "Arrondissement")
    choose(page, "Calculer", "Somme : Nombre de faits")
    expect(page.locator(".donnees-groupes tbody tr")).to_have_count(20)
    sums, hidden = defaultdict[str, float](float), defaultdict[str, int](int)
    for row in fictitious(site):
        if row["type_fait"] == "Total" and row["arrondissement"] != "Total":
            sums[row["arrondissement"]] += float(row["nb_faits"] or 0)
            hidden[row["arrondissement"]] += not row["nb_faits"]
    assert any(hidden.values())
    for (_, said), code in zip(cells(page), sorted(sums), strict=True):
        if not sums[code]:
            assert said == "masqué"
            continue
        assert figure(said) == sums[code]
        assert said.startswith("au moins ") == (hidden[code] > 0)
        assert (f"{hidden[code]} valeur" in said) == (hidden[code] > 0)
    assert f"{sum(hidden.values())} valeurs masquées" in told(page).inner_text()  # fmt: skip


def test_7_marks_stand_at_their_time(at: Opened) -> None:
    page = at(CRUES)
    choose(page, "Grouper par", "Année")
    choose(page, "Calculer", "Plus grande valeur : Hauteur")
    page.wait_for_selector(".donnees-dessin circle[data-temps]")
    marks = page.locator(".donnees-dessin circle[data-temps]").evaluate_all(
        "all => all.map(one => [Number(one.dataset.temps), Number(one.getAttribute('cx'))])"
    )
    (t0, x0), *_, (t1, x1) = sorted(marks)
    scale = (x1 - x0) / (t1 - t0)
    assert len(marks) > 10
    assert all(math.isclose(x, x0 + (t - t0) * scale, abs_tol=0.2) for t, x in marks)


def test_8_codes_of_districts_are_shown_on_a_map_in_circles(at: Opened) -> None:
    page = at(FICTIF)
    choose(page, "Grouper par", "Arrondissement")
    choose(page, "Calculer", "Somme : Nombre de faits")
    # Numbers of rows, drawn first, are never hidden: a dotted circle tells that the sum is drawn.
    expect(page.locator(".donnees-dessin circle[stroke-dasharray]")).not_to_have_count(0)
    drawn = page.locator(".donnees-dessin circle[data-code]").count()
    dotted = page.locator(".donnees-dessin circle[stroke-dasharray]").count()
    assert drawn + dotted == 20
    assert dotted == sum(said == "masqué" for *_, said in cells(page))


def test_9_a_long_category_becomes_small_charts(at: Opened) -> None:
    page = at(FICTIF)
    choose(page, "Grouper par", "Année")
    choose(page, "Puis par (petits graphiques)", "Arrondissement")
    choose(page, "Calculer", "Somme : Nombre de faits")
    expect(page.locator(".donnees-dessin > g > g")).to_have_count(20)
    assert "Même échelle pour tous" in (page.locator(".donnees-dessin desc").text_content() or "")
    assert fits(page)


def test_10_what_is_shown_is_what_is_taken_away_and_embedded(
    at: Opened, site: Mapping[str, bytes]
) -> None:
    page = at(f"{CRUES}&q=1910")
    name, text = downloaded(page, "Télécharger ce qui est affiché (CSV)")
    assert name == "crues-extrait.csv"
    whole = rows(site, "donnees/crues/crues.csv")
    taken = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["id_crue"] for row in taken] == [row["id_crue"] for row in whole if "1910" in " ".join(row.values())]  # fmt: skip
    reach(page, page.locator("summary", has_text="Intégrer cette vue"))
    page.keyboard.press("Enter")
    code = page.locator("details code").inner_text()
    (address,) = re.findall(r'src="([^"]+)"', code)
    frame = at(address.replace("&amp;", "&").partition("/repo/")[2])
    expect(frame.locator(".donnees-table tbody tr")).to_have_count(len(taken))
    assert frame.locator("header, footer, nav, select").count() == 0


# -- what it never does ----------------------------------------------------------------------------


def test_a_view_is_the_address_it_was_cited_by(at: Opened) -> None:
    page = at(f"{CRUES}&f.precision_date=jour&tri=-hauteur_m")
    assert page.locator("[aria-sort=descending]").count() == 1
    assert (
        page.get_by_role("combobox", name="Précision de la date", exact=True).input_value()
        == "jour"
    )
    assert parse_qs(urlsplit(page.url).query) == {
        "jeu": ["crues"], "table": ["crues"], "tri": ["-hauteur_m"], "f.precision_date": ["jour"],
    }  # fmt: skip


def test_an_address_cited_before_groups_still_draws(at: Opened) -> None:
    page = at(f"{CRUES}&barres=hauteur_m&noms=annee")
    assert page.locator(".donnees-dessin").count() == 1


def test_a_sum_is_offered_only_where_the_dataset_declares_totals(at: Opened) -> None:
    page = at(f"{CRUES}&par=annee&calc=somme:hauteur_m")
    assert "Somme" not in (page.get_by_role("combobox", name="Calculer").text_content() or "")
    assert "Nombre de lignes" in page.locator(".donnees-groupes thead").inner_text()


def test_what_overlaps_is_not_summed(at: Opened) -> None:
    """Districts, quarters and blocks of one table: who groups by zone alone is told what to choose first."""
    page = at(f"{EXPLORER}?jeu=exposition&table=exposition&par=zone")
    sums = page.get_by_role("combobox", name="Calculer").locator("option", has_text="Somme")
    page.get_by_role("combobox", name="Calculer").select_option(sums.first.get_attribute("value"))
    expect(told(page)).to_contain_text("Choisir d’abord une valeur de")
    assert cells(page) == []


def test_fictitious_data_say_so_wherever_they_go(at: Opened) -> None:
    page = at(f"{FICTIF}&par=annee&calc=somme:nb_faits")
    words = "Données fictives de démonstration"
    assert words in (page.locator(".donnees-dessin").text_content() or "")
    assert page.get_by_text(f"{words}.", exact=True).count()
    name, text = downloaded(page, "Télécharger ce qui est affiché (CSV)")
    assert "donnees-fictives-de-demonstration" in name
    assert {row["est_fictif"] for row in csv.DictReader(io.StringIO(text, newline=""))} == {"true"}
    name, picture = downloaded(page, "Télécharger le graphique (SVG)")
    assert "donnees-fictives-de-demonstration" in name
    assert words in picture
    code = page.locator("details code", has_text="iframe").text_content() or ""
    assert words.lower() in code.lower()


def test_the_numbers_of_a_chart_are_in_the_table_beside_it(at: Opened) -> None:
    page = at(f"{CRUES}&par=annee&calc=max:hauteur_m")
    drawing = page.locator(".donnees-dessin")
    assert drawing.get_attribute("role") == "img"
    assert (
        len(cells(page))
        == page.locator(".donnees-dessin :is(circle, path[stroke-dasharray])").count()
    )


def test_nothing_is_fetched_before_it_is_asked_for(at: Opened) -> None:
    for path in ("donnees/crues/", EXPLORER):
        loaded = at(path).evaluate("performance.getEntriesByType('resource').map((one) => one.name)")  # fmt: skip
        assert not [one for one in loaded if ".json" in one and "manifest" not in one]


def test_a_preview_becomes_the_whole_table(at: Opened, site: Mapping[str, bytes]) -> None:
    page = at("donnees/crues/")
    total = len(rows(site, "donnees/crues/crues.csv"))
    place = page.locator("[data-explorer]").first
    assert place.locator("tbody tr").count() < total
    page.get_by_role("button", name="Filtrer, grouper, montrer en graphique").first.click()
    expect(place.locator("tbody tr")).to_have_count(total)


def test_an_unknown_address_shows_the_list(at: Opened) -> None:
    page = at(f"{EXPLORER}#rien")
    assert page.locator("section[data-jeu]:visible").count() > 5
    visited = at(f"{EXPLORER}cadre/#rien")
    expect(visited.locator("main")).to_contain_text("ne nomme aucune table")
    expect(visited.locator("main > .prm-note")).to_be_visible()


def test_without_scripts_every_table_is_a_link_away(at: Opened) -> None:
    page = at(EXPLORER, scripts=False)
    assert page.locator("[data-liste] a:visible").count() >= 10
    assert "demandent JavaScript" in page.locator("noscript").first.inner_text()
    assert not page.locator("[data-choix]").is_visible()


def test_a_citation_is_copied_by_a_press(at: Opened) -> None:
    page = at("donnees/crues/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    press(page, "Copier : Citation")
    expect(page.get_by_text("Copié.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator(".donnees-citation").inner_text().strip()  # fmt: skip


@pytest.mark.parametrize(
    "name", ["explorer.js", "graphiques.js", "calculs.js", "jeux.js", "copier.js"]
)
def test_the_explorer_is_light(site: Mapping[str, bytes], name: str) -> None:
    (script,) = (raw for path, raw in site.items() if naming.plain(path) == f"assets/navigateur/{name}")  # fmt: skip
    assert len(script) < 20_000


def test_tables_are_found_where_they_are_published(site: Mapping[str, bytes]) -> None:
    known: dict[str, Any] = json.loads(site[f"{EXPLORER}tables.json"])
    for key, one in known.items():
        folder = f"donnees/{one['jeu']}/"
        assert f"{folder}{one['fichier']}" in site, key
        assert f"{folder}{one['description']}" in site, key
