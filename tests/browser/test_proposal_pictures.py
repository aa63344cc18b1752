"""The pictures of a proposal's summary begin where the text that is seen on a page first differs."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from site_src.engine.outputs import write
from site_src.proposal.summary import ChangedPage
from tools import proposal_summary
from tools.browsing import served
from tools.proposal_summary import PIECES, differing

PAGE = ChangedPage("index.html", "Essai", "changée")
FAR = 3000
TEXT = "<!doctype html><main><h1>Essai</h1><details><summary>Empreintes</summary>{folded}</details>{seen}</main>"


def page(folded: str, seen: str) -> bytes:
    text = f"<p style='margin-top:{FAR}px'>{seen}</p>"
    return TEXT.format(folded=folded, seen=text).encode()


def test_what_is_seen_comes_before_what_is_folded(chromium: Browser) -> None:
    page_of = chromium.new_page()

    def places(old: bytes, new: bytes, *, unfolds: bool) -> tuple[float, float]:
        pieces = []
        for raw in (old, new):
            page_of.set_content(raw.decode())
            pieces.append(page_of.evaluate(PIECES, unfolds))
        return differing(*pieces)

    one, both, none = page("a", "un"), page("b", "deux"), page("b", "un")
    assert min(places(one, both, unfolds=False)) > FAR
    assert places(one, none, unfolds=False) == (0, 0)
    assert 0 < max(places(one, none, unfolds=True)) < FAR
    page_of.close()


def test_each_changed_page_has_its_picture_on_either_side(
    chromium: Browser, tmp_path: Path
) -> None:
    for side, text in ((proposal_summary.BEFORE, "un"), (proposal_summary.AFTER, "deux")):
        write({"index.html": page("", text)}, tmp_path / side)
    with served(tmp_path / proposal_summary.BEFORE) as old, served(tmp_path / proposal_summary.AFTER) as new:  # fmt: skip
        sites = {proposal_summary.BEFORE: old, proposal_summary.AFTER: new}
        proposal_summary._photograph(chromium, sites, [PAGE], tmp_path)
    assert {path.name for path in tmp_path.glob("*.jpg")} == {"accueil-avant.jpg", "accueil-apres.jpg"}  # fmt: skip
