"""Every release of a history attacked at once, as whoever kept them all can: the command `audit-history`, as a function."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from opendata.disclosure.api.release import Protection, Release
from opendata.disclosure.api.usage import UsageError, small_counts
from opendata.disclosure.audit import Exposure
from opendata.disclosure.history.admission import RefusedError, admit
from opendata.disclosure.history.attack import HistoryAudit
from opendata.disclosure.history.file import read_history as read_file
from opendata.disclosure.history.releases import Release as Published
from opendata.disclosure.history.ways import BEFORE, WayOut, advice
from opendata.disclosure.intervals import Progress, silent
from opendata.disclosure.rules import Rule, SmallCount


@dataclass(frozen=True)
class HistoryVerdict:
    """What the attack on all releases found: `exposures`, each with the newest release that has the cell.

    `newest`: the name of the last release; `ways`: what may be published instead of it, the cheapest first (empty
    where nothing is exposed, or where the earlier ones reveal each other already).
    """

    newest: str
    releases: int
    found: HistoryAudit = field(repr=False)
    ways: tuple[WayOut, ...] = field(repr=False)

    @property
    def safe(self) -> bool:
        """Whether nothing is exposed."""
        return self.found.safe

    @property
    def attacked(self) -> int:
        """How many hidden cells were attacked."""
        return self.found.attacked

    @property
    def exposures(self) -> tuple[tuple[str, Exposure], ...]:
        """(release, exposure) of each cell that gives way."""
        return self.found.exposures

    @property
    def recovered(self) -> tuple[Exposure, ...]:
        """Exposures where a count that should not be is known exactly."""
        return self.found.recovered

    @property
    def advice(self) -> str:
        """The cheapest way out and what the others cost, in one line of French; nothing where all is safe."""
        if self.safe:
            return ""
        return advice(self.ways) if self.ways else BEFORE

    def sentences(self) -> Iterator[str]:
        """The outcome in French, a line each."""
        yield from (f"{release} : {exposure}" for release, exposure in self.exposures)
        yield (f"{self.releases} publications, {self.attacked} cases masquées attaquées, "
               f"{len(self.recovered)} retrouvée(s), {len(self.exposures)} exposée(s)")  # fmt: skip
        if not self.safe:
            yield f"« {self.newest} » : {self.advice}"


def read_history(path: Path | str, *, records: bool = False) -> tuple[Published, ...]:
    """The releases of a history file, in order, for `audit_history` and for `protect(…, after=…)`.

    `records`: with the confidential ones that are there. Raises ProblemsError with every problem of every file.
    """
    return read_file(Path(path), records)


def audit_history(
    history: Path | str | Sequence[Published | Release],
    rules: Sequence[Rule] = (SmallCount(),),
    *,
    protection: Protection = "interval",
    progress: Progress = silent,
) -> HistoryVerdict:
    """Attack together all releases of a history, from them alone; where the last one reveals, look for ways out.

    `history`: its file, or its releases in the order of their publication: each a `Published`, which says what it
    counts, or a Release, which counts what the others do. Of `rules` only the SmallCount means something.

    Raises UsageError, ProblemsError, ApartError (nothing says which facts they share), SolverError: none is a pass.
    """
    hide = small_counts(rules)
    given = read_history(history) if isinstance(history, str | Path) else _named(history)
    if not given:
        raise UsageError("history", "une publication au moins")
    *earlier, newest = given
    try:
        found = admit(earlier, newest, hide, reach=protection == "interval", progress=progress)
    except RefusedError as refused:
        return HistoryVerdict(newest.name, len(given), refused.outcome, refused.ways)
    return HistoryVerdict(newest.name, len(given), found, ())


def _named(releases: Sequence[Published | Release]) -> tuple[Published, ...]:
    """Each by its name, or by its rank."""
    return tuple(
        Published(f"publication {rank}", one.publication) if isinstance(one, Release) else one
        for rank, one in enumerate(releases, 1)
    )
