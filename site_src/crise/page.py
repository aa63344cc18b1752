"""A sheet → one HTML document with its style inside: it loads nothing, and opens from a disk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from markupsafe import Markup

from site_src.crise.sheet import Block, Line, Paragraph, Part, Said, Sheet
from site_src.frame.crisis_file import PLACE

_TOKEN = re.compile(r"^\s*(--prm-[\w-]+): light-dark\((#\w+), (#\w+)\);", re.MULTILINE)
_USED = re.compile(r"var\((--prm-[\w-]+)\)")
_SPACE = re.compile(r"\s*([{};,>])\s*|\s*/\*.*?\*/\s*|(?<=:) ", re.DOTALL)
_DOCUMENT = Markup(
    '<!doctype html>\n<html lang="{langue}" dir="ltr">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{titre}</title>\n'
    '<meta name="description" content="{description}">\n{canonique}'
    # An empty icon, in the file itself: without one a browser asks the site for /favicon.ico.
    '<link rel="icon" href="data:,">\n'
    '<meta name="color-scheme" content="light dark">\n<style>{style}</style>\n</head>\n<body>\n<main>\n'
    "<h1>{titre}</h1>\n{intro}{place}\n"
    '<nav aria-labelledby="sommaire"><h2 id="sommaire">{sommaire}</h2>\n<ul>{liens}</ul></nav>\n{parties}'
    "</main>\n</body>\n</html>\n"
)
_TAGS: Mapping[str, tuple[str, str]] = {"fort": ("strong", ""), "note": ("small", ""), "non": ("b", ' class="non"')}  # fmt: skip


def page(sheet: Sheet, style: str, addresses: Mapping[str, str] = MappingProxyType({})) -> str:
    """The document; `style` is what `styled` made, `addresses` those of each language where the site has one."""
    return _DOCUMENT.format(
        langue=sheet.langue,
        titre=sheet.titre,
        description=sheet.description,
        canonique=_addresses(sheet.langue, addresses),
        style=Markup(style),  # noqa: S704  (our own sheet)
        intro=_joined(_block(one) for one in sheet.intro),
        place=Markup(PLACE),  # noqa: S704  (a constant)
        sommaire=sheet.sommaire,
        liens=_joined(_link(part) for part in sheet.parties),
        parties=_joined(_part(part, 2) for part in sheet.parties),
    )  # fmt: skip


def _addresses(own: str, addresses: Mapping[str, str]) -> Markup:
    """Its own address, then that of each language."""
    if own not in addresses:
        return Markup("")
    whole = Markup('<link rel="canonical" href="{}">\n').format(addresses[own])
    each = Markup('<link rel="alternate" hreflang="{}" href="{}">\n')
    return whole + _joined(each.format(langue, address) for langue, address in addresses.items())


def styled(style: str, tokens: str) -> str:
    """The style with the site's own colours that it uses, light and dark; those of `tokens` (jetons.css).

    Written for a browser of before `light-dark()`: a telephone in a drawer.
    """
    colours = {name: (light, dark) for name, light, dark in _TOKEN.findall(tokens)}
    used = sorted(set(_USED.findall(style)))
    light, dark = ("".join(f"{name}:{colours[name][rank]};" for name in used) for rank in (0, 1))
    whole = f":root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}{style}"
    return _SPACE.sub(lambda found: found[1] or "", whole).strip()


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)


def _link(part: Part) -> Markup:
    inside = _joined(_link(one) for one in part.parties if part.est_depliee)
    return Markup('<li><a href="#{}">{}</a>{}</li>\n').format(
        part.ancre, _said(part.titre), Markup("\n<ul>{}</ul>").format(inside) if inside else ""
    )


def _part(part: Part, level: int) -> Markup:
    return Markup('<section aria-labelledby="{0}"><h{1} id="{0}">{2}</h{1}>\n{3}{4}</section>\n').format(
        part.ancre, level, _said(part.titre), _joined(map(_block, part.blocs)), _joined(_part(one, level + 1) for one in part.parties)
    )  # fmt: skip


def _block(block: Block) -> Markup:
    if isinstance(block, Paragraph):
        return Markup("<p>{}</p>\n").format(_line(block.ligne))
    items = _joined(Markup("<li>{}</li>\n").format(_line(one)) for one in block.lignes)
    if not block.premier:
        return Markup("<ul>{}</ul>\n").format(items)
    start = Markup(' start="{}"').format(block.premier) if block.premier > 1 else ""
    return Markup("<ol{}>{}</ol>\n").format(start, items)


def _line(line: Line) -> Markup:
    return _joined(map(_said, _merged(line)))


def _merged(line: Line) -> Iterable[Said]:
    """Neighbours that are marked alike, as one: fewer bytes."""
    made: list[Said] = []
    for one in line:
        last = made[-1] if made else None
        if last and (last.langue, last.lien, last.marque) == (one.langue, one.lien, one.marque):
            made[-1] = Said(last.mots + one.mots, one.langue, one.lien, one.marque)
        else:
            made.append(one)
    return made


def _said(one: Said) -> Markup:
    tag, attributes = _TAGS.get(one.marque, ("span" if one.langue else "", ""))
    lang = Markup(' lang="{}"').format(one.langue) if one.langue else ""
    text = Markup('<a href="{}">{}</a>').format(one.lien, one.mots) if one.lien else one.mots
    if not tag:
        return Markup("{}").format(text)
    return Markup("<{0}{1}{2}>{3}</{0}>").format(Markup(tag), Markup(attributes), lang, text)  # noqa: S704  (ours)
