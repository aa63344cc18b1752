"""Drawings of charts, kept from one build to the next.

A note corrected in a table changes none of its charts, and what draws one (altair, then the engine of
JavaScript that vl-convert carries) takes longer to start than a package to be made.
"""

from __future__ import annotations

from typing import Protocol

from opendata.packages.shown import Shown


class Drawings(Protocol):
    """What keeps bytes under a name, as long as what they were made `of` stays the same."""

    def recall(self, name: str, of: object) -> bytes | None:
        """What was kept under the name and made of the same; `None` when nothing was."""

    def keep(self, name: str, raw: bytes, of: object) -> None:
        """Keep it for who asks next."""


class NoDrawings:
    """Keeps nothing: each chart is drawn when it is asked for."""

    def recall(self, name: str, of: object) -> bytes | None:  # noqa: ARG002  (the protocol's arguments)
        """Nothing."""
        return None

    def keep(self, name: str, raw: bytes, of: object) -> None:
        """Nothing is kept."""


def drawn(shown: Shown, dataset: str, drawings: Drawings) -> bytes:
    """The chart's SVG: the one that was drawn of the same rows, or a new one."""
    name = f"{dataset}/{shown.declaration.nom}"
    known = drawings.recall(name, shown)
    if known is not None:
        return known
    # Imported when it is used: a build in which no chart changed never pays for it.
    from opendata.packages.chart import draw

    svg = draw(shown)
    drawings.keep(name, svg, shown)
    return svg
