"""What the page says of each method is what the tool does."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from opendata.disclosure.cellkey.entropy import ptable
from opendata.disclosure.commands.doors import METHODS
from opendata.disclosure.rounding.bases import BASES

TEXT = (
    Path(__file__).resolve().parents[3] / "site_src/protection/templates/protection_procedes.j2"
).read_text(encoding="utf-8")
NAMES = {"masquage": "Masquer", "arrondi": "Arrondir", "clés de case": "(clés de case)"}


def test_every_method_of_the_tool_has_its_words() -> None:
    assert set(METHODS.values()) == set(NAMES)
    assert all(name in TEXT for name in NAMES.values())


def test_the_error_of_the_example_is_the_one_of_its_noise() -> None:
    table = ptable(2, Fraction(1))
    assert "écarts de 2 au plus et une variance de 1, un nombre d’au moins 2" in TEXT
    assert f"tel quel {100 * float(table.unchanged(2)):.0f} fois sur cent" in TEXT
    assert len(table.rows) == 3


def test_the_bases_are_those_of_the_tool() -> None:
    assert "multiples de {}, de {} ou de {}".format(*BASES) in TEXT
