"""What a program can tell of the access to one page: each check is asked once, in the state of the page that it needs.

`checked` opens nothing and closes nothing: it is given a page that is there, with scripts, and leaves it changed.
The names of the checks are those of data/accessibilite/rgaa.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tools.axe import AXE

HERE = Path(__file__).resolve().parent
CHECKS = (HERE / "access_checks.js").read_text(encoding="utf-8")
LIMIT_OF_STOPS = 120
DESKTOP, PHONE, ZOOMED, SHEET = (1280, 900), (390, 844), (320, 256), (673, 1000)
CONTROLS = frozenset(
    [
        "button",
        "link",
        "textbox",
        "searchbox",
        "combobox",
        "checkbox",
        "radio",
        "slider",
        "spinbutton",
        "listbox",
        "option",
        "switch",
        "tab",
        "menuitem",
        "DisclosureTriangle",
        "Iframe",
    ]
)
ONCE = ("main", "banner", "contentinfo")

Faults = dict[str, list[str]]


def violations(page: Page, *, with_targets: bool = True) -> list[str]:
    """What axe finds: rule, and the elements that break it."""
    _given(page)
    return _broken(page, with_targets=with_targets)


def _given(page: Page) -> None:
    """Give the page what it is asked with; axe is long to read, and is read once."""
    page.evaluate(CHECKS)
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(AXE)


def _broken(page: Page, *, with_targets: bool, is_colours_only: bool = False) -> list[str]:
    """Every rule of axe that is on, WCAG 2.0 to 2.2 A and AA and its good habits, and the size of targets (2.5.8), which is
    off and would judge the markers of a map, which overlap where the places do: they have tests of their own.
    """
    asked = [with_targets, is_colours_only]
    found: list[list[Any]] = page.evaluate("asked => acces.axed(...asked)", asked)
    return [f"{rule}: {targets}" for rule, targets in found]


def checked(page: Page, *, is_framed: bool = False) -> Faults:
    """Every check of a page that is open with scripts: its name, and what is wrong. `is_framed`: a map's own document."""
    _given(page)
    return {
        "axe": list(_axe(page, with_targets=not is_framed)),
        "noms-et-roles": tree_faults(page, is_framed=is_framed),
        "clavier": list(_keyboard(page)),
        "absences": _told(page, "present"),
        "couleurs-forcees": _forced(page),
        "mouvement": _told(page, "moving"),
        "grossissement": _sized(page, DESKTOP, "enlarged"),
        "redistribution": _sized(page, ZOOMED, "overflow"),
        "espacement": _sized(page, (320, 640), "spaced"),
        **({} if is_framed else {"impression": _on_paper(page)}),
    }


def _told(page: Page, name: str, *given: object) -> list[str]:
    told: list[str] = page.evaluate(f"given => acces.{name}(...given)", list(given))
    return told


def _sized(page: Page, size: tuple[int, int], name: str) -> list[str]:
    _resize(page, size)
    return _told(page, name)


def _resize(page: Page, size: tuple[int, int]) -> None:
    """Another window, of a page with scripts: a map takes its new place at the next frame."""
    _window(page, size)
    page.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )


def _window(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})


def _axe(page: Page, *, with_targets: bool) -> Iterator[str]:
    for across, down in (PHONE, DESKTOP):
        _resize(page, (across, down))
        found = _broken(page, with_targets=with_targets)
        yield from (f"{across} px, light : {one}" for one in found)
        page.evaluate("() => acces.keep()")
        page.emulate_media(color_scheme="dark")
        is_only_colours: bool = page.evaluate("() => acces.isKept()")
        found = _broken(page, with_targets=with_targets, is_colours_only=is_only_colours)
        yield from (f"{across} px, dark : {one}" for one in found)
        page.emulate_media(color_scheme="light")


def _forced(page: Page) -> list[str]:
    page.emulate_media(forced_colors="active")
    found = [*_told(page, "focusShown", True), *_told(page, "ownColours")]
    page.emulate_media(forced_colors="none")
    return found


def _on_paper(page: Page) -> list[str]:
    page.emulate_media(media="print")
    found = _sized(page, SHEET, "onPaper")
    page.emulate_media(media="screen")
    return found


def _keyboard(page: Page) -> Iterator[str]:
    """Tab from the first control to the last, Shift+Tab from the last; the middle of a long list is passed over."""
    _resize(page, DESKTOP)
    yield from _told(page, "orderKept")
    yield from _told(page, "ghosts")
    page.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 0); }")
    count: int = page.evaluate("() => acces.count()")
    first = min(count, LIMIT_OF_STOPS)
    yield from _walked(page, "Tab", range(first))
    if count > first:
        page.evaluate("place => acces.put(place)", count - 11)
        yield from _walked(page, "Tab", range(count - 10, count))
    yield from _walked(page, "Shift+Tab", range(count - 2, max(count - 10, -1), -1))
    yield from _told(page, "focusShown", False)


def _walked(page: Page, key: str, places: range) -> Iterator[str]:
    """Each press goes to the next control, neither elsewhere nor under something. The page tells of them all at the end."""
    page.evaluate("() => acces.follow()")
    for _ in places:
        page.keyboard.press(key)
    told: list[tuple[int, list[str]]] = page.evaluate("() => acces.followed()")
    if places and len(told) != len(places):
        yield f"{key} : la page a vu {len(told)} frappes sur {len(places)}"
    for place, (at, covered) in zip(places, told, strict=False):
        if at != place:
            yield f"{key} : la commande {at} au lieu de la {place}"
            return
        yield from covered


def tree_faults(page: Page, *, is_framed: bool = False) -> list[str]:
    """What the accessibility tree says: controls without a name, landmarks, levels of headings."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    shown = [_Node(node) for node in nodes if not node.get("ignored")]
    return [*_unnamed(shown), *_headings(shown), *([] if is_framed else _landmarks(shown))]


class _Node:
    """A node of the tree: role, name, level of a heading."""

    def __init__(self, node: dict[str, Any]) -> None:
        self.role = str(node.get("role", {}).get("value", ""))
        self.name = str(node.get("name", {}).get("value", "")).strip()
        levels = [one["value"]["value"] for one in node.get("properties", ()) if one["name"] == "level"]  # fmt: skip
        self.level = int(levels[0]) if levels else 0


def _unnamed(nodes: list[_Node]) -> Iterator[str]:
    yield from (
        f"commande sans nom : {node.role}"
        for node in nodes
        if node.role in CONTROLS and not node.name
    )


def _headings(nodes: list[_Node]) -> Iterator[str]:
    levels = [(node.level, node.name) for node in nodes if node.role == "heading"]
    if [level for level, _ in levels].count(1) != 1:
        yield f"titres de niveau 1 : {[name for level, name in levels if level == 1]}"
    last = 0
    for level, name in levels:
        if last and level > last + 1:
            yield f"titre de niveau {level} après un niveau {last} : « {name} »"
        last = level


def _landmarks(nodes: list[_Node]) -> Iterator[str]:
    roles = [node.role for node in nodes]
    yield from (
        f"repères « {role} » : {roles.count(role)}" for role in ONCE if roles.count(role) != 1
    )
    for role in ("navigation", "region", "search", "complementary"):
        names = [node.name for node in nodes if node.role == role]
        twice = sorted({name for name in names if names.count(name) > 1})
        yield from (f"repères « {role} » du même nom : « {name} »" for name in twice)


def without_scripts(page: Page) -> list[str]:
    """What is wrong with a page that is open without scripts: nothing to read, a button that does nothing, no name."""
    page.evaluate(CHECKS)
    faults = [*tree_faults(page, is_framed=True), *_told(page, "bare")]
    # No frame is ever told to a page whose scripts are off: nothing of it waits for one.
    _window(page, ZOOMED)
    return [*faults, *_told(page, "overflow")]
