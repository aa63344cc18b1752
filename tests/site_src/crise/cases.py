"""The file for a crisis as its stage makes it of the repository's data, alerts laid in, and its parts."""

from __future__ import annotations

from functools import cache

from site_src.alertes.drawing import Draughtsman
from site_src.crise.contents import Writer
from site_src.crise.sheet import Block, Listing, Paragraph, Part, Sheet
from site_src.crise.texts import Texts
from site_src.frame.identity import Identite
from site_src.frame.rendering import templates_of
from site_src.publishing.laying import filled
from site_src.risques.border import Chosen, Langue
from site_src.risques.register import Register
from tests.builds import UNKNOWN, committed, library, outputs
from tests.site_src.alertes.cases import SCOPE, at, read

NOW = at("2031-01-10 19:00")
READ = ("data/**/*", "site_src/crise/templates/*", "site_src/publishing/theme/assets/jetons.css")


@cache
def files() -> dict[str, bytes]:
    """What the stage reads, of a site that nobody has identified yet."""
    return committed(*READ) | UNKNOWN


@cache
def unfilled() -> dict[str, bytes]:
    """What the stage gives, by its path on the site."""
    made = outputs("crise", files())
    return {path.removeprefix("site/"): raw for path, raw in made.items()}


def with_alerts(*alerts: str, unaltered: dict[str, bytes] | None = None) -> dict[str, str]:
    """The files as published at `NOW`, with these alerts (texts of files of data/alertes)."""
    templates = templates_of(committed("site_src/alertes/templates/*.j2"))
    blocks = Draughtsman(read(*alerts), SCOPE, NOW, templates).blocks().files
    made = filled(unaltered or unfilled(), blocks)
    return {path: raw.decode() for path, raw in made.items()}


@cache
def writer(langue: Langue) -> Writer:
    """What the sheet is written from."""
    shelf = library(files())
    identite = Identite.model_validate(
        {"titre": "Essai", "titre_court": "Essai", "description": "Un essai.", "dicrim": {"adopte": False}}
    )  # fmt: skip
    return Writer(shelf.record("register", Register), shelf.record("crise", Chosen), shelf.record("crisis_texts", Texts), identite, langue)  # fmt: skip


def part(sheet: Sheet, ancre: str) -> Part:
    """A part of the sheet, at any depth, by its anchor."""
    return next(one for one in walk(sheet.parties) if one.ancre == ancre)


def walk(parts: tuple[Part, ...]) -> list[Part]:
    return [one for top in parts for one in (top, *walk(top.parties))]


def lines(blocks: tuple[Block, ...]) -> list[str]:
    """Each paragraph and each line of a list, as words."""
    rows = [row for one in blocks for row in ([one.ligne] if isinstance(one, Paragraph) else one.lignes)]  # fmt: skip
    return ["".join(said.mots for said in row) for row in rows]


def numbered(blocks: tuple[Block, ...]) -> list[str]:
    """The numbered lines alone."""
    return lines(tuple(one for one in blocks if isinstance(one, Listing) and one.premier))
