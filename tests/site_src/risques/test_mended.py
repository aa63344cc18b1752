"""What the pages once said wrongly and may never say again: no right edit brings one of these back."""

from __future__ import annotations

import re

import pytest

from site_src.frame.page import Page
from site_src.risques.register import Register
from tests.site_src.risques.test_pages import made, real, text_of

__all__ = ["made", "real"]  # fixtures

WRONG = [
    ("effondrement-batiment", r"[ÉE]crivez à la Préfecture de police"),
    ("effondrement-batiment", r"bilan du lendemain"),
    ("fuite-gaz", r"37 blessés"),
    ("incendie", r"25 personnes sont mortes"),
    ("etablissements-public", r"25 personnes sont mortes"),
    ("accident-nucleaire", r"\(ASN\)(?!, devenue ASNR)(?! et l'Institut)"),
    ("chauffage-urbain", r"525 km|425 000 logements"),
    ("crue-seine", r"d'habitude de 1 à 2 m"),
    ("mouvement-terrain", r"s'étendent sur 770 ha"),
]


@pytest.mark.parametrize(("risque", "wrong"), WRONG)
def test_a_statement_that_was_wrong_does_not_come_back(
    made: dict[str, Page],
    risque: str,
    wrong: str,
) -> None:
    assert not re.search(wrong, text_of(made[f"risques/{risque}.md"].body))


def test_the_band_calls_the_emergency_numbers_and_writes_to_114(
    real: Register,
) -> None:
    links = {contact.lien for contact in real.urgences}
    assert links >= {"tel:15", "tel:17", "tel:18", "tel:112", "sms:114"}
    assert "tel:114" not in links
