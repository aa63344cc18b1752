"""What a map's own document says around its map, in one language: words by key, their {places} filled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from markupsafe import Markup, escape

Kind = Literal["zone", "lieu", "arrondissement"]
KINDS: tuple[Kind, ...] = ("zone", "lieu", "arrondissement")
ORIGINAL = "fr"
_PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class DocumentWords:
    """The words of one language, by its code (BCP 47); `sens` is `ltr` or `rtl`.

    `document` are those of maps/assets/interactive.html.j2, `scripts` those of the scripts beside it: there a key that
    ends as a kind of map does (`vue_un_zone`) is said on maps of that kind alone.
    """

    langue: str
    sens: str
    document: Mapping[str, str] = field(repr=False)
    scripts: Mapping[str, str] = field(repr=False)

    @property
    def marque_du_francais(self) -> Markup:
        """The attributes of what stays in French, as names and publishers do."""
        if self.langue == ORIGINAL:
            return Markup("")
        return Markup(' lang="fr"') if self.sens == "ltr" else Markup(' lang="fr" dir="ltr"')

    def dit(self, key: str, **filled: str) -> Markup:
        """The text of the document's key. Raises `KeyError` on a key that is not there, or a place that nothing fills."""
        pieces = _PLACE.split(self.document[key])
        return Markup("").join(
            escape(filled[one] if at % 2 else one) for at, one in enumerate(pieces)
        )

    def of_scripts(self, kind: Kind) -> dict[str, str]:
        """What the scripts of a map of that kind say, by their keys without the kind."""
        endings = {one: f"_{one}" for one in KINDS}
        others = tuple(ending for one, ending in endings.items() if one != kind)
        return {
            key.removesuffix(endings[kind]): text
            for key, text in self.scripts.items()
            if not key.endswith(others)
        }
