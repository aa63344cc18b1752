"""The site opened from a disk, as who reads a proposal over does: links, maps, and what says what does not work."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from site_src.engine.outputs import write
from site_src.hors_ligne.disk import ABOUT, opened_from_disk

LINK = re.compile(r"""<(?:a|area|iframe)\b[^>]*?\s(?:href|src)=["']([^"']*)""")


@pytest.fixture(scope="module")
def copy(site: dict[str, bytes]) -> dict[str, bytes]:
    return opened_from_disk(site)


@pytest.fixture(scope="module")
def folder(copy: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("disque")
    write(copy, place)
    return place


@pytest.fixture
def page(chromium: Browser, folder: Path) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"file://{folder}/index.html")
    yield page
    context.close()


def test_every_link_of_every_page_leads_to_a_file(copy: dict[str, bytes]) -> None:
    lost = [
        (path, address)
        for path, raw in copy.items()
        if path.endswith(".html")
        for address in set(map(unescape, LINK.findall(raw.decode())))
        if address and not re.match(r"[a-z]+:|//|#", address)
        and posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(re.split("[?#]", address)[0]))) not in copy
    ]  # fmt: skip
    assert lost == []


def test_from_the_first_page_a_reader_goes_to_another_and_comes_back(page: Page) -> None:
    page.get_by_role("link", name="Toutes les pages").first.click()
    expect(page).to_have_url(re.compile(r"^file://.*/plan-du-site/index\.html$"))
    page.locator("a.prm-marque").click()
    expect(page).to_have_url(re.compile(r"^file://.*/index\.html$"))


def test_the_site_has_its_style(page: Page) -> None:
    band = page.locator(".prm-copie")
    assert band.evaluate("one => getComputedStyle(one).borderBottomStyle") == "solid"


def test_an_interactive_map_draws_its_layers(page: Page, folder: Path) -> None:
    page.goto(f"file://{folder}/cartes/inondation/interactive/index.html")
    expect(page.locator("#prm-etat")).to_contain_text("Carte affichée")
    assert page.locator(".leaflet-overlay-pane path, .leaflet-pane svg path").count() > 0


def test_what_does_not_work_is_said_and_explained(page: Page) -> None:
    page.get_by_role("link", name="Pourquoi, et que faire").click()
    expect(page).to_have_url(re.compile(rf"/{re.escape(ABOUT)}$"))
    expect(page.get_by_role("heading", name="Ce qui ne marche pas")).to_be_visible()
    page.get_by_role("link", name="Aller à l’accueil").click()
    expect(page).to_have_url(re.compile(r"/index\.html$"))
