"""What the file for a crisis holds, whatever its form: parts, paragraphs, lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Mark = Literal["", "fort", "note", "non"]


@dataclass(frozen=True)
class Said:
    """Words of a line; `langue` where it is not the file's, `lien` where they lead somewhere.

    `marque`: what stands out (« fort »), what is said aside (« note »), what must not be done (« non »).
    """

    mots: str
    langue: str = ""
    lien: str = ""
    marque: Mark = ""


Line = tuple[Said, ...]


@dataclass(frozen=True)
class Paragraph:
    """A line that stands alone."""

    ligne: Line


@dataclass(frozen=True)
class Listing:
    """Several lines, numbered from `premier`; without numbers when that is 0."""

    lignes: tuple[Line, ...]
    premier: int = 0


Block = Paragraph | Listing


@dataclass(frozen=True)
class Part:
    """A heading and what stands under it; `est_depliee`: the table of contents names its parts too."""

    ancre: str
    titre: Said
    blocs: tuple[Block, ...] = ()
    parties: tuple[Part, ...] = ()
    est_depliee: bool = False


@dataclass(frozen=True)
class Sheet:
    """The whole file but for its alerts, in `langue`; `intro` stands between its title and the alerts.

    `description`: what it is, in a sentence, for who finds it in a search.
    """

    langue: str
    titre: str
    description: str
    intro: tuple[Paragraph, ...] = field(repr=False)
    parties: tuple[Part, ...] = field(repr=False)
    sommaire: str = ""
