"""One publication among several: what it holds, and what its memory of the earlier ones cost.

Apart from what reads and attacks them: pages show it, and load nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Published:
    """One publication. `cases` in all, `masquees` of them hidden.

    Protected alone, without those before it, it would hide `sans_memoire` and, with them, give `retrouvees` counts
    back exactly; both `None` for the first one, which has none before it.
    """

    nom: str
    cases: int
    masquees: int
    sans_memoire: int | None
    retrouvees: int | None
    empreinte: str

    @property
    def cout(self) -> int:
        """How many more cells are hidden because of the earlier publications."""
        return 0 if self.sans_memoire is None else self.masquees - self.sans_memoire
