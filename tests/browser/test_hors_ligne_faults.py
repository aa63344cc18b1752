"""A copy is of one build, whole, or is none: updates, half of one, a full device, a silent host, and how it goes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from site_src.frame.languages import read_languages
from site_src.hors_ligne import worker
from site_src.hors_ligne.kept import kept
from site_src.hors_ligne.records import Choice, Line
from tests.browser.host import Host, hosting
from tests.browser.test_hors_ligne import BAND, visit_once, visiting
from tests.builds import committed

STORM = "risques/orage/index.html"
PAGES = ("", "risques/orage/", "en/thunderstorm/", worker.ABSENT, worker.ABOUT)
SOURCES = committed(f"{worker.SOURCES}*.js", *worker.WORKBOX, worker.LICENCE)
LANGUAGES = read_languages(committed("data/langues/**/*.yaml"), []) or {}
FIRST, SECOND = (datetime(2026, 11, day, 12, tzinfo=UTC) for day in (28, 29))
NEW = "Ce qui est nouveau"
ASKED = re.compile(rb'<script type="module" src="[^"]*hors-ligne[^"]*"></script>')

# Asks for a new worker, and waits for what becomes of it.
UPDATED = """async () => {
  const place = await navigator.serviceWorker.getRegistration();
  const [before] = [place.active, await place.update()];
  const met = place.installing ?? place.waiting ?? place.active;
  while (!["redundant", "activated"].includes(met.state)) {
    await new Promise((done) => met.addEventListener("statechange", done, { once: true }));
  }
  return met === before ? "same" : met.state;
}"""
REGISTERED = """async () => {
  const place = await navigator.serviceWorker.register("sw.js");
  const met = place.installing ?? place.waiting ?? place.active;
  while (!["redundant", "activated"].includes(met.state)) {
    await new Promise((done) => met.addEventListener("statechange", done, { once: true }));
  }
  return met.state;
}"""
# How many workers and caches of the site the device has.
LEFT = """async () => {
  const places = await navigator.serviceWorker.getRegistrations();
  return places.length + (await caches.keys()).length;
}"""
GONE = f"async () => (await ({LEFT})()) === 0"
COUNT = """async () => {
  const all = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
  return all.flat().length;
}"""


def copied(
    site: Mapping[str, bytes], instant: datetime, pages: Sequence[str] = PAGES, **changes: bytes
) -> dict[str, bytes]:
    """The site with a copy of a few pages alone, built at `instant`; `changes` are new bytes by path."""
    choice = Choice(True, 10**7, pages=tuple(Line(page, 0, 0) for page in pages))
    others = {
        path: raw
        for path, raw in site.items()
        if path != worker.PATH and not path.startswith(worker.FOLDER)
    }
    files = {**others, **changes}
    return {**files, **worker.worker(SOURCES, kept(files, choice, []), LANGUAGES, instant)}  # fmt: skip


@pytest.fixture(scope="module")
def builds(site: dict[str, bytes]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Two builds, of which the second has another text on one page."""
    told = site[STORM].replace(b"</h1>", f"</h1><p>{NEW}</p>".encode(), 1)
    assert told != site[STORM]
    return copied(site, FIRST), copied(site, SECOND, PAGES, **{STORM: told})


@pytest.fixture
def visited(
    chromium: Browser, builds: tuple[dict[str, bytes], dict[str, bytes]]
) -> Iterator[tuple[Page, Host]]:
    """Home of the first build, on a telephone that has its copy."""
    with hosting(builds[0]) as host, visiting(chromium) as context:
        yield visit_once(context, host), host


def see(page: Page, host: Host, date: str, *, is_new: bool) -> None:
    """The storm's page is the copy of that date, whole."""
    page.goto(host.address + PAGES[1])
    expect(page.locator(BAND)).to_contain_text(f"Copie du {date} novembre 2026")
    expect(page.get_by_text(NEW)).to_have_count(int(is_new))
    assert page.evaluate("document.fonts.check('16px \"Atkinson Hyperlegible Next\"')")
    assert page.locator(".prm-barre").evaluate("bar => getComputedStyle(bar).display") == "flex"


def test_a_page_comes_from_the_network_while_there_is_one_and_a_new_build_takes_over(
    visited: tuple[Page, Host], builds: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    page, host = visited
    number = page.evaluate(COUNT)
    host.files = builds[1]
    page.goto(host.address + PAGES[1])
    expect(page.get_by_text(NEW)).to_be_visible()
    expect(page.locator(BAND)).to_have_count(0)
    assert page.evaluate(UPDATED) in ("activated", "same")
    assert page.evaluate(COUNT) == number, "nothing is left of the former build"
    host.go()
    see(page, host, "29", is_new=True)


def test_a_page_that_was_open_before_an_update_still_loads_what_it_asks_for_late(
    visited: tuple[Page, Host], builds: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    page, host = visited
    (late,) = (path for path in builds[0] if path.startswith("assets/navigateur/question."))
    site = {path: raw for path, raw in builds[1].items() if path != late}
    host.files = copied(site, SECOND)
    assert page.evaluate(UPDATED) == "activated"
    assert page.evaluate("async (url) => Object.keys(await import(url))", host.address + late)


def test_an_update_that_is_cut_in_the_middle_leaves_the_former_copy_whole(
    visited: tuple[Page, Host], builds: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    page, host = visited
    host.files, host.cut = builds[1], STORM
    assert page.evaluate(UPDATED) == "redundant"
    host.go()
    see(page, host, "28", is_new=False)
    host.cut = ""
    host.come_back()
    page.goto(host.address)
    assert page.evaluate(UPDATED) in ("activated", "same")
    host.go()
    see(page, host, "29", is_new=True)


def test_a_file_of_another_build_is_no_part_of_a_copy(
    visited: tuple[Page, Host], builds: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    page, host = visited
    host.files = {**builds[1], STORM: builds[0][STORM]}  # published while the device asks
    assert page.evaluate(UPDATED) == "redundant"
    host.go()
    see(page, host, "28", is_new=False)


def test_a_host_that_says_nothing_is_answered_for_by_the_copy(visited: tuple[Page, Host]) -> None:
    page, host = visited
    host.is_silent = True
    see(page, host, "28", is_new=False)


def test_a_host_that_fails_is_answered_for_by_the_copy_and_one_that_has_no_page_is_not(
    visited: tuple[Page, Host],
) -> None:
    page, host = visited
    host.is_failing = True
    see(page, host, "28", is_new=False)
    host.is_failing = False
    host.files = {path: raw for path, raw in host.files.items() if path != STORM}
    page.goto(host.address + PAGES[1])
    expect(page.locator("h1")).to_have_text("Page introuvable")


def test_a_page_that_is_not_kept_is_said_so_at_its_address_with_ways_to_those_that_are(
    visited: tuple[Page, Host],
) -> None:
    page, host = visited
    host.go()
    reply = page.goto(f"{host.address}donnees/crues/")
    assert reply is not None
    assert reply.status == 503
    assert page.url == f"{host.address}donnees/crues/"
    expect(page.locator("h1")).to_contain_text("Pas de réseau")
    page.get_by_role("main").get_by_role("link", name="La page d’accueil").click()
    expect(page.locator(BAND)).to_be_visible()
    assert page.url == host.address


def test_an_address_without_its_last_slash_leads_to_its_page(visited: tuple[Page, Host]) -> None:
    page, host = visited
    host.go()
    page.goto(f"{host.address}risques/orage")
    expect(page.locator(BAND)).to_be_visible()
    assert page.url == f"{host.address}risques/orage/"


def test_a_page_is_copied_in_its_language(visited: tuple[Page, Host]) -> None:
    page, host = visited
    host.go()
    page.goto(f"{host.address}en/thunderstorm/?from=elsewhere#during")
    band = page.locator(BAND)
    expect(band).to_contain_text("Copy of 28 November 2026 at 13:00.")
    assert band.get_attribute("lang") == "en"
    band.get_by_role("link").click()
    page.wait_for_url(host.address + worker.ABOUT)


def test_a_device_that_is_full_keeps_nothing_and_reads_the_site_all_the_same(
    chromium: Browser, builds: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    with hosting(builds[0]) as host, visiting(chromium) as context:
        page = context.new_page()
        origin = host.address.removesuffix("/repo/")
        limit: dict[str, Any] = {"origin": origin, "quotaSize": 100_000}
        context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", limit)
        page.goto(host.address)
        assert page.evaluate(REGISTERED) == "redundant"
        assert page.evaluate(COUNT) == 0
        page.goto(host.address + PAGES[1])
        expect(page.locator(".prm-pendant")).to_be_visible()
        expect(page.locator(BAND)).to_have_count(0)


def test_a_press_erases_the_copy_for_good_and_another_keeps_one_again(
    visited: tuple[Page, Host],
) -> None:
    page, host = visited
    page.goto(host.address + worker.ABOUT)
    page.get_by_role("button", name="Effacer la copie").click()
    expect(page.locator("#copie-etat")).to_contain_text("Rien n’est gardé sur cet appareil")
    page.wait_for_function(GONE)
    host.asked.clear()
    page.goto(host.address, wait_until="networkidle")
    assert worker.PATH not in host.asked
    assert page.evaluate(LEFT) == 0
    page.goto(host.address + worker.ABOUT)
    page.get_by_role("button", name="Garder de nouveau une copie").click()
    expect(page.locator("#copie-etat")).to_contain_text("La copie va être gardée")
    assert page.evaluate(UPDATED) in ("activated", "same")


def test_a_site_that_keeps_no_copies_any_more_takes_those_away_that_it_left(
    visited: tuple[Page, Host], site: Mapping[str, bytes]
) -> None:
    page, host = visited
    pages = {path: ASKED.sub(b"", raw) for path, raw in site.items() if path.endswith(".html")}
    assert pages["index.html"] != site["index.html"]
    host.files = {**site, **pages, **worker.removal(SOURCES)}
    page.goto(host.address)
    page.evaluate("async () => { await (await navigator.serviceWorker.getRegistration())?.update(); }")  # fmt: skip
    page.wait_for_function(GONE)
    page.goto(host.address, wait_until="networkidle")
    assert page.evaluate(LEFT) == 0
