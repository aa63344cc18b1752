"""The maps in another language: the list of all, each map that residents use, and the places of a map one by one.

Where an interactive document is in French, because a text of it is not translated, the page says so. Names and what files
of data say stay in French, and are marked so, but for the values that a language says too.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from site_src.cartes.constats import FIRST, HALLS, Hall, constats, town_halls
from site_src.cartes.pages import INDEXED, PREFIX, SOURCE
from site_src.cartes.spoken import ORDINALS, WORDS, Speech, UntranslatedError
from site_src.dossiers.border import Langue, langue_of
from site_src.frame.languages import SOURCE as FRENCH
from site_src.frame.languages import Language
from site_src.frame.page import Page, PageJob, root_of
from site_src.frame.rendering import Templates, environment, literal
from site_src.frame.wording import sayer

# The maps that have a page in other languages, by the name of it there; those of places have their list below.
TRANSLATED: Mapping[str, str] = {
    "carrieres": "quarries",
    "fraicheur": "cool-places",
    "inondation": "flooding",
    "lieux-utiles": "useful-places",
    "tous-risques": "all-risks",
}
WITH_LIST = ("fraicheur", "lieux-utiles")
LIST, PLACES = "maps", "list"
# Between what a file says of a place.
_BETWEEN = " ; "


@dataclass(frozen=True)
class Spoken:
    """A language as these pages speak it."""

    langue: Langue
    speech: Speech = field(repr=False)


def addresses(code: str) -> dict[str, str]:
    """Address of a French page of maps → that of its page in another language."""
    pages = {f"{PREFIX}{name}/": _place(code, slug) for name, slug in TRANSLATED.items()}
    lists = {
        f"{PREFIX}{name}/liste/": f"{_place(code, TRANSLATED[name])}{PLACES}/" for name in WITH_LIST
    }
    return {PREFIX: f"{code}/{LIST}/", **pages, **lists}


def _place(code: str, slug: str) -> str:
    return f"{code}/{LIST}/{slug}/"


def interactive(code: str, name: str) -> str:
    """The folder of a map's own document in a language, from that of the site."""
    return f"{_place(code, TRANSLATED[name])}interactive/"


def jobs(
    maps: Mapping[str, bytes],
    languages: Mapping[str, Language],
    code: str,
    phrases: Mapping[str, str],
    ailleurs: Mapping[str, str],
    templates: Templates,
    documents: Collection[str] = (),
) -> Iterator[PageJob]:
    """The pages of a language. `maps` are the outputs of their stage; `phrases`: French sentence → that language.

    `ailleurs`: address of a French page → that of its page in that language; `documents`: the paths of the interactive
    documents in other languages.
    """
    language, pages = languages[code], {**ailleurs, **addresses(code)}
    speech = Speech(_of_maps(language), _of_maps(languages[FRENCH]), phrases, pages, "")
    one = Spoken(langue_of(language, phrases), speech)
    found = [json.loads(maps[path]) for path in sorted(maps) if _is_map(path)]
    shown = [{name: carte[name] for name in INDEXED} for carte in found if not carte["est_fictif"]]
    own = templates.only("cartes_langue.md.j2")
    yield PageJob(f"{code}/{LIST}", "cartes", index_page, (shown, one, own))
    for carte in found:
        if carte["id"] in TRANSLATED:
            yield from _map_jobs(maps, carte, one, templates, documents)


def _of_maps(language: Language) -> Language:
    """The language with the words of these pages alone: another room's word changes none of them."""
    return replace(language, rooms={name: language.words(name) for name in (WORDS, ORDINALS)})


def _map_jobs(
    maps: Mapping[str, bytes], carte: Mapping[str, Any], one: Spoken, templates: Templates, documents: Collection[str]
) -> Iterator[PageJob]:  # fmt: skip
    code, name = one.langue.code, carte["id"]
    own_place = interactive(code, name)
    place = own_place if f"site/{own_place}index.html" in documents else ""
    own = templates.only("carte_langue.md.j2", f"langue_{name}.j2")
    image, said = maps[f"{PREFIX}{name}.svg"].decode(), _constats(maps, carte, one)
    yield PageJob(
        f"{code}/{LIST}/{name}", "cartes", map_page, (carte, said, image, one, own, place)
    )
    if name in WITH_LIST:
        listed = templates.only("liste_langue.md.j2", f"langue_liste_{name}.j2")
        yield PageJob(f"{code}/{LIST}/{name}/{PLACES}", "cartes", list_page, (carte, one, listed))


def _constats(
    maps: Mapping[str, bytes], carte: Mapping[str, Any], one: Spoken
) -> dict[str, dict[str, str]]:
    """What the maps that this one gathers say of each territory; nothing of one that gathers none, or is not translated."""
    if "constats" not in carte["territoires"][0]:
        return {}
    try:
        return constats(maps, carte["id"], one.speech)
    except UntranslatedError:
        return {}


def _is_map(path: str) -> bool:
    return path.startswith(PREFIX) and path.endswith(".json")


def _environment(one: Spoken, templates: Templates) -> Environment:
    langue, speech = one.langue, one.speech
    values = speech.valeurs("lieu")

    def of_file(detail: str) -> Markup:
        """What a file says of a place: each part in this language, or marked as French."""
        parts = [
            literal(values[part]) if part in values else langue.dit(part)
            for part in detail.split(_BETWEEN)
        ]
        return Markup("; ").join(parts)  # fmt: skip

    filters: dict[str, Callable[..., Any]] = {
        "dit": langue.dit,
        "dessin": _drawn,
        "rang": speech.rang,
        "decimal": speech.nombre,
        "du_fichier": of_file,
    }
    env = environment(templates, filters, f"cartes-{langue.code}")
    env.globals |= {
        "m": sayer(speech.mots), "langue": langue, "mairies": HALLS, "premier": FIRST,
        "vers": lambda address: speech.pages.get(address, address),
        "ma_rue": speech.pages.get("ma-rue/", "ma-rue/"),
    }  # fmt: skip
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
        titre=one.speech.mots["titre"],
        description=one.speech.mots["description"],
        body=body,
        source=SOURCE,
        section=code,
        langue=code,
        originale=PREFIX,
    )


def map_page(
    carte: Mapping[str, Any], said: Mapping[str, Mapping[str, str]], image: str, one: Spoken, templates: Templates,
    place: str,
) -> Page:  # fmt: skip
    """One map: its picture first, then words.

    `said` is what the maps that it gathers say of each territory, `place` the folder of its interactive document in the
    language, if any.
    """
    langue = one.langue
    path = f"{langue.code}/{LIST}/{TRANSLATED[carte['id']]}.md"
    *arrondissements, paris = carte["territoires"]
    body = _environment(one, templates).get_template("carte_langue.md.j2").render(
        root=root_of(path),
        carte=carte,
        constats=said,
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


def list_page(carte: Mapping[str, Any], one: Spoken, templates: Templates) -> Page:
    """The places of a map one by one, by arrondissement."""
    langue = one.langue
    place = _place(langue.code, TRANSLATED[carte["id"]])
    path = f"{place}{PLACES}.md"
    *arrondissements, _ = carte["territoires"]
    halls: Mapping[str, Hall] = town_halls(carte)
    body = _environment(one, templates).get_template("liste_langue.md.j2").render(
        root=root_of(path), carte=carte, arrondissements=arrondissements, halles=halls, carte_place=place
    )  # fmt: skip
    return Page(
        path=path,
        titre=langue.nu(carte["titre_liste"]),
        titre_court=one.speech.mots["liste"],
        description=langue.nu(carte["titre_liste"]),
        body=body,
        source=SOURCE,
        fil=((one.speech.mots["titre"], f"{langue.code}/{LIST}/"), (langue.nu(carte["titre_court"]), place)),
        langue=langue.code,
        originale=f"{PREFIX}{carte['id']}/liste/",
    )  # fmt: skip


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
