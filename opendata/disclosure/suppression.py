"""Secondary suppression: hide more cells until the attacker can no longer tell the primary ones.

Grow: for each unmet requirement the attacker's own linear program, paying for cells not yet
hidden, finds the cheapest deviation that meets it; the cells it moves are hidden. Prune: each
secondary cell, the most valued first, is published again if every requirement still has a
deviation without it. A large table is first swept: a few programs over the whole of it meet most
requirements at once; then its pattern is grown again inside itself, as long as that hides less. A very large
one is swept part by part first, each part grown again inside itself, so that the programs of the whole are few; where
its groupings cross, it is swept by exchanges.
Bounded by the number of requirements and of cells, never by the clock.
"""

from __future__ import annotations

from dataclasses import replace

from opendata.disclosure.additions import Additions
from opendata.disclosure.completing import Completing
from opendata.disclosure.growing import Growing
from opendata.disclosure.intervals import Progress, silent
from opendata.disclosure.pattern import Pattern, TableToProtect, UnprotectableError
from opendata.disclosure.pruning import Pruning
from opendata.disclosure.requirements import Goal
from opendata.disclosure.sweeping import Sweeping

# Beyond so many cells a program for every requirement costs more than it saves.
LARGE = 2000
# How often a pattern is grown again inside itself.
AGAIN = 1


def suppress(table: TableToProtect, goal: Goal, progress: Progress = silent) -> Pattern:
    """The cells to hide.

    Raises UnprotectableError when even hiding every movable cell would not do.
    """
    work = Growing(table, goal, int(table.movable.sum()) > LARGE)
    # Where any two values will do, boxes and pruning hide less than programs over the whole table.
    sweeping = Sweeping(work) if work.is_large and not goal.exact else None
    if sweeping is not None:
        sweeping.sweep(progress)
    elif work.is_exchanged and table.rule is not None:
        Completing(work).complete(progress)
    work.grow(progress)
    additions = _additions(work)
    if additions is not None and (known := additions.known()):
        return work.pattern(tuple(known))
    if sweeping is None:
        pruning = Pruning(work, additions)
        pruning.prune(progress)
        # Fewer cells are hidden now: what were too many to look among may no longer be.
        again = None if additions is None or additions.is_whole else _additions(work)
        given = () if again is None else tuple(again.known())
        return replace(work.pattern(given), needed=pruning.needed)
    if sweeping.is_to_be_lightened:
        work = _lightened(work, progress)
    return work.pattern()


def _additions(work: Growing) -> Additions | None:
    """What additions give away of a pattern, where they must give no sum away."""
    table, goal = work.table, work.goal
    if table.rule is None:
        return None
    return Additions(table.sums, goal.values, goal.primary.cells, work.hidden, table.absent,
                     table.unions, table.rule)  # fmt: skip


def _lightened(best: Growing, progress: Progress) -> Growing:
    """The pattern grown again inside itself, as long as that hides less."""
    table = best.table
    for number in range(AGAIN):
        hidden = best.hidden
        inside = replace(
            table, movable=table.movable & hidden, fixed=table.fixed | table.movable & ~hidden
        )
        again = Growing(inside, best.goal, is_large=True)
        try:
            Sweeping(again, number + 1).sweep(progress)
            again.grow(progress)
        except UnprotectableError:
            break  # met before by other means: what is found so far protects
        if table.weights[again.hidden].sum() >= table.weights[hidden].sum():
            break
        best = again
    return best
