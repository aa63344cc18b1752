"""The file for a crisis, saved on a disk: it opens alone, asks for nothing, and is walked by keyboard."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from site_src.frame.crisis_file import CRISIS_FILES
from tests.browser.conftest import ALONE
from tests.browser.host import hosting
from tools.browsing import ARGUMENTS, CHROMIUM

NARROWEST = 320
BARE = b"<!doctype html><title>Sans icone</title>"


@pytest.mark.parametrize("path", [document for document, _ in CRISIS_FILES.values()])
def test_the_file_opens_from_a_disk_alone_and_prints_its_numbers(
    chromium: Browser, site: dict[str, bytes], tmp_path: Path, path: str
) -> None:
    file = tmp_path / "copie.html"
    file.write_bytes(site[path])
    context = chromium.new_context(java_script_enabled=False, offline=True, viewport={"width": NARROWEST, "height": 640})  # fmt: skip
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(file.as_uri())
    assert asked == [file.as_uri()]
    assert said == []
    assert page.locator("h1").evaluate("h1 => getComputedStyle(h1).fontSize") != "32px", "its style is applied"  # fmt: skip
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("href") == "tel:15"
    page.emulate_media(media="print")
    assert page.locator("#urgences").is_visible()
    assert page.locator("nav").is_hidden()
    context.close()


@pytest.mark.parametrize("path", [document for document, _ in CRISIS_FILES.values()])
def test_no_icon_is_asked_of_the_site_for_the_file(
    chromium: Browser, site: dict[str, bytes], path: str
) -> None:
    """Of a page without an icon, opened after it, one is: the browser does ask.

    The whole browser: the engine alone shows no tab, and asks for no icon.
    """
    launch = partial(chromium.browser_type.launch, executable_path=CHROMIUM)
    files = {path: site[path], "nue.html": BARE, "404.html": b""}
    with hosting(files) as host, launch(args=[*ARGUMENTS, ALONE]) as whole:
        page = whole.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(host.address + path)
        page.wait_for_timeout(500)  # what comes after the page has come
        assert said == []
        page.goto(f"{host.address}nue.html")
        for _ in range(500):
            if "/favicon.ico" not in host.asked:
                page.wait_for_timeout(20)
    assert host.asked == [path, "nue.html", "/favicon.ico"]


def test_the_file_is_found_from_the_home_page_and_from_the_pages_of_a_crisis(
    site: dict[str, bytes],
) -> None:
    for path in (
        "index.html",
        "en-ce-moment/index.html",
        "organisation/index.html",
        "plan-du-site/index.html",
    ):
        html = site[path].decode()
        assert "crise.html" in html or "organisation/fichier-de-crise/" in html
    assert b"crisis.html" in site["en/index.html"]
