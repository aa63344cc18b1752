"""Who may show our pages within theirs: what is made for it, everywhere; any other page, our own site alone."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, Route

from site_src.publishing import hosting, media
from site_src.publishing.cover import LONGEST_LINE, MOST_RULES
from tests.browser.conftest import OPTIONS
from tests.site_src.publishing.test_hosting import matching

SITE = OPTIONS["adresse"]
OURS, THEIRS = "https://dicrim.invalid/", "https://journal.invalid/"
MAP, VIEW, PAGE = "cartes/inondation/interactive/", "donnees/explorer/cadre/?jeu=crues&table=crues", "risques/crue-seine/"  # fmt: skip
SNIPPET = re.compile(r"""<iframe src="([^"]+)""")
VIEWS = re.compile(r"""data-cadre="([^"]+)\"""")


def documents(site: Mapping[str, bytes]) -> list[str]:
    return [path for path in site if path.endswith(".html")]


def test_other_sites_may_frame_what_pages_offer_to_embed_and_no_other(
    site: Mapping[str, bytes],
) -> None:
    offered = set()
    for path in documents(site):
        text = site[path].decode()
        place = f"{SITE}{path}"
        offered |= {urljoin(place, one) for one in SNIPPET.findall(html.unescape(text))}
        offered |= {urljoin(place, one) for one in VIEWS.findall(text)}
    offered = {one.removeprefix(SITE) for one in offered if one.startswith(SITE)}
    framed = {path.removesuffix("index.html") for path in documents(site)
              if "frame-ancestors" not in hosting.headers_of(path)["Content-Security-Policy"]}  # fmt: skip
    assert offered <= framed
    # Not offered: maps in English, and the former address of one. No page of the site, which has its menu and is indexed.
    assert all(b'<meta name="robots" content="noindex' in site[f"{path}index.html"] for path in framed)  # fmt: skip


def test_the_headers_of_the_built_site_are_few_enough_and_each_document_has_one_policy(
    site: Mapping[str, bytes],
) -> None:
    said = site["_headers"].decode()
    lines = said.splitlines()
    assert sum(line.startswith("/") for line in lines) <= MOST_RULES
    assert max(map(len, lines)) <= LONGEST_LINE
    for path in documents(site):
        found = [one["Content-Security-Policy"] for one in matching(said, f"/{path}") if "Content-Security-Policy" in one]  # fmt: skip
        assert found == [hosting.headers_of(path)["Content-Security-Policy"]], path


@pytest.fixture
def journal(chromium: Browser, site: Mapping[str, bytes]) -> Iterator[Page]:
    """A page of another site, with a map, a view and a page of ours in frames; ours are sent with the headers of a host."""
    frames = "".join(f'<iframe src="{OURS}{path.replace("&", "&amp;")}" width="600" height="700"></iframe>' for path in (MAP, VIEW, PAGE))  # fmt: skip

    def answer(route: Route) -> None:
        address = route.request.url.partition("?")[0].partition("#")[0]
        if address.startswith(THEIRS):
            route.fulfill(body=f"<!doctype html><title>x</title>{frames}", content_type="text/html")
            return
        path = address.removeprefix(OURS)
        path = f"{path}index.html" if not path or path.endswith("/") else path
        if not address.startswith(OURS) or path not in site:
            route.abort()
            return
        kind = media.TYPES.get(path.rpartition(".")[2], "application/octet-stream")
        route.fulfill(body=site[path], headers={**hosting.headers_of(path), "Content-Type": kind})

    context = chromium.new_context(service_workers="block")
    context.route("**/*", answer)
    page = context.new_page()
    page.goto(THEIRS)
    yield page
    context.close()


def test_another_site_shows_our_map_and_our_view_and_not_a_page(journal: Page) -> None:
    journal.frame_locator("iframe >> nth=0").locator(".leaflet-container").wait_for()
    journal.frame_locator("iframe >> nth=1").locator("table").first.wait_for()
    (refused,) = [frame for frame in journal.frames if frame.url.startswith("chrome-error:")]
    assert refused.parent_frame == journal.main_frame
