"""The maps in another language: the list of all, and each map of a zone whose texts are translated.

Where its interactive document is in French, because a text of it is not translated, the page says so.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from babel.numbers import format_decimal
from jinja2 import Environment
from markupsafe import Markup

from site_src.cartes.pages import INDEXED, PREFIX, SOURCE
from site_src.dossiers.border import Langue, langue_of
from site_src.frame.languages import Language
from site_src.frame.page import Page, PageJob, root_of
from site_src.frame.rendering import Templates, environment
from site_src.frame.typography import locale_of
from site_src.frame.wording import ranked, sayer

# The maps that have a page in other languages, by the name of it there.
TRANSLATED: Mapping[str, str] = {"inondation": "flooding"}
LIST = "maps"
WORDS, ORDINALS = "cartes", "ma-rue-script"


@dataclass(frozen=True)
class Spoken:
    """A language as these pages speak it; `ma_rue` is the address of « Ma rue » in it."""

    langue: Langue
    mots: Mapping[str, str] = field(repr=False)
    rangs: Mapping[str, str] = field(repr=False)
    ma_rue: str


def addresses(code: str) -> dict[str, str]:
    """Address of a French page of maps → that of its page in another language."""
    pages = {f"{PREFIX}{name}/": _place(code, slug) for name, slug in TRANSLATED.items()}
    return {PREFIX: f"{code}/{LIST}/", **pages}


def _place(code: str, slug: str) -> str:
    return f"{code}/{LIST}/{slug}/"


def interactive(code: str, name: str) -> str:
    """The folder of a map's own document in a language, from that of the site."""
    return f"{_place(code, TRANSLATED[name])}interactive/"


def jobs(
    maps: Mapping[str, bytes],
    language: Language,
    phrases: Mapping[str, str],
    ailleurs: Mapping[str, str],
    templates: Templates,
    documents: Collection[str] = (),
) -> Iterator[PageJob]:
    """The pages of a language. `maps` are the outputs of their stage; `phrases`: French sentence → that language.

    `ailleurs`: address of a French page → that of its page in that language; `documents`: the paths of the interactive
    documents in other languages.
    """
    one = Spoken(
        langue_of(language, phrases),
        language.words(WORDS),
        language.words(ORDINALS),
        ailleurs.get("ma-rue/", "ma-rue/"),
    )
    found = [json.loads(maps[path]) for path in sorted(maps) if _is_map(path)]
    shown = [{name: carte[name] for name in INDEXED} for carte in found if not carte["est_fictif"]]
    own = templates.only("cartes_langue.md.j2")
    yield PageJob(f"{language.code}/{LIST}", "cartes", index_page, (shown, one, own))
    for carte in found:
        if carte["id"] in TRANSLATED:
            image = maps[f"{PREFIX}{carte['id']}.svg"].decode()
            own_place = interactive(language.code, carte["id"])
            place = own_place if f"site/{own_place}index.html" in documents else ""
            given = (carte, image, one, templates.only("carte_langue.md.j2"), place)
            yield PageJob(f"{language.code}/{LIST}/{carte['id']}", "cartes", map_page, given)


def _is_map(path: str) -> bool:
    return path.startswith(PREFIX) and path.endswith(".json")


def _environment(one: Spoken, templates: Templates) -> Environment:
    langue = one.langue
    locale = locale_of(langue.code)

    def decimal(value: float, digits: int) -> str:
        return str(format_decimal(round(value, digits), f"#,##0.{'0' * digits}", locale))

    filters: dict[str, Callable[..., Any]] = {
        "dit": langue.dit,
        "dessin": _drawn,
        "rang": lambda numero: ranked(one.rangs, langue.code, numero),
        "decimal": decimal,
    }
    env = environment(templates, filters, f"cartes-{langue.code}")
    env.globals |= {"m": sayer(one.mots), "langue": langue, "ma_rue": one.ma_rue}
    return env


def _drawn(svg: str) -> Markup:
    # SVG of maps.drawing: built from validated values, every text escaped there or in `in_words_of`.
    return Markup(svg)  # noqa: S704


def index_page(cartes: Sequence[Mapping[str, Any]], one: Spoken, templates: Templates) -> Page:
    """All maps, by what they show; those that are not translated lead to their French page."""
    path, code = f"{one.langue.code}/{LIST}/index.md", one.langue.code
    there = {name: _place(code, slug) for name, slug in TRANSLATED.items()}
    body = _environment(one, templates).get_template("cartes_langue.md.j2").render(
        root=root_of(path), cartes=cartes, traduites=there
    )  # fmt: skip
    return Page(
        path=path,
        titre=one.mots["titre"],
        description=one.mots["description"],
        body=body,
        source=SOURCE,
        section=code,
        langue=code,
        originale=PREFIX,
    )


def map_page(
    carte: Mapping[str, Any], image: str, one: Spoken, templates: Templates, place: str
) -> Page:
    """One map of a zone: its picture first, then words; `place` is the folder of its interactive document in the language, if any."""
    langue = one.langue
    path = f"{langue.code}/{LIST}/{TRANSLATED[carte['id']]}.md"
    *arrondissements, paris = carte["territoires"]
    body = _environment(one, templates).get_template("carte_langue.md.j2").render(
        root=root_of(path),
        carte=carte,
        interactive=place,
        image=in_words_of(image, carte, langue),
        arrondissements=arrondissements,
        paris=paris,
    )  # fmt: skip
    return Page(
        path=path,
        titre=langue.nu(carte["titre"]),
        titre_court=langue.nu(carte["titre_court"]),
        description=langue.nu(carte["description"]),
        body=body,
        source=SOURCE,
        section=langue.code,
        langue=langue.code,
        originale=f"{PREFIX}{carte['id']}/",
    )


def in_words_of(svg: str, carte: Mapping[str, Any], langue: Langue) -> str:
    """A drawing with its title and description in a language, where both are translated."""
    said = {"title": carte["titre"], "desc": carte["description"]}
    if not all(map(langue.est_traduit, said.values())):
        return svg
    # Its own words come first; those of what it draws are names.
    for tag, text in said.items():
        opening, own, rest = _parted(svg, tag)
        svg = f"{opening}{html.escape(langue.nu(text)) if own else ''}{rest}"
    return svg


def _parted(svg: str, tag: str) -> tuple[str, str, str]:
    """The drawing up to the words of its first such element, these words, and the rest; no words where it has none."""
    found = re.search(rf"<{tag}\b[^>]*>(.*?)</{tag}>", svg, re.DOTALL)
    return (svg[: found.start(1)], found[1], svg[found.end(1) :]) if found else (svg, "", "")
