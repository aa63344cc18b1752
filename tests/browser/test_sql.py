"""SQL in the browser: nothing of it is loaded before a press that says its weight; then it answers without any network."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from site_src.donnees.downloads import size_in_words
from site_src.donnees.pages import SQL
from tests.browser.conftest import WORKER_REFUSED
from tests.browser.host import Host, hosting

PAGE = "donnees/explorer/sql/"
ENGINE = f"{PAGE}moteur/"


@pytest.fixture
def page(chromium: Browser) -> Page:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, service_workers="block")
    return context.new_page()


def loaded(page: Page, host: Host) -> list[str]:
    """The page with its engine, by the keyboard; then the network goes. What it says wrong is in the list."""
    said: list[str] = []
    page.on("console", lambda one: _hear(said, one))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(host.address + PAGE)
    page.locator("[data-charger]").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Prêt", timeout=120_000)
    host.go()
    page.context.set_offline(True)
    return said


def _hear(said: list[str], one: ConsoleMessage) -> None:
    """Chromium asks for the page's icon again when its address changes: that is not the page's doing."""
    is_icon = one.location["url"].endswith((".svg", ".png", ".ico"))
    if one.type in ("error", "warning") and one.text != WORKER_REFUSED and not is_icon:
        said.append(f"{one.text} {one.location['url']}")


def asked(page: Page, query: str) -> None:
    editor = page.get_by_label("Question, en SQL")
    editor.fill(query)
    editor.press("Control+Enter")
    expect(page.get_by_role("status").first).not_to_have_text(re.compile("Recherche|Prêt"))


def answer(page: Page) -> list[list[str]]:
    found: list[list[str]] = page.locator("[data-reponse] tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    )
    return found


def tables(site: Mapping[str, bytes], folder: str) -> duckdb.DuckDBPyConnection:
    """The published tables of the three questions, in an engine of this machine."""
    base = duckdb.connect()
    for jeu, table in (
        ("crues", "crues"),
        ("lieux-frais", "lieux-frais"),
        ("registre-dicrim", "consignes"),
        ("registre-dicrim", "risques"),
    ):
        path = f"{folder}/{jeu}-{table}.parquet"
        Path(path).write_bytes(site[f"donnees/{jeu}/{table}.parquet"])
        base.execute(f"CREATE SCHEMA IF NOT EXISTS {jeu.replace('-', '_')}")
        name = f"{jeu}.{table}".replace("-", "_")
        base.execute(f"CREATE VIEW {name} AS SELECT * FROM '{path}'")
    return base


def test_three_questions_are_answered_without_a_network(
    page: Page, site: Mapping[str, bytes], tmp_path: object
) -> None:
    base = tables(site, str(tmp_path))
    with hosting(site) as host:
        said = loaded(page, host)
        asked_since: list[str] = []
        page.on(
            "request", lambda one: None if one.url.endswith(".svg") else asked_since.append(one.url)
        )
        for rank, (title, query) in enumerate(SQL):
            button = page.get_by_role("button", name=f"Poser cette question : {title}")
            button.focus()
            page.keyboard.press("Enter")
            wanted = base.execute(query).fetchall()
            expect(page.locator("[data-reponse] tbody tr")).to_have_count(len(wanted))
            expect(page.locator("[data-reponse] th").first).to_have_text(base.execute(query).description[0][0])  # fmt: skip
            numbers = [float(row[-1]) for row in answer(page)]
            assert numbers == [float(row[-1]) for row in wanted], rank
        assert (said, asked_since) == ([], [])


def test_nothing_is_loaded_before_a_press_that_says_its_weight(
    page: Page, site: Mapping[str, bytes]
) -> None:
    with hosting(site) as host:
        page.goto(host.address + PAGE, wait_until="networkidle")
        assert [path for path in host.asked if "moteur" in path or path.endswith(".parquet")] == []
        words = page.locator("[data-charger]").inner_text()
        page.locator("[data-charger]").click()
        expect(page.get_by_role("status").first).to_contain_text("Prêt", timeout=120_000)
        weighed = [path for path in host.asked if "moteur" in path or path.endswith(".parquet")]
        total = sum(len(site[path]) for path in set(weighed))
        licence = len(site[f"{ENGINE}LICENCE.txt"])
        assert size_in_words(total + licence) in words
        assert total < 7_000_000


def test_a_question_reaches_no_other_file(page: Page, site: Mapping[str, bytes]) -> None:
    with hosting(site) as host:
        loaded(page, host)
        for query in (
            "SELECT * FROM 'https://exemple.invalid/a.parquet'",
            f"SELECT * FROM read_csv_auto('{host.address}donnees/crues/crues.csv')",
            "INSTALL httpfs",
            "SELECT 1; SELECT 2",
        ):
            asked(page, query)
            expect(page.get_by_role("status").first).to_contain_text("n’a pas compris")
            assert page.locator("[data-reponse] table").count() == 0


def test_a_missing_value_is_null_and_an_aggregate_says_what_it_skips(
    page: Page, site: Mapping[str, bytes]
) -> None:
    with hosting(site) as host:
        loaded(page, host)
        asked(page, "SELECT 'a \"b\", c' AS texte, '' AS vide, NULL AS rien")
        assert answer(page) == [['a "b", c', "", "NULL"]]
        asked(page, "SELECT sum(nb_faits) AS somme FROM tranquillite_fictif.tranquillite")
        result = page.locator("[data-reponse]")
        expect(result).to_contain_text("sautent les valeurs absentes")
        expect(result).to_contain_text("Données fictives de démonstration")
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Télécharger la réponse (CSV)").click()
        assert "donnees-fictives" in waiting.value.suggested_filename
        assert next(csv.reader(io.StringIO(waiting.value.path().read_text()))) == ["somme"]


def test_the_engine_comes_with_its_licences_and_is_kept_out_of_the_offline_copy(
    site: Mapping[str, bytes],
) -> None:
    text = site[f"{ENGINE}LICENCE.txt"].decode()
    assert {"DuckDB WASM Contributors", "Stichting DuckDB Foundation"} <= set(re.findall(r"20\d\d(?:-20\d\d)? ([A-Za-z ]+?) \(", text))  # fmt: skip
    assert b"moteur/" not in site["sw.js"]


def test_no_page_may_evaluate_texts(site: Mapping[str, bytes]) -> None:
    pages = (raw for path, raw in site.items() if path.endswith(".html"))
    assert not any(b"'unsafe-eval'" in raw for raw in pages)
