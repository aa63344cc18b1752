"""« Chez vous »: the instructions of a flood in the order of time, with those that some households add."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from site_src.risques.border import (
    ConsigneDeRisque,
    Phase,
    Register,
    RiskLink,
    Risque,
    Situation,
    link_to,
)

# What takes days is read first; each is a key of the room's words.
PHASES: tuple[Phase, ...] = ("avant", "pendant", "apres")


@dataclass(frozen=True)
class Line:
    """An instruction; `risque` is the other risk that it comes from, `None` for the flood's own."""

    consigne: ConsigneDeRisque
    risque: RiskLink | None = None


@dataclass(frozen=True)
class Moment:
    """The instructions of a phase, those for all first."""

    phase: Phase
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class AtHome:
    """What is asked, and all that may be answered: the page holds it whole, a script leaves out what is not ticked."""

    situations: tuple[Situation, ...]
    moments: tuple[Moment, ...]

    @property
    def sources(self) -> set[str]:
        """The sources of every instruction."""
        return {line.consigne.source for moment in self.moments for line in moment.lines}


def at_home(flood: Risque, register: Register) -> AtHome:
    """The instructions of the flood, and those of other risks that a household needs then."""
    moments = (Moment(phase, tuple(_lines(flood, register, phase))) for phase in PHASES)
    return AtHome(register.situations, tuple(moments))


def _lines(flood: Risque, register: Register, phase: Phase) -> Iterator[Line]:
    own = [Line(one) for one in flood.consignes.phase(phase)]
    yield from (line for line in own if not line.consigne.cas and not line.consigne.foyer)
    yield from (line for line in own if line.consigne.foyer)
    for risque in register.risques:
        if risque.id != flood.id:
            added = (one for one in risque.consignes.phase(phase) if one.foyer)
            yield from (Line(one, link_to(risque)) for one in added)
    yield from (line for line in own if line.consigne.cas and not line.consigne.foyer)
