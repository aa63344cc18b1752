"""What the file says besides the register: the signals of the alert, and the English sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from site_src.risques.border import CitedSource, Consigne, Fait


@dataclass(frozen=True)
class Signal:
    """A section of « se préparer », « L'alerte »: what to do when it sounds, or how to know it."""

    titre: str
    consignes: tuple[Consigne, ...] = ()
    faits: tuple[Fait, ...] = ()


@dataclass(frozen=True)
class Texts:
    """`phrases`: French sentence → English. `reviewed`: originals (paths) whose English a person named there has read.

    `official`: who publishes what is newer, and its page.
    """

    signals: tuple[Signal, ...] = field(repr=False)
    sources: Mapping[str, CitedSource] = field(repr=False)
    phrases: Mapping[str, str] = field(repr=False)
    reviewed: frozenset[str] = frozenset()
    official: tuple[tuple[str, str], ...] = ()
