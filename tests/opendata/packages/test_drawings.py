"""A chart is drawn again when what it shows changed, and only then."""

from __future__ import annotations

from dataclasses import replace

from opendata.packages.drawings import drawn
from opendata.packages.marks import Mark
from opendata.packages.shown import Shown
from opendata.records.dataset import ChartDeclaration

DECLARED = ChartDeclaration.model_validate(
    {
        "nom": "essai",
        "titre": "Un titre d’essai",
        "description": "Des barres.",
        "legende": "Source : essai.",
        "ressource": "essai",
        "forme": "barres",
        "ligne": "lieu",
        "unite": "lieux",
    }
)
SHOWN = Shown(DECLARED, "lieux", "non indiqué", "Unité : lieux.", (Mark("a", "", 2.0),))


class Kept:
    """Keeps bytes in memory, and counts what it was given to keep."""

    def __init__(self) -> None:
        self.found: dict[str, tuple[object, bytes]] = {}
        self.kept: list[str] = []

    def recall(self, name: str, of: object) -> bytes | None:
        made_of, raw = self.found.get(name, (None, b""))
        return raw if made_of == of else None

    def keep(self, name: str, raw: bytes, of: object) -> None:
        self.kept.append(name)
        self.found[name] = (of, raw)


def test_a_chart_of_the_same_rows_is_not_drawn_again() -> None:
    kept = Kept()
    assert drawn(SHOWN, "jeu", kept) == drawn(SHOWN, "jeu", kept)
    assert kept.kept == ["jeu/essai"]


def test_a_chart_whose_title_value_or_note_changed_is_drawn_again() -> None:
    kept = Kept()
    titled = DECLARED.model_copy(update={"titre": "Un autre titre"})
    changed = [
        SHOWN,
        replace(SHOWN, declaration=titled),
        replace(SHOWN, marks=(Mark("a", "", 3.0),)),
        replace(SHOWN, note="Unité : rues."),
    ]
    assert len({drawn(one, "jeu", kept) for one in changed}) == len(changed)
    assert kept.kept == ["jeu/essai"] * len(changed)


def test_charts_of_one_name_in_two_datasets_are_two() -> None:
    kept = Kept()
    drawn(SHOWN, "jeu", kept)
    drawn(SHOWN, "autre-jeu", kept)
    assert kept.kept == ["jeu/essai", "autre-jeu/essai"]
