"""Every page of the site by section: the French list has all languages; another language has its home and its list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from site_src.frame import navigation
from site_src.frame.drawings import drawing
from site_src.frame.languages import (
    FOLDER,
    MENU,
    MOTS,
    SOURCE,
    Language,
    Languages,
    published,
)
from site_src.frame.page import Page, PageJob, root_of
from site_src.frame.rendering import literal

ORIGINAL, PAGE = "plan-du-site/", "search"
WORDS, HOME = "cadre", "accueil"


def every(root: str, pages: Sequence[Page], languages: Languages) -> Markup:
    """The French pages by section, then those of each other language below its name; `root` leads to the site's root."""
    french, *others = published(languages).values()
    groups = navigation.menu(pages, french)
    apart = navigation.apart(pages, french)
    named = [*groups, *([(french.words(MENU)[navigation.OTHERS], apart)] if apart else [])]
    parts = [_group(root, name, chosen, "") for name, chosen in named]
    for language in others:
        own = [page for page in pages if page.langue == language.code]
        parts += [_group(root, language.name, own, language.code)] if own else []
    return Markup("").join(parts)


def _group(root: str, name: str, pages: Sequence[Page], code: str) -> Markup:
    said = Markup(' lang="{}"').format(code) if code else Markup("")
    links = Markup("").join(_link(root, page, code) for page in pages)
    return Markup("<h2{0}>{1}</h2>\n<ul{0}>{2}</ul>\n").format(said, literal(name), links)


def _link(root: str, page: Page, code: str) -> Markup:
    leads = Markup(' hreflang="{0}" lang="{0}"').format(code) if code else Markup("")
    return Markup('<li><a href="{}{}"{}>{}</a></li>').format(root, page.address, leads, literal(page.titre))  # fmt: skip


@dataclass(frozen=True)
class Call:
    """An emergency number: the link that calls it or writes to it, and whom it reaches; `langue` is "fr" where nobody translated that."""

    numero: str
    lien: str
    nom: str
    langue: str


# A document's address from the site's root, and its name with its size.
Printed = tuple[str, str]
NOTHING_PRINTED: Mapping[str, Printed] = {}


def jobs(
    pages: Sequence[Page],
    languages: Languages,
    calls: Mapping[str, Sequence[Call]],
    printed: Mapping[str, Printed] = NOTHING_PRINTED,
) -> Iterator[PageJob]:
    """/<code>/ and /<code>/search/ of each published language but French, whose own are written by hand.

    `calls` are the emergency numbers by the code of the language that names them, `printed` what may be printed in it.
    """
    every = tuple(replace(page, body="") for page in pages)
    for code, language in published(languages).items():
        if code != SOURCE:
            given = (language, every, tuple(calls.get(code, ())), printed.get(code))
            yield PageJob(f"{code}/", "plan", home, given)
            yield PageJob(f"{code}/{PAGE}", "plan", search_page, (language, every))


def home(
    language: Language, pages: Sequence[Page], calls: Sequence[Call], printed: Printed | None = None
) -> Page:
    """The home page of a language: whom to call, what to print, then its pages by section, each with what it says."""
    words = language.words(HOME)
    path = f"{language.code}/index.md"
    root = root_of(path)
    intro = Markup('<p class="prm-chapo">{}</p>\n\n').format(literal(words["description"]))
    numbers = Markup("").join(map(_call, calls))
    called = Markup(
        '<ul class="prm-contacts prm-contacts--urgence" data-pagefind-ignore>{}</ul>\n\n'
    ).format(numbers)
    paper = (
        Markup('<p><a class="prm-bouton" href="{}{}">{}</a></p>\n\n').format(root, *map(literal, printed))
        if printed
        else Markup()
    )  # fmt: skip
    groups = Markup("").join(_cards(root, *group) for group in navigation.menu(pages, language))
    rest = Markup('<p><a href="{}" hreflang="fr">{}</a></p>\n').format(
        root, literal(words["autres_langues"])
    )
    return Page(
        path=path,
        titre=words["titre"],
        titre_court=words["titre_court"],
        description=words["description"],
        body=(called if calls else Markup()) + intro + paper + groups + rest,
        source=f"{FOLDER}/{language.code}/{MOTS}/{HOME}.yaml",
        section=language.code,
        langue=language.code,
        originale="",
    )


def _call(call: Call) -> Markup:
    said = Markup(' lang="{}"').format(call.langue) if call.langue else ""
    return Markup('<li><a href="{}"><strong>{}</strong> <span{}>{}</span></a></li>').format(
        call.lien, literal(call.numero), said, literal(call.nom)
    )


def _cards(root: str, name: str, pages: Sequence[Page]) -> Markup:
    is_drawn = all(page.pictogramme for page in pages)
    items = Markup("").join(
        Markup('<li>{}<a href="{}{}">{}</a><span>{}</span></li>').format(
            drawing(page.pictogramme), root, page.address, literal(page.titre), literal(page.description)
        )
        for page in pages
    )  # fmt: skip
    kind = "prm-liste prm-liste--dessins" if is_drawn else "prm-liste"
    return Markup('<h2>{}</h2>\n<ul class="{}">{}</ul>\n\n').format(literal(name), kind, items)


def search_page(language: Language, pages: Sequence[Page]) -> Page:
    """Where a reader without a script finds every page of the language; the search itself is in the header."""
    path, words = f"{language.code}/{PAGE}.md", language.words(WORDS)
    root = root_of(path)
    apart = navigation.apart(pages, language)
    others = [(language.words(MENU)[navigation.OTHERS], apart)] if apart else []
    groups = [*navigation.menu(pages, language), *others]
    listed = Markup("").join(_group(root, name, chosen, "") for name, chosen in groups)
    intro = Markup('<p class="prm-chapo">{}</p>\n').format(literal(words["recherche_aide"]))
    return Page(
        path=path,
        titre=words["recherche_page"],
        titre_court=words["toutes_les_pages"],
        description=words["recherche_aide"],
        body=f"{intro}\n{listed}",
        source=f"{FOLDER}/{language.code}/{MOTS}/{WORDS}.yaml",
        section=language.code,
        langue=language.code,
        originale=ORIGINAL,
    )
