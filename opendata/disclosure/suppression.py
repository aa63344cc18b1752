"""Secondary suppression: hide more cells until the attacker can no longer tell the primary ones.

Grow: for each unmet requirement the attacker's own linear program, paying for cells not yet
hidden, finds the cheapest deviation that meets it; the cells it moves are hidden. Prune: each
secondary cell, the most valued first, is published again if every requirement still has a
deviation without it. A large table is first swept: a few programs over the whole of it meet most
requirements at once; then its pattern is grown again inside itself, as long as that hides less. A very large
one is swept part by part first, each part grown again inside itself, so that the programs of the whole are few; where
its groupings cross, the whole is then swept by exchanges.
Bounded by the number of requirements and of cells, never by the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from opendata.disclosure.additions import Additions, SumRule
from opendata.disclosure.boxes import FORBIDDEN, Boxes
from opendata.disclosure.cover import Sums
from opendata.disclosure.cube import Bools, Cube, Ints
from opendata.disclosure.deviations import Pool, as_changes
from opendata.disclosure.draws import GOLDEN, spread
from opendata.disclosure.exchanges import Exchanges, crossed
from opendata.disclosure.families import parts
from opendata.disclosure.flow import FREE, Flow
from opendata.disclosure.intervals import Progress, silent
from opendata.disclosure.program import Floats, SolverError
from opendata.disclosure.reached import Component
from opendata.disclosure.requirements import Goal, Reach
from opendata.disclosure.simultaneous import IDLE, Simultaneous

NODES = 5000
LARGE = 2000
# Pruning looks among hidden cells only: programs stay quick up to so many.
MANY = 1200
# How often a pattern is grown again inside itself.
AGAIN = 1
# Needs that one program is asked for where groupings cross: of many, few come out whole.
LINKED_NEEDS = 64
# Deviations put together into whole tables.
PACKED = 20_000
BONUS = -0.3
# What a cover hides at least half is hidden at first.
HALF = 0.49
# How much dearer a zero is, which mends no small sum.
ZERO = 5


class UnprotectableError(Exception):
    """No pattern protects `cell`: the table cannot be published with these totals and rules."""

    def __init__(self, cell: int) -> None:
        self.cell = cell
        super().__init__("aucun masquage ne protège cette table")


@dataclass(frozen=True)
class TableToProtect:
    """A table to protect.

    `sums` (sums × cells) tie its cells; `weights` say how much each is worth keeping;
    `movable` cells may be hidden; `absent` are not published; `fixed` are published whatever happens.
    `unions`: the cells that stand after those of the cube, each a sum of some of these (see `unions`).
    `rule`: where additions must give away no sum that breaks it; `before`: what was then found to protect fewer sums.
    """

    cube: Cube
    sums: csr_array
    weights: Floats
    movable: Bools
    absent: Bools
    fixed: Bools
    unions: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    rule: SumRule | None = None
    before: Pattern | None = None


@dataclass(frozen=True)
class Pattern:
    """Which cells of the cube to hide, primary ones included, and deviations through hidden cells alone that show
    it protects: (deviations × cells), those of sums included. `known`: sums that it still gives away, and that break a
    rule: a pattern that protects them too is to be made after it. `covered`: how much of each cell a cover hides.
    """

    hidden: Bools
    deviations: csr_array
    known: tuple[tuple[int, ...], ...] = ()
    covered: Floats | None = None


def suppress(table: TableToProtect, goal: Goal, progress: Progress = silent) -> Pattern:
    """The cells to hide.

    Raises UnprotectableError when even hiding every movable cell would not do.
    """
    work = _Suppression(table, goal)
    work.grow(progress)
    if known := work.known():
        return work.pattern(known)
    if not work.swept:
        work.prune(progress)
    elif not work.parts and not work.linked:
        work = _lightened(work, progress)
    return work.pattern()


def unproven(hidden: Bools, size: int) -> Pattern:
    """A pattern that no deviation comes with; `size`: cells, those of sums included."""
    return Pattern(hidden, csr_array((0, size), dtype=np.int64))


def tables(values: Ints, pattern: Pattern) -> dict[int, list[int]]:
    """Hidden cell → its counts in whole tables that nobody can rule out, few of them.

    Deviations that move no cell in common add up to one: each goes into the first table that it fits.
    """
    size = len(values)
    deviations = pattern.deviations
    moved: list[Bools] = []
    whole: list[Ints] = []
    sizes = np.diff(deviations.indptr)
    for row in np.argsort(-sizes, kind="stable")[:PACKED].tolist():
        inside = slice(deviations.indptr[row], deviations.indptr[row + 1])
        cells, changes = deviations.indices[inside], deviations.data[inside]
        cells, changes = cells[cells < size], changes[cells < size]
        fitting = next((i for i, used in enumerate(moved) if not used[cells].any()), None)
        if fitting is None:
            fitting = len(whole)
            moved.append(np.zeros(size, dtype=bool))
            whole.append(values.copy())
        moved[fitting][cells] = True
        whole[fitting][cells] += changes
    stacked = np.array(whole, dtype=np.int64).reshape(len(whole), size)
    return {cell: stacked[:, cell].tolist() for cell in np.flatnonzero(pattern.hidden).tolist()}


def _lightened(best: _Suppression, progress: Progress) -> _Suppression:
    """The pattern grown again inside itself, as long as that hides less."""
    work, table = best, best.table
    for number in range(AGAIN):
        hidden = best.hidden
        inside = replace(
            table, movable=table.movable & hidden, fixed=table.fixed | table.movable & ~hidden
        )
        again = _Suppression(inside, work.goal, number + 1)
        try:
            again.grow(progress)
        except UnprotectableError:
            break  # met before by other means: what is found so far protects
        if table.weights[again.hidden].sum() >= table.weights[hidden].sum():
            break
        best = again
    return best


@dataclass(frozen=True)
class _Swept:
    """Deviations found in a system, the cells that may move after them, needs not met, and the weight of these cells."""

    system: Simultaneous
    found: list[Component]
    free: Bools
    left: int
    weight: float

    def better_than(self, other: _Swept) -> bool:
        """Whether it hides less and meets as much."""
        return self.weight < other.weight and self.left <= other.left


class _Suppression:
    def __init__(self, table: TableToProtect, goal: Goal, turn: int = 0) -> None:
        self.table, self.goal, self.turn = table, goal, turn
        self.hidden = goal.primary.cells.copy()
        self.hidden[table.cube.size :] = False
        # How much of each cell the cheapest cover hides.
        self.covered = np.zeros(len(self.hidden))
        self.additions: Additions | None = None
        self.pool = Pool(goal)
        self._begin()
        self.price = np.where(table.movable, table.weights, FORBIDDEN)
        if table.rule is not None:
            self.price[table.movable & (goal.values == 0)] *= ZERO
        self.price[self.hidden | table.absent] = 0
        # Between two patterns of one cost, the one that also protects others is better.
        self.price[self.hidden] = BONUS
        counted = (table.movable | table.absent | table.fixed)[: table.cube.size]
        self.boxes = Boxes(table.cube, goal.values[: table.cube.size], counted)
        # Beyond this size a program for every requirement costs more than it saves.
        self.large = turn > 0 or int(table.movable.sum()) > LARGE
        # Pruning makes up for boxes, but where one grouping crosses another; where several do, programs take minutes.
        across = sum(len(axis.hierarchies) - 1 for axis in table.cube.dimensions)
        self.boxed = self.large or (table.rule is not None and across != 1)
        # Where any two values will do, boxes and pruning hide less than programs over the whole table.
        self.swept = self.large and not goal.exact
        # Each part of a very large one is grown again inside itself at once, the whole is not.
        self.parts = parts(table.cube) if self.swept else []
        # Where groupings cross, growing again takes as long for one cell in twenty.
        self.linked = any(len(axis.hierarchies) > 1 for axis in table.cube.dimensions)
        self.needs = LINKED_NEEDS if self.linked else 2 * len(self.hidden)
        # Sums of hidden counts are no cells of a cube.
        self.crossed = bool(self.parts) and crossed(table.cube) is not None and not table.unions
        allowed = np.flatnonzero(table.movable | table.absent | self.hidden)
        self.flow = Flow(table.sums, goal.values, allowed)

    def _begin(self) -> None:
        """Where additions must give no sum away: what the pattern before hid, or else what a cover does."""
        table, size = self.table, self.table.cube.size
        if table.before is not None:
            self.hidden[:size] |= table.before.hidden
            if table.before.covered is not None:
                self.covered[:size] = table.before.covered
            deviations = csr_array(table.before.deviations[:, :size])
            for row in range(deviations.shape[0]):
                inside = slice(deviations.indptr[row], deviations.indptr[row + 1])
                cells, moves = deviations.indices[inside].tolist(), deviations.data[inside].tolist()
                changes = dict(zip(cells, moves, strict=True))
                self.pool.add(changes | self._sums_of(changes))
        elif table.rule is not None:
            published = abs(table.sums) @ table.absent.astype(np.int64) == 0
            sums = Sums(csr_array(table.sums[published][:, :size]), self.hidden[:size],
                        (table.movable & ~self.hidden)[:size])  # fmt: skip
            self.covered[:size] = sums.cover(table.weights[:size], table.rule.broken)
            self.hidden |= self.covered > HALF

    def pattern(self, known: tuple[tuple[int, ...], ...] = ()) -> Pattern:
        """What is hidden, and what shows that it protects."""
        size = self.table.cube.size
        return Pattern(self.hidden[:size], self.pool.matrix(), known, self.covered[:size])

    def known(self) -> tuple[tuple[int, ...], ...]:
        """The sums that additions give away and that break a rule, where none must."""
        table, goal = self.table, self.goal
        if table.rule is None:
            return ()
        self.additions = Additions(table.sums, goal.values, goal.primary.cells, self.hidden,
                                   table.absent, table.unions, table.rule)  # fmt: skip
        return tuple(self.additions.known())

    # -- growing ---------------------------------------------------------------------------

    def grow(self, progress: Progress) -> None:
        """Hide until every requirement is met."""
        if self.swept:
            table, cells = self.table, self.flow.cells
            system = Simultaneous(
                table.sums, self.goal, cells, table.weights, self.turn, self.needs
            )
            self._sweep_parts(system, progress)
            whole = self._exchanges(system) if self.crossed else system
            self._sweep(whole, progress)
            self._face_together(whole, progress)
            self._sweep(whole, progress)
        done: set[int] = set()
        while pending := self._hardest(self._unknown() - done):
            for number, cell in enumerate(pending):
                self._protect(cell)
                progress("protection", number + 1, len(pending))
            done.update(pending)
            if not self._unknown() - done:
                self._face_insiders(progress)

    def _sweep(self, system: Simultaneous | Exchanges, progress: Progress) -> None:
        """Meet most requirements with few programs over the whole table."""
        system.restart()
        cells = system.cells
        while True:
            active = np.zeros(len(self.hidden), dtype=bool)
            active[list(self._unknown())] = True
            found = system.next(self._free(cells), active[cells])
            if found is None:
                return
            self._hide_all(found)
            left = system.reached.left(active[cells])
            progress("protection", system.round, system.round + left)

    def _sweep_parts(self, system: Simultaneous, progress: Progress) -> None:
        """Meet most requirements in parts of the table, each swept, then swept again inside what that hides."""
        for number, part in enumerate(self.parts):
            cells = np.intersect1d(part, system.cells)
            if self.hidden[cells].any():
                first = self._swept(cells, 0)
                again = self._swept(cells[first.free], 1)
                best = again if again.better_than(first) else first
                self._hide_all(best.found)
                system.reached.learn(best.system.reached)
            progress("protection", number + 1, len(self.parts))

    def _swept(self, cells: Ints, turn: int) -> _Swept:
        """A system of some cells by itself, swept as `_sweep` does."""
        system = Simultaneous(
            self.table.sums, self.goal, cells, self.table.weights, turn, self.needs
        )
        free = self._free(cells)
        asked = self.hidden[cells]
        found: list[Component] = []
        while (more := system.next(free, asked)) is not None:
            found += more
            for one in more:
                places = np.searchsorted(cells, one.cells)
                free[places] = True
                asked[places] = ~self.table.absent[one.cells]
        left = system.reached.left(asked)
        return _Swept(system, found, free, left, float(system.weights[free].sum()))

    def _exchanges(self, system: Simultaneous) -> Exchanges:
        """The exchanges of the table, that know what was found in a system."""
        movable = np.zeros(len(self.hidden), dtype=bool)
        movable[self.flow.cells] = True
        exchanges = Exchanges(self.table.cube, self.goal, movable, self.table.weights)
        exchanges.reached.learn(system.reached)
        return exchanges

    def _hide_all(self, found: Iterable[Component]) -> None:
        for one in found:
            self._hide(dict(zip(one.cells.tolist(), one.changes.tolist(), strict=True)))

    def _free(self, cells: Ints) -> Bools:
        free: Bools = (self.hidden | self.table.absent)[cells]
        return free

    def _face_together(self, system: Simultaneous | Exchanges, progress: Progress) -> None:
        """Most insiders at once, as long as fewer cells are known to any."""
        system.restart()
        fewest, idle = len(self.hidden) + 1, 0
        cells: Iterable[int] = self._watched()
        while idle < IDLE:
            known = {cell: sorted(who) for cell in cells if (who := self.pool.insiders(cell))}
            if not known:
                return
            fewest, idle = (len(known), 0) if len(known) < fewest else (fewest, idle + 1)
            progress("initiés", system.round, system.round + len(known))
            cells = known  # a deviation more takes nothing back
            self._hide_all(self._apart(system, known))

    def _apart(
        self, system: Simultaneous | Exchanges, known: Mapping[int, list[int]]
    ) -> list[Component]:
        asked, frozen, room = self._believed(known, system.round)
        there = system.cells
        return system.apart(self._free(there), asked[there], frozen[there], room[there])

    def _watched(self) -> list[int]:
        return list(filter(self._holds, np.flatnonzero(self.goal.watched).tolist()))

    def _believed(self, known: Mapping[int, list[int]], turn: int) -> tuple[Bools, Bools, Floats]:
        """Cells to move, cells that stay, and what may be taken from each: for reporters, and one contributor.

        `known`: cells and the insiders who know them; no cell that moves is one that stays.
        """
        asked, frozen = np.zeros((2, len(self.hidden)), dtype=bool)
        contributor = None
        for cell in sorted(known, key=lambda cell: (cell * (turn + GOLDEN) % 1, cell)):
            insider = known[cell][turn % len(known[cell])]
            single = -1 - insider
            if insider >= 0:
                contributor = insider if contributor is None else contributor
                asked[cell] |= insider == contributor and not frozen[cell]
            elif not (frozen[cell] or asked[single]):
                asked[cell] = frozen[single] = True
        room = self.goal.values.astype(float)
        if contributor is not None and self.goal.insiders is not None:
            own = self.goal.insiders.rows[[contributor]]
            room[own.indices] = np.maximum(0, room[own.indices] - own.data)
        return asked, frozen, room

    def _unknown(self) -> set[int]:
        """The cells to protect: those hidden, and the sums whose parts are all hidden."""
        return {*np.flatnonzero(self.hidden).tolist(), *filter(self._holds, self.table.unions)}

    def _holds(self, cell: int, without: Sequence[int] = ()) -> bool:
        """Whether a cell is hidden; a sum is when all its parts are. `without`: if these are published."""
        parts = self.table.unions.get(cell, (cell,))
        return not any(part in without for part in parts) and bool(self.hidden[list(parts)].all())

    def _hardest(self, cells: Iterable[int]) -> list[int]:
        """Cells by the largest move they need, then by number."""
        most = {cell: max(need.amount for need in self.goal.reaches(cell)) for cell in cells}
        return sorted(most, key=lambda cell: (-most[cell], cell))

    def _protect(self, cell: int) -> None:
        for need in self.goal.reaches(cell):
            if not self.pool.meets(need):
                box = self._box(need) if self.boxed else None
                self._hide(box or self._cheapest(need, None))

    def _box(self, need: Reach) -> dict[int, int] | None:
        """A cheap box, with what it changes of the sums. A sum moves by as much as one of its parts whose others stay:
        that is tried where any two values will do.
        """
        size = self.table.cube.size
        if need.cell < size:
            box = self.boxes.best(need, self.price[:size])
            return None if box is None else box | self._sums_of(box)
        parts = self.table.unions[need.cell] if self.goal.exact else ()
        boxes = [self._box_of_part(part, parts, need) for part in parts]
        return min((box for box in boxes if box), key=self._total, default=None)

    def _box_of_part(self, part: int, parts: tuple[int, ...], need: Reach) -> dict[int, int] | None:
        others = [other for other in parts if other != part]
        before = self.price[others]
        self.price[others] = FORBIDDEN
        box = self._box(replace(need, cell=part))
        self.price[others] = before
        return box

    def _total(self, box: dict[int, int]) -> float:
        return float(self.price[list(box)].sum())

    def _sums_of(self, changes: Mapping[int, int]) -> dict[int, int]:
        """How sums change when their parts do; those that stay are left out."""
        moved: dict[int, int] = {}
        for part in changes.keys() & self.unions_of.keys():
            for union in self.unions_of[part]:
                moved[union] = moved.get(union, 0) + changes[part]
        return {union: moved[union] for union in sorted(moved) if moved[union]}

    @cached_property
    def unions_of(self) -> dict[int, list[int]]:
        """Cell → the sums that it is part of."""
        found: dict[int, list[int]] = {}
        for union, cells in self.table.unions.items():
            for cell in cells:
                found.setdefault(cell, []).append(union)
        return found

    def _face_insiders(self, progress: Progress) -> None:
        """Hide until no insider knows a watched cell; new cells bring their own needs."""
        watched = self._watched()
        for number, cell in enumerate(watched):
            while insiders := self.pool.insiders(cell):
                self._face(cell, min(insiders))
            progress("initiés", number + 1, len(watched))
        for cell in np.flatnonzero(self.hidden & ~self.goal.primary.cells).tolist():
            self._protect(cell)

    def _face(self, cell: int, insider: int) -> None:
        """Hide until one insider no longer knows `cell`."""
        need = Reach(cell, 0, 1)
        try:
            box = self._box_without(need, insider) if self.large else None
            self._hide(box or self._cheapest(need, insider))
        except UnprotectableError:
            if insider >= 0:
                raise
            # Even with everything hidden the reporter's cell settles this one (the same facts
            # under another label): that is prior knowledge, not disclosure.
            self.pool.exempt.add((cell, insider))

    def _box_without(self, need: Reach, insider: int) -> dict[int, int] | None:
        """A box that the reporter of a single fact cannot rule out: it leaves that cell alone."""
        if insider >= 0:
            return None
        single = -1 - insider
        before = self.price[single]
        self.price[single] = FORBIDDEN
        box = self._box(need)
        self.price[single] = before
        return None if box is None or single in box else box

    def _hide(self, changes: dict[int, int]) -> None:
        moved = np.array(sorted(changes), dtype=np.int64)
        self.hidden[moved[~self.table.absent[moved]]] = True
        self.price[moved] = 0
        self.pool.add(changes)

    def _cheapest(self, need: Reach, insider: int | None) -> dict[int, int]:
        candidates = [self._cheapest_directed(directed, insider) for directed in _directed(need)]
        changes = min((c for c in candidates if c is not None), key=self._price, default=None)
        if changes is None:
            raise UnprotectableError(need.cell)
        return changes

    def _price(self, changes: dict[int, int]) -> float:
        """What hiding these cells would cost."""
        new = [c for c in changes if not self.hidden[c] and not self.table.absent[c]]
        return float(self.table.weights[new].sum()) + FREE * sum(map(abs, changes.values()))

    def _cheapest_directed(self, need: Reach, insider: int | None) -> dict[int, int] | None:
        costs = self._costs(self.flow.cells)
        raw = self.flow.solve(need, costs, insider, self.goal.insiders)
        if raw is None:
            return None
        return self._refined(need, insider, costs, raw)

    def _costs(self, cells: Ints) -> Floats:
        """Price per unit moved: hidden cells are nearly free, distinct weights avoid ties."""
        free = self.hidden[cells] | self.table.absent[cells]
        return np.where(free, FREE, self.table.weights[cells]) * spread(cells)

    def _refined(
        self, need: Reach, insider: int | None, costs: Floats, raw: Floats
    ) -> dict[int, int] | None:
        """The program pays by the unit, hiding costs by the cell: a second round, where a
        little used cell costs more by the unit, leaves fewer cells. The better one stays.
        """
        moved = np.abs(raw)
        dear = np.where(
            moved > 0.5, costs * need.amount / np.maximum(moved, 1), costs * need.amount
        )
        again = self.flow.solve(need, dear, insider, self.goal.insiders)
        candidates = [self._integers(need, insider, raw)]
        if again is not None:
            candidates.append(self._integers(need, insider, again))
        return min((c for c in candidates if c is not None), key=self._price, default=None)

    def _integers(self, need: Reach, insider: int | None, raw: Floats) -> dict[int, int] | None:
        """The deviation in integers: as it is, else among the same cells, else among all."""
        moved = self.flow.as_integers(raw)
        if moved is not None:
            return as_changes(self.flow.cells, moved)
        free = self.hidden[self.flow.cells] | self.table.absent[self.flow.cells]
        for cells in (self.flow.cells[free | (np.abs(raw) > 1e-7)], self.flow.cells):
            changes = _integer_deviation(
                self.table, self.goal, need, insider, cells, self._costs(cells)
            )
            if changes is not None:
                return changes
        return None

    # -- pruning ---------------------------------------------------------------------------

    def prune(self, progress: Progress) -> None:
        """Publish again what no requirement needs, until nothing can be; once over a large table."""
        unknown = np.flatnonzero(self.hidden | self.table.absent)
        self.flow = Flow(self.table.sums, self.goal.values, unknown)
        self.price = np.where(self.hidden | self.table.absent, 0, FORBIDDEN)
        changed = True
        while changed:
            changed = False
            candidates = np.flatnonzero(self.hidden & ~self.goal.primary.cells).tolist()
            candidates.sort(key=lambda cell: (-self.table.weights[cell], self.covered[cell], cell))
            for number, cell in enumerate(candidates):
                changed |= self._publish(cell) and not self.large
                progress("allègement", number + 1, len(candidates))

    def _publish(self, cell: int) -> bool:
        """Publish a secondary cell, with those that fall with it, if all that relied on it can do without."""
        gone = self._falling(cell)
        if not gone:
            return False
        for other in gone:
            self.flow.block(other)
        self.price[gone] = FORBIDDEN
        relying = {other for d in self.pool.usable(cell) for other in d.changes}.difference(gone)
        held = [other for other in sorted(relying) if self._holds(other, gone)]
        if all(self._still_protected(other, cell) for other in held):
            self.hidden[gone] = False
            for other in gone:
                self.pool.drop(other)
            if self.additions is not None:
                self.additions.publish(gone)
            return True
        for other in gone:
            self.flow.release(other, int(self.goal.values[other]))
        self.price[gone] = 0
        return False

    def _falling(self, cell: int) -> list[int]:
        """What is published with a cell, itself included; nothing where additions would give something away."""
        if self.additions is None:
            return [cell]
        gone = self.additions.falling(cell) if self.hidden[cell] else []
        return [] if gone and self.additions.gives_away(gone) else gone

    def _still_protected(self, other: int, without: int) -> bool:
        for need in self.goal.reaches(other):
            if not self.pool.meets(need, without) and not self._meets_again(need):
                return False
        if self.goal.watched[other]:
            while insiders := self.pool.insiders(other, without):
                if not self._meets_for(Reach(other, 0, 1), min(insiders)):
                    return False
        return True

    def _solves_quickly(self) -> bool:
        """Whether pruning can afford a program for each requirement."""
        return not self.large or self.flow.size <= MANY

    def _meets_again(self, need: Reach) -> bool:
        """Meet a need among hidden cells only: by a box, or in a table of moderate size by a program."""
        box = self._box(need)
        if box is not None:
            self.pool.add(box)
            return True
        return self._solves_quickly() and self._finds(need, None)

    def _meets_for(self, need: Reach, insider: int) -> bool:
        """The same for an insider."""
        box = self._box_without(need, insider)
        if box is not None:
            self.pool.add(box)
            return True
        return self._solves_quickly() and self._finds(need, insider)

    def _finds(self, need: Reach, insider: int | None) -> bool:
        """Look for a deviation among hidden cells only, and keep it."""
        costs = self._costs(self.flow.cells)
        for directed in _directed(need):
            raw = self.flow.solve(directed, costs, insider, self.goal.insiders)
            moved = None if raw is None else self.flow.as_integers(raw)
            if moved is not None:
                self.pool.add(as_changes(self.flow.cells, moved))
                return True
        return False


def _directed(need: Reach) -> tuple[Reach, ...]:
    """A need in either direction is met by one of two."""
    if need.direction:
        return (need,)
    return Reach(need.cell, 1, need.amount), Reach(need.cell, -1, need.amount)


def _integer_deviation(
    table: TableToProtect, goal: Goal, need: Reach, insider: int | None, cells: Ints, costs: Floats
) -> dict[int, int] | None:
    """The cheapest deviation in integers among `cells`, or None within a bounded search."""
    flow = Flow(table.sums, goal.values, cells, integers=True, node_limit=NODES)
    try:
        raw = flow.solve(need, costs, insider, goal.insiders)
    except SolverError:
        return None  # the search ended at its limit: nothing found, nothing claimed
    moved = None if raw is None else flow.as_integers(raw)
    return None if moved is None else as_changes(cells, moved)
