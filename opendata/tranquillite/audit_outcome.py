"""The outcome of the public audit, and the tables that it lets out: nothing of the engine that attacked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from opendata.findings import Finding, FindingsError
from opendata.french import number
from opendata.model import ReleasedTable
from opendata.tranquillite.public_files import FOLDER

if TYPE_CHECKING:  # who shows an outcome does not load the attacker
    import pandas as pd

    from opendata.disclosure.audit import Exposure
    from opendata.tranquillite.published import Published


@dataclass(frozen=True)
class ReleaseAudit:
    """The public audit of the committed release.

    `attacked` hidden counts; `exposures`: (year, exposure) of each that gives way; `cells`:
    (published, all); `facts`: (in published finest cells of the first table, all). `publications`: the first one, then
    each quarter; `together`: how many hidden counts were attacked in all publications at once, which share facts.
    """

    attacked: int
    exposures: tuple[tuple[str, Exposure], ...]
    cells: tuple[int, int]
    facts: tuple[int, int]
    est_fictif: bool
    publications: tuple[Published, ...] = ()
    together: int = 0

    @property
    def later(self) -> tuple[Published, ...]:
        """The publications that were protected with those before them."""
        return self.publications[1:]

    @property
    def cout(self) -> int:
        """How many more cells are hidden because of earlier publications."""
        return sum(one.cout for one in self.later)

    @property
    def retrouvees(self) -> int:
        """How many hidden counts publications protected apart would have given back."""
        return sum(one.retrouvees or 0 for one in self.later)

    @property
    def is_safe(self) -> bool:
        """Whether nothing is exposed."""
        return not self.exposures

    @property
    def recovered(self) -> int:
        """How many hidden counts are known exactly."""
        return sum(exposure.recovered for _, exposure in self.exposures)

    @property
    def lines(self) -> tuple[str, ...]:
        """The outcome in French, one line a fact."""
        subject = (
            "données fictives de démonstration" if self.est_fictif else "données de tranquillité"
        )
        recovered = f"{self.recovered} retrouvée(s)" if self.recovered else "aucune retrouvée"
        summary = f"{subject} : {self.attacked} cases masquées attaquées, {recovered}"
        if not self.is_safe:
            summary += f", {len(self.exposures)} exposée(s) : à ne pas publier"
        named = tuple(f"  {year} {exposure}" for year, exposure in self.exposures)
        coverage = (f"cases publiées : {_percent(*self.cells)} ({self.cells[0]} sur {self.cells[1]}) ; "
                    f"faits comptés dans une case détaillée publiée : {_percent(*self.facts)}")  # fmt: skip
        return (summary, *named, *self._memory, coverage)

    @property
    def _memory(self) -> tuple[str, ...]:
        """What is said of the publications attacked together; nothing of a first one."""
        if not self.later:
            return ()
        names = ", ".join(one.nom for one in self.publications)
        return (
            f"{len(self.publications)} publications ({names}) attaquées ensemble : {self.together} cases masquées qui dépendent les unes des autres",
            f"mémoire : {self.cout} cases masquées de plus ; sans elle, {self.retrouvees} effectifs se retrouvaient",
        )


def _percent(part: int, total: int) -> str:
    return f"{number(100 * part / total, 1)} %" if total else "sans objet"


def released(
    name: str,
    schema: Mapping[str, Any],
    frame: pd.DataFrame,
    outcome: ReleaseAudit,
) -> ReleasedTable:
    """A table of the release under the type that may be published, by the `outcome` of its audit.

    Raises FindingsError when the public audit of the whole release failed.
    """
    if not outcome.is_safe:
        raise FindingsError(exposure_findings(outcome))
    return ReleasedTable(name, schema, frame, attacked=outcome.attacked, recovered=outcome.recovered,
                         est_fictif=outcome.est_fictif)  # fmt: skip


def exposure_findings(outcome: ReleaseAudit) -> list[Finding]:
    """One finding per exposed cell; empty when the release is safe."""
    return [
        Finding(FOLDER, 0, 0, f"{year} {exposure}", "aucun effectif masqué ne se retrouve",
                "relancer python build.py protect, ou retirer la diffusion")
        for year, exposure in outcome.exposures
    ]  # fmt: skip
