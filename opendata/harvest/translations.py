"""What the catalogue says in other languages: a title and a sentence, where somebody wrote them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Said:
    """The title and one sentence, in the language `langue` (ISO 639-1)."""

    langue: str
    titre: str
    phrase: str


@dataclass(frozen=True)
class Translations:
    """Of the catalogue itself, and of each dataset by its id; what nobody translated is in neither."""

    catalogue: tuple[Said, ...] = ()
    jeux: Mapping[str, tuple[Said, ...]] = field(default_factory=dict)

    def of(self, name: str) -> tuple[Said, ...]:
        """What is said of a dataset in other languages."""
        return self.jeux.get(name, ())
