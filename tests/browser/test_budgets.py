"""The built site is light, and is what its hosts are told: measured on its files, then compared with what Chromium asks for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from site_src.publishing import links, media, naming
from tests.browser.conftest import BASE, Window
from tools.budgets import Scale, budget_of, budgets, heaviest

WEIGHED = ("", "risques/crue-seine/", "cartes/fraicheur/", "cartes/fraicheur/liste/", "ma-rue/", "mon-quartier/16/", "crues/", "en-ce-moment/")  # fmt: skip


def test_every_kind_of_page_is_within_its_budget(site: Mapping[str, bytes]) -> None:
    weights = list(heaviest(site, budgets(), BASE))
    assert len(weights) >= 9
    assert [str(one) for one in weights if not one.passes] == []


def test_a_page_asks_for_nothing_by_itself_that_is_not_weighed(
    window: Window, site: Mapping[str, bytes]
) -> None:
    """Nobody presses nor types: what comes all the same was paid for by who reads the page."""
    scale, beyond = Scale(site, BASE), set[tuple[str, str]]()
    with window() as visit:
        asked: list[str] = []
        visit.page.on("request", lambda request: asked.append(request.url))
        for page in WEIGHED:
            asked.clear()
            visit.page.goto(visit.address + page, wait_until="networkidle")
            path = f"{page}index.html"
            weighed = scale.loaded(path, budget_of(path, budgets()).aussitot)
            files = {url.removeprefix(visit.address) for url in asked} - {page}
            beyond |= {(page, file) for file in files - weighed}
    assert beyond == set()


def test_every_published_file_is_of_a_known_type(site: Mapping[str, bytes]) -> None:
    suffixes = {PurePosixPath(path).suffix.removeprefix(".") for path in site if path != "_headers"}
    assert suffixes - media.TYPES.keys() == set()


def test_no_document_runs_a_script_from_within_it(site: Mapping[str, bytes]) -> None:
    """The header of hosts lists no hash: such a script would run here and nowhere else."""
    policies = {path: raw.partition(b"script-src ")[2].partition(b";")[0] for path, raw in site.items() if path.endswith(".html")}  # fmt: skip
    assert [path for path, policy in policies.items() if b"sha256-" in policy] == []


def test_every_asset_has_its_content_in_its_name_and_every_address_leads_there(site: Mapping[str, bytes]) -> None:  # fmt: skip
    assert [path for path in site if naming.is_asset(path) and not naming.is_named(path)] == []
    assert links.faults(site, BASE) == []
