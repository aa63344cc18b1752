"""Names of streets in a sentence."""

import pytest

from maps.records.layers import Layer
from maps.streets.stretches import ARTICLES, named, of_named


@pytest.mark.parametrize(
    ("kind", "name", "subject", "complement"),
    [
        ("RUE", "Rue du Bac", "la rue du Bac", "de la rue du Bac"),
        ("BD", "Boulevard Voltaire", "le boulevard Voltaire", "du boulevard Voltaire"),
        ("AV", "Avenue d'Italie", "l’avenue d'Italie", "de l’avenue d'Italie"),
        ("PRT", "Port de Javel", "le port de Javel", "du port de Javel"),
        ("PORT", "Porte de Madrid", "la porte de Madrid", "de la porte de Madrid"),
        ("ARC", "Arcades des Champs Elysées", "Arcades des Champs Elysées", "de Arcades des Champs Elysées"),
        ("", "La Porte Jaune", "La Porte Jaune", "de La Porte Jaune"),
    ],
)  # fmt: skip
def test_a_name_takes_its_article(kind: str, name: str, subject: str, complement: str) -> None:
    assert named(kind, name) == subject
    assert of_named(kind, name) == complement


def test_nearly_every_type_of_the_layer_has_an_article(layers: dict[str, Layer]) -> None:
    known = {kind for kinds in ARTICLES.values() for kind in kinds}
    assert sorted(set(layers["voies"].column("type_voie")) - known) == ["", "ARC"]
