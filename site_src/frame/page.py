"""A page of the site before any theme: its address, its words and where they are edited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Form:
    """The same as a page in another form: its relation to it (`alternate`, `describedby`), media type, title, address below the root."""

    relation: str
    type: str
    titre: str
    adresse: str


@dataclass(frozen=True)
class Picture:
    """The picture that stands for a page where it is shared: address below the root, size in pixels, and what it shows."""

    adresse: str
    largeur: int
    hauteur: int
    texte: str


@dataclass(frozen=True)
class Page:
    """One page as plain Markdown (HTML blocks allowed), independent of MkDocs.

    `path` is the Markdown file below the documentation root (`risques/crue-seine.md` is
    served at `risques/crue-seine/`, `index.md` at its folder). `source` is the file of the
    repository that a contributor edits to change the text. `section` places the page in
    the navigation: "" keeps it out. `rank` orders pages inside a section. `langue` is the text's (fr, en), and
    `originale` the address of the French page that it says in that language: the frame leads from one to the other.
    `proche` is the address of a French page that says nearly the same: its versions stand for those that this page lacks.
    `fil` are the pages between home and this one, when its section does not say it: name, address.
    `part_reelle` says what is real, all the same, on a fictitious page.
    `pictogramme` are the shapes drawn beside the title.
    `flux` are the feeds that tell of its changes: title, address below the site's root. `formes` is where machines find
    the same. `est_partagee`: other sites are told how to show it (Open Graph), with `image` when it has one.
    """

    path: str
    titre: str
    description: str
    body: str = field(repr=False)
    source: str
    section: str = ""
    rank: int = 0
    titre_court: str = ""
    est_indexee: bool = True
    est_fictive: bool = False
    part_reelle: str = ""
    a_numeros_urgence: bool = False
    langue: str = "fr"
    originale: str | None = None
    proche: str = ""
    pictogramme: str = ""
    fil: tuple[tuple[str, str], ...] = ()
    flux: tuple[tuple[str, str], ...] = ()
    formes: tuple[Form, ...] = ()
    est_partagee: bool = False
    image: Picture | None = None

    @property
    def address(self) -> str:
        """The address below the site's root: `risques/crue-seine/`; "" for the home page."""
        return address_of(self.path)

    @property
    def root(self) -> str:
        """The way from this page back to the site's root, so that links hold under a sub-path."""
        return root_of(self.path)


@dataclass(frozen=True)
class PageJob:
    """A page to be written: `build(*given)` writes it, and nothing else decides what it says.

    `room` is shared by the pages that are written with the same templates.
    """

    name: str
    room: str
    build: Callable[..., Page]
    given: tuple[Any, ...] = field(repr=False)

    def written(self) -> Page:
        """The page, written now."""
        return self.build(*self.given)


def address_of(path: str) -> str:
    """Where the page of a Markdown file is served, from the site's root."""
    stem = path.removesuffix(".md")
    return stem.removesuffix("index") if stem.endswith("index") else f"{stem}/"


def root_of(path: str) -> str:
    """The way back to the site's root from the page of a Markdown file."""
    return "../" * address_of(path).count("/") or "./"
