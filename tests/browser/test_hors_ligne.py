"""After one visit to the home page the network may go: the pages that matter in a crisis open, and say how old they are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import WIDTHS, Visit
from tests.browser.host import Host, hosting
from tests.browser.test_tasks import STREET, STREET_TASKS, TASKS, by_hand

LIST = re.compile(r"^self\.COPIE = (.*);$", re.DOTALL)
READY = "() => navigator.serviceWorker.controller?.state === 'activated'"
BAND = ".prm-copie"
# Longer than the install of a whole copy takes on a busy machine.
INSTALL_MS = 120_000


def kept(files: Mapping[str, bytes]) -> list[str]:
    """The addresses that the worker of a site keeps."""
    (path,) = (path for path in files if path.startswith("assets/hors-ligne/copie."))
    found = LIST.match(files[path].decode().strip())
    assert found
    return [address for address, _, _ in json.loads(found[1])["fichiers"]]


@contextmanager
def visiting(browser: Browser) -> Iterator[BrowserContext]:
    """A telephone that has never been here."""
    across, down = WIDTHS["telephone"]
    context = browser.new_context(
        viewport={"width": across, "height": down}, reduced_motion="reduce"
    )
    try:
        yield context
    finally:
        context.close()


def visit_once(context: BrowserContext, host: Host) -> Page:
    """Home, open until its copy is whole."""
    page = context.new_page()
    page.goto(host.address)
    page.wait_for_function(READY, timeout=INSTALL_MS)
    return page


@pytest.fixture(scope="module")
def cut_off(chromium: Browser, site: dict[str, bytes]) -> Iterator[tuple[Page, Host]]:
    """A page of a telephone that was once on the home page, and whose network is gone."""
    with hosting(site) as host, visiting(chromium) as context:
        page = visit_once(context, host)
        host.go()
        yield page, host


def test_every_page_of_the_copy_opens_without_network_and_says_its_date(
    cut_off: tuple[Page, Host],
) -> None:
    page, host = cut_off
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(f"{request.failure} {request.url}"))
    pages = [address for address in kept(host.files) if not address or address.endswith("/")]
    assert len(pages) > 90
    for address in pages:
        page.goto(host.address + address, wait_until="load")
        is_english = page.locator("html").get_attribute("lang") == "en"
        if address.endswith("interactive/"):
            continue  # the document of a map, inside a page that says it
        expect(page.locator(BAND)).to_contain_text(
            "Copy of 22 November 2025" if is_english else "Copie du 22 novembre 2025"
        )
    left = "net::ERR_ABORTED"  # an icon that came too late for its page
    assert [one for one in failed if not one.startswith(left)] == []


def test_each_task_is_done_without_network_after_one_visit_to_home(
    cut_off: tuple[Page, Host],
) -> None:
    page, host = cut_off
    visit = Visit(page, host.address)
    for task in TASKS:
        visit.go("")
        for name in task.presses:
            before = page.url
            by_hand(visit, name)
            expect(page).not_to_have_url(before)
        told = page.get_by_role("main").get_by_text(re.compile(task.answer))
        expect(told.filter(visible=True).first, task.question).to_be_visible()


def test_a_typed_street_answers_without_network(cut_off: tuple[Page, Host]) -> None:
    page, host = cut_off
    page.goto(host.address)
    page.get_by_label("Votre rue").fill(STREET)
    page.keyboard.press("Enter")
    page.wait_for_url("**/ma-rue/**")
    for question, answer in STREET_TASKS:
        expect(page.get_by_text(re.compile(answer)).first, question).to_be_visible()


def test_the_search_finds_pages_and_streets_without_network(cut_off: tuple[Page, Host]) -> None:
    page, host = cut_off
    for start, words, first in (
        ("", "innondation", "risques/crue-seine/"),
        ("", "rue de Lille", "ma-rue/"),
        ("en/", "flood", "en/seine-flood/"),
    ):
        page.goto(host.address + start)
        page.locator("#prm-ouvrir").click()
        page.locator("#prm-question").fill(words)
        link = page.locator("#prm-resultats a").first
        expect(link).to_have_attribute("href", re.compile(f"/repo/{first}"))
