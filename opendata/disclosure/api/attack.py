"""A published table in, what an attack from it alone finds out: the command `audit`, as a function."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from opendata.disclosure.api.inputs import Groupings, Table, source, trees
from opendata.disclosure.api.release import Protection, Release
from opendata.disclosure.api.usage import check_names, check_totals, small_counts
from opendata.disclosure.api.verdict import Audit
from opendata.disclosure.audit import Audit as Attack
from opendata.disclosure.audit import audit as attack
from opendata.disclosure.cluster.across import Across, here
from opendata.disclosure.concentration import concentrated
from opendata.disclosure.history.attack import audit_history
from opendata.disclosure.history.releases import in_order
from opendata.disclosure.inference import Inference, infer
from opendata.disclosure.intervals import Progress, silent
from opendata.disclosure.publication import Publication
from opendata.disclosure.reading import CountsLayout
from opendata.disclosure.reading import read_release as read_table
from opendata.disclosure.rules import Rule, SmallCount


def read_release(
    table: Table,
    rules: Sequence[Rule] = (SmallCount(),),
    hierarchies: Groupings | None = None,
    *,
    protection: Protection = "interval",
    totals: Mapping[str, str] | None = None,
    placed: Collection[str] = (),
    after: Sequence[Release] = (),
) -> Release:
    """A table that somebody published: columns of the dimensions, `value` (nothing where hidden), `status`.

    Of `rules` only the SmallCount means something to who did not make the table; `hierarchies`, `totals`,
    `after` are as for `protect`. A cell that is not in the table is unknown. A dimension without hierarchy has rows
    `Total`, which say that its codes add up, or is in `placed`: another release says it. Raises UsageError, ProblemsError.
    """
    axes = hierarchies or {}
    check_names(list(axes), {})
    check_totals(totals or {}, axes)
    layout = CountsLayout(trees(axes), totals=totals or {})
    publication = read_table(source(table, "table", "value"), layout, placed)
    earlier = tuple(one.publication for one in after)
    return Release(publication, small_counts(rules), protection, earlier)


def audit(release: Release, *, progress: Progress = silent, across: Across = here) -> Audit:
    """Attack every hidden count of a release, with all that was published before, as anybody can.

    `across`: who attacks independent blocks (see `cluster`), with the same results. Raises SolverError when a solver gives no answer: never a pass. Raises ApartError on earlier releases that cannot
    be read with this one.
    """
    found, known = _attacked(release, progress, across)
    reach = release.protection == "interval"
    told = infer(known, release.hide, progress) if found.safe and reach else Inference(())
    seen = tuple((axis.name, code) for axis in known.cube.dimensions for code, _ in axis.seen)
    return Audit(found.attacked, found.exposures, found.witnesses, told, concentrated(known), seen)


def _attacked(release: Release, progress: Progress, across: Across) -> tuple[Attack, Publication]:
    """What the attack found, and what it was made from: published counts alone, those of earlier releases included."""
    reach = release.protection == "interval"
    if not release.earlier:
        known = release.publication
        return attack(known, release.hide, progress=progress, reach=reach, across=across), known
    releases = in_order(release.earlier, release.publication)
    found = audit_history(releases, release.hide, reach, progress, across)
    exposures = tuple(exposure for _, exposure in found.exposures)
    return Attack(found.attacked, exposures, found.witnesses), found.told


def joined(release: Release) -> Release:
    """Everything that was published, earlier releases included, as one release. Raises ApartError."""
    return replace(release, publication=release.known(), earlier=(), audit=None, confidential=None)
