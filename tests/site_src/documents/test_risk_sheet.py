"""What a printed sheet says where little is known, and how large it says the rest."""

from __future__ import annotations

import pytest

from site_src.documents.blocks import Heading, Instruction, Statement, instruction
from site_src.documents.dicrim import _kept_together
from site_src.documents.risk_sheet import instructions, whole_text
from site_src.documents.stage import SHEETS
from site_src.risques.phrases import Action
from site_src.risques.register import Register
from site_src.risques.risque import ConsigneDeRisque, Consignes, Risque
from tests.site_src.risques.test_pages import ROOT, register_of

PENDANT = "Pendant"


@pytest.fixture(scope="module")
def register() -> Register:
    return register_of(ROOT / "tests/golden/risques/sain")


def with_phases(register: Register, *kept: str) -> Risque:
    """The first risk with the instructions of those phases alone, one where it had none."""
    (first, *_) = register.risques
    some = next(
        liste for name in ("avant", "pendant", "apres") if (liste := getattr(first.consignes, name))
    )
    return first.model_copy(update={"consignes": Consignes(**dict.fromkeys(kept, some))})


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (("pendant",), "Avant et après : aucune consigne officielle retrouvée."),
        (("pendant", "avant"), "Après : aucune consigne officielle retrouvée."),
        (("avant",), "Pendant et après : aucune consigne officielle retrouvée."),
        ((), "Aucune consigne officielle retrouvée."),
    ],
)
def test_empty_phases_are_one_line_that_names_the_authority(
    register: Register, kept: tuple[str, ...], said: str
) -> None:
    risque = with_phases(register, *kept)
    lines = [one.texte for one in instructions(risque, register) if isinstance(one, Statement)]
    (line,) = (one.replace("\N{NO-BREAK SPACE}", " ") for one in lines if "aucune" in one.lower())
    assert line.startswith(said)
    assert risque.autorite.nom.replace("'", "’") in line
    assert "://" not in line


def test_a_printed_instruction_has_its_gesture_and_a_line_for_each_verb() -> None:
    both = ConsigneDeRisque(
        texte="Montez à l'étage. Ne descendez pas.", source="s", fiabilite="S", geste="monter"
    )
    assert instruction(both) == Instruction(
        "geste-monter.svg",
        (Action("Montez à l’étage.", est_interdit=False), Action("Ne descendez pas.", est_interdit=True)),
    )  # fmt: skip
    assert instruction(both.model_copy(update={"geste": None})).dessin == ""


@pytest.mark.parametrize(
    ("kept", "headings"),
    [
        (("pendant", "avant"), ["Que faire", PENDANT]),
        (("avant",), ["Que faire", "Avant"]),
        ((), ["Que faire"]),
    ],
)
def test_what_to_do_first_stands_on_one_page_of_the_document(
    register: Register, kept: tuple[str, ...], headings: list[str]
) -> None:
    blocks = whole_text(with_phases(register, *kept), register, {})
    together = blocks[: _kept_together(blocks)]
    assert [one.texte for one in together if isinstance(one, Heading)] == headings
    assert isinstance(blocks[len(together)], Heading)


def test_a_sheet_is_as_large_as_one_page_allows_then_two() -> None:
    ordered = [(pages, -size) for size, pages in SHEETS]
    assert ordered == sorted(ordered)
    assert min(size for size, pages in SHEETS if pages == 1) >= 11
