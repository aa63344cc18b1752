"""Choices against the layers: no value that nothing has, no place that no layer shows."""

from maps.records.choices import choice_findings
from opendata.findings import read_yaml
from tests.maps.worlds import PATH, PLACES, carte, layers


def found(text: str) -> list[str]:
    document = read_yaml(PATH, text.encode(), [])
    assert document is not None
    return [str(finding) for finding in choice_findings(document, (carte(text),), layers())]


def test_what_the_layers_bear_out_is_not_a_finding() -> None:
    assert found(PLACES) == []


def test_a_value_that_nothing_has_and_the_places_left_out_are_located() -> None:
    text = PLACES.replace("valeurs: [true]", "valeurs: [oui]")
    assert found(text) == [
        (
            f"{PATH}:30:52: valeur « oui » que rien n'a dans fontaines — règle : un choix ne cite que des valeurs que la "
            "couche contient — remède : choisir parmi false, true"
        ),
        (
            f"{PATH}:9:5: est_disponible « true » de fontaines n'est dans aucune couche de la carte « lieux » — règle : une "
            "carte qui montre une partie des lieux d'un fichier les montre tous — remède : ajouter la valeur au choix d'une couche"
        ),
    ]


def test_a_layer_without_a_choice_shows_them_all() -> None:
    text = PLACES.replace("      choix: {propriete: est_disponible, valeurs: [true]}\n", "")
    assert found(text) == []
