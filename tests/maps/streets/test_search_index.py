"""The index of streets: what the tables say, in as few bytes as a browser needs."""

import json

import pandas as pd
import pytest

from maps.streets.search_index import BASE, street_index
from maps.streets.verdicts import COLUMNS


def rows(
    code: str, **said: tuple[str, tuple[float, float, float], str]
) -> list[tuple[object, ...]]:
    nothing = ("hors_zone", (0.0, 0.0, 0.0), "")
    zones = ("ppri", "ppri_b", "ppri_v", "plus_hautes_eaux", "carrieres")
    return [
        (code, zone, verdict, *parts, words or None)
        for zone in zones
        for verdict, parts, words in [said.get(zone, nothing)]
    ]


@pytest.fixture
def read() -> dict[str, object]:
    voies = pd.DataFrame({
        "n_sq_vo": ["750000004", "750000010"],
        "libelle_voie": ["Rue A", "Pont B"],
        "arrondissements": ["75101 75112", "75120"],
    })  # fmt: skip
    verdicts = pd.DataFrame(
        rows(
            "750000004",
            ppri=("en_partie", (0.4, 40.0, 99.6), "entre la rue C et la rue D"),
            ppri_v=("en_partie", (1.0, 12.4, 20.0), ""),
        )
        + rows("750000010", ppri=("ouvrage", (3.0, 4.0, 5.0), "entre les rives")),
        columns=list(COLUMNS),
    )
    found: dict[str, object] = json.loads(street_index(voies, verdicts))
    return found


def test_codes_names_and_arrondissements_keep_their_order(read: dict[str, object]) -> None:
    assert (read["base"], read["codes"]) == (BASE, [4, 6])
    assert (read["noms"], read["arrondissements"]) == ("Rue A\nPont B", "1 12\n20")


def test_a_zone_has_a_letter_for_every_street_and_figures_for_those_it_concerns(
    read: dict[str, object],
) -> None:
    zones = read["zones"]
    assert isinstance(zones, dict)
    assert zones["ppri"]["verdicts"] == "po"
    assert zones["carrieres"] == {"verdicts": "--", "parts": {}, "troncons": {}}
    assert zones["ppri"]["troncons"] == {"0": "entre la rue C et la rue D", "1": "entre les rives"}


def test_a_share_is_never_rounded_to_none_or_all(read: dict[str, object]) -> None:
    zones = read["zones"]
    assert isinstance(zones, dict)
    assert zones["ppri"]["parts"] == {"0": [1, 40, 99]}
    assert read["ppri_verte"] == {"0": 12}
