"""One class is styled by one room: two sheets that dress the same word undo one another, on paper first.

The theme's own sheets are for every room: what they give, each room's sheet may say better. A room may dress a word
of another inside a place of its own (`.prm-crise .prm-consignes`): nothing else changes by it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from tests.builds import ROOT

ROOMS = sorted((ROOT / "site_src").glob("*/*.css"))
SHEETS = (*ROOMS, *sorted((ROOT / "maps" / "assets").glob("*.css")))
STYLES = (*ROOMS, *sorted((ROOT / "site_src/publishing/theme/assets").glob("*.css")))
# What stands around every text: it makes no place of one room's own.
FRAME = {"prm", "prm-texte"}
_RULE = re.compile(r"([^{};]+)\{")
_NOT_READ = re.compile(r"/\*.*?\*/|url\(.*?\)", re.DOTALL)
_LIST = re.compile(r":(?:is|where)\((?:[^()]|\([^()]*\))*\)")
_OF_OTHERS = re.compile(r":(?:not|has)\((?:[^()]|\([^()]*\))*\)")


def selectors(css: str) -> Iterator[str]:
    """Every selector of a sheet, lists of them apart; those inside `:is()` stay together."""
    for listed in _RULE.findall(_NOT_READ.sub("", css)):
        yield from re.split(r",(?![^()]*\))", listed)


def styled_anywhere(css: str) -> set[str]:
    """The classes that a sheet dresses wherever they stand: no other class or id says where."""
    found = set()
    for selector in selectors(css):
        *_, last = re.split(r"[ >+~]+(?![^()]*\))", _OF_OTHERS.sub("", selector).strip())
        dressed, outside = names(last), names(_LIST.sub("", selector))
        if "&" in selector:  # inside the rule that it is written in: that one says where
            continue
        if not outside or (outside == dressed and len(dressed) == 1):
            found |= {name for name in dressed if f".{name}" in last}
    return found


def names(selector: str) -> set[str]:
    """The classes and ids that a selector names, those of the frame aside."""
    return set(re.findall(r"[.#]([a-zA-Z][\w-]*)", selector)) - FRAME


def clashes(sheets: Mapping[str, str]) -> dict[str, list[str]]:
    """Class → the rooms that dress it wherever it stands, when there are several."""
    rooms: dict[str, set[str]] = defaultdict(set)
    for path, css in sheets.items():
        for name in styled_anywhere(css):
            rooms[name].add(path.rsplit("/", 2)[-2])
    return {name: sorted(found) for name, found in rooms.items() if len(found) > 1}


def test_no_class_is_styled_by_two_rooms() -> None:
    read = {str(sheet): sheet.read_text(encoding="utf-8") for sheet in SHEETS}
    assert clashes(read) == {}


def test_a_class_that_two_rooms_style_would_be_found() -> None:
    assert clashes({
        "site_src/crues/crues.css": ".prm-texte .prm-note { margin: 0; }",
        "site_src/risques/risque.css": "@media print { .prm-texte .prm-a, .prm-note { margin: 1rem; } }",
    }) == {"prm-note": ["crues", "risques"]}  # fmt: skip


def test_a_class_of_another_room_may_be_styled_inside_a_place_of_ones_own() -> None:
    assert clashes({
        "site_src/alertes/alertes.css": ".prm-texte .prm-crise .prm-consignes { margin: 0; }",
        "site_src/crues/foyer.css": "#foyer-fiche :is(.prm-note, .prm-consignes) { display: none; }",
        "site_src/risques/risque.css": ".prm-texte .prm-consignes { margin: 1rem; } .prm-note { margin: 0; }",
    }) == {}  # fmt: skip


def test_what_is_nested_in_a_rule_and_an_id_dress_no_class_of_another_room() -> None:
    assert styled_anywhere(".prm-rue { margin: 0; & .prm-note { margin: 0; } }") == {"prm-rue"}
    assert styled_anywhere("#foyer-fiche { margin: 0; }") == set()


def test_a_list_of_classes_dresses_each_of_them() -> None:
    assert styled_anywhere(".prm-texte :is(.prm-note, .prm-origine) { margin: 0; }") == {
        "prm-note",
        "prm-origine",
    }


_PHYSICAL = re.compile(
    r"(?:margin|padding|border)-(?:left|right)|text-align: ?(?:left|right)|float: ?(?:left|right)"
    r"|(?<![\w-])(?:left|right): |(?:margin|padding): (?:[^\s;]+ ){3}[^\s;]+;"
)


def towards_a_side(css: str) -> list[str]:
    """What a sheet says of left and right: in a language read from the right it would stand on the wrong side."""
    found = _PHYSICAL.findall(_NOT_READ.sub("", css))
    same = re.compile(r": (\S+) (\S+) (\S+) \2;")  # as much on the left as on the right
    return [one for one in found if not same.search(one.strip())]


def test_sheets_follow_the_direction_of_reading() -> None:
    read = {str(sheet): sheet.read_text(encoding="utf-8") for sheet in STYLES}
    assert {path: found for path, css in read.items() if (found := towards_a_side(css))} == {}


def test_a_side_is_found_in_every_way_to_write_it() -> None:
    for said in ("margin-left: 1rem", "text-align: right", "left: 0", "padding: 0 1px 2px 3px;"):
        assert towards_a_side(f"a {{ {said} }}"), said
    assert towards_a_side("a { margin: 0 1px 2px 1px; margin-inline-start: 1rem }") == []
