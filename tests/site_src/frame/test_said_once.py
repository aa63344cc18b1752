from __future__ import annotations

import pytest

from site_src.frame.said_once import said_once


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Carte de 2025 (données fictives de démonstration)", "Carte de 2025"),
        ("Faits de 2025, tous types : données fictives de démonstration.", "Faits de 2025, tous types."),
        ("Données fictives de démonstration : des faits inventés.", "Des faits inventés."),
        ("Données fictives de démonstration. Total de tous.", "Total de tous."),
        ("Ces données fictives de démonstration montrent une méthode.", "Ces données fictives de démonstration montrent une méthode."),
        ("Une table réelle.", "Une table réelle."),
    ],
)  # fmt: skip
def test_what_the_band_says_is_not_said_again(text: str, shown: str) -> None:
    assert said_once(text) == shown
