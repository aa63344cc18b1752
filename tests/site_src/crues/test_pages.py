"""The page of the Seine's heights is complete without a script."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
import yaml

from opendata.findings import Finding
from site_src.crues.pages import CHART, addresses, pages, spans, spoken
from site_src.crues.witnesses import witnesses
from site_src.frame.page import Page
from site_src.frame.typography import typographie
from site_src.risques.phrases import date_dite, metres, quantite
from site_src.risques.register import Register
from site_src.risques.seine import Seine
from tests.builds import committed
from tests.site_src.dossiers.cases import LANGUAGES
from tests.site_src.risques.cases import register_in

ROOT = Path(__file__).parents[3]
TEMPLATES = {
    path.name: path.read_text(encoding="utf-8")
    for path in (ROOT / "site_src").glob("*/templates/*.j2")
}
JEUX = ("crues", "hauteurs-effets", "maxima-annuels")
FRENCH = [spoken(LANGUAGES["fr"])]
SCRIPTS = ("site_src/crues/crues.js", "site_src/direct/niveau.js")
SVG = b"<svg><title>Une barre par ann\xc3\xa9e</title></svg>\n"


@pytest.fixture(scope="module")
def register() -> Register:
    files = committed("data/risques/*", *(f"data/datasets/{name}/**/*" for name in JEUX))
    findings: list[Finding] = []
    found = register_in(files, findings)
    assert found is not None, findings
    return found


@pytest.fixture(scope="module")
def seine(register: Register) -> Seine:
    assert register.seine is not None
    return register.seine


@pytest.fixture(scope="module")
def page(register: Register) -> Page:
    (made,) = pages(register, {CHART: SVG}, TEMPLATES, FRENCH)
    return made


def table(page: Page, name: str) -> list[str]:
    """The rows of a table of the page, as text."""
    body = page.body.split(f'id="{name}"')[1].split("</table>")[0].split("<tbody>")[1]
    return [html.unescape(re.sub(r"<[^>]+>", " ", row)) for row in body.split("<tr")[1:]]


def test_every_effect_is_a_row_with_its_height_and_its_source(
    page: Page, register: Register, seine: Seine
) -> None:
    rows = table(page, "crues-effets")
    assert len(rows) == len(seine.effets)
    for row, effet in zip(rows, seine.effets, strict=True):
        assert metres(effet.jusqu_a_m or effet.hauteur_m) in row
        assert typographie(effet.texte) in row
        assert typographie(register.sources[effet.source].editeur) in row
        assert ("à confirmer" in row) == (effet.statut == "a_confirmer")


SECTIONS = ("Tuileries", "Garigliano", "Valhubert", "pont National", "voie Mazas", "Citroën")


def test_each_of_the_six_road_sections_is_named_beside_the_height_that_closes_it(
    page: Page, seine: Seine
) -> None:
    rows = table(page, "crues-effets")
    closed = {
        name: effet.hauteur_m
        for name in SECTIONS
        for effet in seine.effets
        if name in effet.texte and "ferme" in effet.texte
    }
    assert set(closed) == set(SECTIONS)
    assert [*closed.values()] == sorted(set(closed.values()))
    for name, height in closed.items():
        assert [row for row in rows if name in row and metres(height) in row]


def test_the_usual_level_of_the_river_is_a_row_and_says_that_another_is_published(
    page: Page, seine: Seine
) -> None:
    usual = [effet for effet in seine.effets if "habituel" in effet.texte]
    assert usual
    assert all(re.search(r"[\d,]+ m", effet.note) for effet in usual)
    (row,) = (row for row in table(page, "crues-effets") if "habituel" in row)
    assert all(metres(effet.jusqu_a_m or effet.hauteur_m) in row for effet in usual)


def test_the_plan_s_level_is_a_word_in_its_own_column(page: Page, seine: Seine) -> None:
    cells = re.findall(r'<td class="crues-plan">([^<]*)</td>', page.body)
    assert [html.unescape(cell) for cell in cells] == [
        effet.couleur_prefecture or "—" for effet in seine.effets
    ]


def test_no_colour_of_a_plan_is_drawn_anywhere() -> None:
    style = (ROOT / "site_src/crues/crues.css").read_text(encoding="utf-8")
    assert not re.findall(r"#[0-9a-f]{3,8}\b|rgb|hsl|orange|jaune|rouge|yellow|red\b", style)


def test_every_height_of_a_crest_is_in_its_row(page: Page, seine: Seine) -> None:
    for row, crue in zip(table(page, "crues-crues"), seine.crues, strict=True):
        for releve in crue.hauteurs:
            assert metres(releve.hauteur_m) in row
        assert ("±" in row) == (crue.incertitude is not None)


def test_a_crest_has_the_height_and_the_flow_that_the_series_give_of_its_month(
    page: Page, seine: Seine
) -> None:
    rows = {
        crue.debut: row for row, crue in zip(table(page, "crues-crues"), seine.crues, strict=True)
    }
    crest = next(one for one in seine.debits if one.date.isoformat() in rows)
    assert quantite(crest.debit_max_m3s, "m³/s") in rows[crest.date.isoformat()]
    known = next(one for one in seine.maxima if one.date and one.date.isoformat() in rows)
    assert known.maximum_m is not None
    assert known.date is not None
    assert rows[known.date.isoformat()].count(metres(known.maximum_m)) == 2


def test_a_crest_of_which_the_series_say_nothing_has_a_dash(page: Page, seine: Seine) -> None:
    for row, said in zip(table(page, "crues-crues"), witnesses(seine), strict=True):
        assert (row.split()[-1] == "—") == (said.hauteur is None and not said.debits)


def test_a_monthly_maximum_that_is_contradicted_is_shown_with_what_contradicts_it(
    page: Page, seine: Seine
) -> None:
    assert seine.contradictions
    for one in seine.contradictions:
        (line,) = (
            item
            for item in page.body.split("<li>")
            if item.startswith(f"{date_dite(one.mois)}\u00a0:")
        )
        assert metres(one.mensuelle_m) in line
        assert one.opposee_m is None or metres(one.opposee_m) in line


def test_runs_of_years_are_said_once() -> None:
    assert [*spans([1899, 1974, 1975, 1976, 2016])] == ["1899", "1974 à 1976", "2016"]


def test_every_year_is_in_the_table_beside_the_chart(page: Page, seine: Seine) -> None:
    body = page.body.split('class="crues-maxima"')[1].split("</table>")[0]
    for one in seine.maxima:
        said = "lacune" if one.maximum_m is None else str(metres(one.maximum_m))
        row = html.unescape(body.split(f'<th scope="row">{one.annee}</th>')[1].split("</tr>")[0])
        assert said in row


@pytest.mark.parametrize("place", [CHART, f"site/{CHART}"])
def test_the_chart_is_the_one_of_the_dataset_published_or_only_shown(
    register: Register, place: str
) -> None:
    (made,) = pages(register, {place: SVG}, TEMPLATES, FRENCH)
    assert f"\n{SVG.decode()}<figcaption>" in made.body


def test_the_dataset_declares_the_chart_that_the_page_shows() -> None:
    _, dataset, file = CHART.split("/")
    declared = yaml.safe_load((ROOT / f"data/datasets/{dataset}/dataset.yaml").read_text("utf-8"))
    (chart,) = (one for one in declared["graphiques"] if f"{one['nom']}.svg" == file)
    assert (chart["evide"], chart["valeur"]) == ("est_en_bord_annee", "maximum_m")


def test_the_slider_is_hidden_until_a_script_shows_it(page: Page) -> None:
    assert '<div class="crues-outil" id="crues-outil" hidden>' in page.body


def test_the_script_draws_on_the_same_scale_as_the_page() -> None:
    from site_src.crues.scale import HIGHEST_M, TOP, UNITS_PER_M

    script = (ROOT / "site_src/crues/crues.js").read_text(encoding="utf-8")
    assert f"{{ top: {TOP}, unitsPerMetre: {UNITS_PER_M}, highest: {HIGHEST_M} }}" in script


def test_there_is_no_page_while_no_risk_shows_heights(register: Register) -> None:
    from dataclasses import replace

    assert pages(replace(register, seine=None), {}, TEMPLATES, FRENCH) == []


ELSEWHERE = {**addresses("en"), "ma-rue/": "en/my-street/"}


@pytest.fixture(scope="module")
def english(register: Register, seine: Seine) -> Page:
    phrases = {seine.effets[0].texte: "Usual level, no flood."}
    said = spoken(LANGUAGES["en"], phrases, ELSEWHERE)
    (made,) = pages(register, {CHART: SVG}, TEMPLATES, [said])
    return made


def test_the_same_page_is_in_english_with_the_same_heights(page: Page, english: Page) -> None:
    assert (english.address, english.originale) == ("en/water-levels/", "crues/")
    for name in ("data-hauteur", "data-annee", "data-pour"):
        written = re.compile(rf'\b{name}="([^"]+)"')
        assert written.findall(english.body) == written.findall(page.body), name


def test_english_writes_figures_and_dates_its_own_way(english: Page, seine: Seine) -> None:
    rows = table(english, "crues-effets")
    assert "1.00 to 2.00\N{NO-BREAK SPACE}m" in rows[0]
    assert "Usual level, no flood." in rows[0]
    assert "June 2016" in rows[0]
    assert not [row for row in rows if re.match(r"[^>]*>\s*\d+,\d\d", row)]


def test_what_nobody_translated_is_in_french_and_marked(english: Page, seine: Seine) -> None:
    body = html.unescape(english.body)
    for effet in seine.effets[1:]:
        assert f'<span class="crues-effet"><span lang="fr">{typographie(effet.texte)}</span></span>' in body  # fmt: skip


def test_scripts_find_their_words_in_the_page(page: Page, english: Page) -> None:
    scripts = [(ROOT / name).read_text(encoding="utf-8") for name in SCRIPTS]
    asked = {key for one in scripts for key in re.findall(r'\b(?:mot|parts)\("([a-z_]+)"', one)}
    assert asked
    for made in (page, english):
        (held,) = re.findall(r'id="prm-mots">(.*?)</script>', made.body)
        assert asked <= json.loads(held).keys()


def test_the_english_page_prints_its_own_emergency_numbers(
    page: Page, english: Page, register: Register
) -> None:
    assert page.a_numeros_urgence
    assert not english.a_numeros_urgence
    for contact in register.urgences:
        assert f"<strong>{contact.numero}</strong> <span>" in english.body
