"""A language as pages of another room speak it: those that one template writes in every language, with a script of theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from site_src.dossiers.language import Langue, langue_of
from site_src.frame.languages import Language


@dataclass(frozen=True)
class Spoken:
    """How texts are said, the words around them and those of the scripts.

    `ailleurs`: address of a French page → that of the page that says the same in this language.
    """

    langue: Langue
    mots: Mapping[str, str] = field(repr=False)
    mots_des_scripts: Mapping[str, str] = field(repr=False)
    ailleurs: Mapping[str, str] = field(default_factory=dict, repr=False)


def spoken(
    words: str,
    script_words: Iterable[str],
    language: Language,
    phrases: Mapping[str, str] | None = None,
    ailleurs: Mapping[str, str] | None = None,
) -> Spoken:
    """A language with the words of the room `words`, and of the rooms `script_words` together for its scripts.

    `phrases`: French sentence → this language.
    """
    scripts = language.gathered(script_words)
    return Spoken(
        langue_of(language, phrases or {}), language.words(words), scripts, ailleurs or {}
    )
