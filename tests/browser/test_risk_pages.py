"""A risk's page in a crisis: what to do now, on the first screen of a phone, on paper, without scripts."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Mapping

import pikepdf
import pytest

from tests.browser.conftest import Visit, Window

RISK = "risques/incendie/"
SCREENS = 3  # that the instructions « pendant » may take
SIDES = 8  # of four sheets of paper
WHERE = """() => {
  const first = document.querySelector(".prm-pendant li");
  const list = document.querySelector(".prm-pendant").getBoundingClientRect();
  return [first.getBoundingClientRect().bottom, list.height, parseFloat(getComputedStyle(first).fontSize)];
}"""


def risk_pages(site: Mapping[str, bytes]) -> list[str]:
    """Every page of a risk that has an instruction, in both languages."""
    return sorted(
        path.removesuffix("index.html")
        for path, raw in site.items()
        if re.fullmatch(r"(risques|en)/[\w-]+/index\.html", path) and b'class="prm-pendant"' in raw
    )


# Each was on a page; each is said rightly now (tests/site_src/risques/test_mended.py).
WRONG = re.compile(
    r"tel:114|rattachées au sous-directeur|Dial 15 without waiting|425\s000 logements|525\skm|240\s000 Parisiens|"
    r"700\s000, 830\s000 ou 850\s000|titres non relevés|[ÉE]crivez à la Préfecture de police|25 personnes sont mortes"
)


def test_no_page_of_the_site_says_again_what_was_wrong(site: Mapping[str, bytes]) -> None:
    pages = {path: html.unescape(raw.decode()) for path, raw in site.items() if path.endswith(".html")}  # fmt: skip
    assert pages
    assert {path: found.group() for path, text in pages.items() if (found := WRONG.search(text))} == {}  # fmt: skip


def sides(visit: Visit) -> int:
    return len(
        pikepdf.open(io.BytesIO(visit.page.pdf(format="A4", prefer_css_page_size=True))).pages
    )


def test_the_first_instruction_stands_on_the_first_screen_of_a_phone_in_large_type(
    window: Window, site: Mapping[str, bytes]
) -> None:
    paths = risk_pages(site)
    assert {path.partition("/")[0] for path in paths} == {"risques", "en"}
    with window("telephone") as visit:
        size = visit.page.viewport_size
        assert size
        for path in paths:
            visit.go(path)
            bottom, height, type_px = visit.page.evaluate(WHERE)
            assert bottom <= size["height"], path
            assert height <= SCREENS * size["height"], path
            assert type_px >= 20, path


@pytest.mark.parametrize("scripts", [True, False])
def test_every_phase_is_printed_and_four_sheets_are_enough(window: Window, scripts: bool) -> None:
    with window("ordinateur", scripts=scripts) as visit:
        visit.go(RISK)
        assert visit.page.locator("details.prm-phase li").first.is_visible() is False
        assert sides(visit) <= SIDES
        visit.page.emulate_media(media="print")
        boxes = [
            one.bounding_box() for one in visit.page.locator("details.prm-phase > ol > li").all()
        ]
        boxes += [one.bounding_box() for one in visit.page.locator("details.prm-origines li").all()]
        assert boxes
        assert all(box and box["height"] > 0 for box in boxes)


NUMBERS = """() => {
  const list = document.querySelector(".prm-pendant ol");
  const room = list.querySelector("li").getBoundingClientRect().left - document.querySelector("h1").getBoundingClientRect().left;
  return [room, parseFloat(getComputedStyle(list).fontSize)];
}"""


def test_a_number_of_two_figures_is_whole_on_paper_and_no_address_is_printed_twice(
    window: Window,
) -> None:
    with window("ordinateur") as visit:
        visit.go(RISK)
        visit.page.emulate_media(media="print")
        room, type_px = visit.page.evaluate(NUMBERS)
        assert room >= 2 * type_px
        after = visit.page.locator("ol.prm-sources a[href^=http]").first.evaluate("link => getComputedStyle(link, '::after').content")  # fmt: skip
        assert after == "none"


def test_the_longest_pages_print_on_four_sheets(window: Window, site: Mapping[str, bytes]) -> None:
    french = [path for path in risk_pages(site) if path.startswith("risques/")]
    longest = sorted(french, key=lambda path: len(site[f"{path}index.html"]))[-3:]
    with window("ordinateur") as visit:
        for path in longest:
            visit.go(path)
            assert sides(visit) <= SIDES, path


def test_a_folded_phase_opens_by_its_address_and_by_one_press(window: Window) -> None:
    with window("telephone") as visit:
        visit.go(f"{RISK}#avant")
        assert visit.page.locator("#avant li").first.is_visible()
        after = visit.page.locator("#apres")
        after.locator("summary").first.press("Enter")
        assert after.locator("li").first.is_visible()
