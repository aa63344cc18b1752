"""What a printed text is made of; each block goes to the Typst templates as a JSON object."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from site_src.risques.border import Consigne, gesture_of
from site_src.risques.phrases import Action, actions_of


@dataclass(frozen=True)
class Heading:
    """A heading; `niveau` counts from 1 inside its part."""

    niveau: int
    texte: str


@dataclass(frozen=True)
class Statement:
    """A statement: words in bold before it, who says it (« Ville de Paris, 2023 »), whether that is settled."""

    texte: str
    tete: str = ""
    origine: str = ""
    a_confirmer: bool = False


@dataclass(frozen=True)
class Items:
    """Items in order, with bullets."""

    items: tuple[Statement, ...]


@dataclass(frozen=True)
class Instruction:
    """An instruction: the file of the gesture that it asks ("" when it has none), and its sentences, a verb each."""

    dessin: str
    lignes: tuple[Action, ...]


def instruction(consigne: Consigne) -> Instruction:
    """What is printed of an instruction of the register."""
    gesture = gesture_of(consigne)
    return Instruction(gesture and gesture_file(gesture), actions_of(consigne.texte))


def gesture_file(name: str) -> str:
    """Where templates find the drawing of a gesture."""
    return f"geste-{name}.svg"


@dataclass(frozen=True)
class Instructions:
    """Instructions numbered from `premier`."""

    consignes: tuple[Instruction, ...]
    premier: int


@dataclass(frozen=True)
class Grid:
    """A table with its title and heads; `largeurs` are shares of the width, one a column."""

    titre: str
    entetes: tuple[str, ...]
    largeurs: tuple[float, ...]
    lignes: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Image:
    """A drawing, its alternative text and the words below it; `largeur` in hundredths of the text's."""

    fichier: str
    alternative: str
    legende: str
    largeur: int = 100


Block = Heading | Statement | Items | Instructions | Grid | Image


def as_json(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """Blocks as the templates read them: `genre` is the block's name in lower case."""
    return [{"genre": type(block).__name__.lower(), **asdict(block)} for block in blocks]
