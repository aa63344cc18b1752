"""The height at Austerlitz: two readers, two units, one station."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from site_src.direct import river
from site_src.direct.answers import FeedError
from site_src.direct.records import DEPTH, Direct, Niveau
from site_src.frame.hours import local
from tests.site_src.direct.answers import NOW, STATION, hubeau, observations, parametres, raw, row
from tests.site_src.direct.faulty import Server, a_round

SEUILS = parametres().seuils


def level(server: Server, first: Any, second: Any) -> Niveau:
    """What a round makes of the two readers' answers; `None` for one that says 404."""
    for name, answer in (("hubeau", first), ("vigicrues_hauteurs", second)):
        if answer is None:
            server.behaviours[name] = lambda doing: doing.send(404)
        else:
            server.bodies[name] = raw(answer)
    found = a_round(server, wanted=("niveau",)).niveau
    assert found is not None
    return found


def test_millimetres_become_metres() -> None:
    (found,) = river.hubeau(raw({"count": 1, "data": [row(NOW, 1270.0)]})).releves
    assert (found.hauteur_m, found.observe_a) == (1.27, NOW)


def test_both_forms_of_the_second_reader_are_read() -> None:
    objects = [{"DtObsHydro": "2026-01-28T13:00:00+00:00", "ResObsHydro": 1.95}]
    pairs = [[int(NOW.timestamp() * 1000), 1.96], [0, None]]
    for given, height in ((objects, 1.95), (pairs[:1], 1.96)):
        serie = {"CdStationHydro": STATION, "GrdSerie": "H", "ObssHydro": given}
        assert river.vigicrues(raw({"Serie": serie})).derniere.hauteur_m == height


def test_a_height_with_a_tail_of_digits_is_one_to_the_millimetre() -> None:
    """Beyond fifteen digits its own file could not be read again: the height would be lost."""
    answer = observations(3.0599999999999996)
    assert river.vigicrues(raw(answer)).derniere.hauteur_m == 3.06


def test_times_are_utc_and_said_in_the_hour_of_paris() -> None:
    (found,) = river.hubeau(raw({"count": 1, "data": [row(NOW, 1270.0)]})).releves
    assert local(found.observe_a).strftime("%H:%M") == "15:00"
    summer = datetime(2026, 7, 28, 14, tzinfo=UTC)
    assert local(summer).strftime("%H:%M") == "16:00"


def test_the_newest_reading_is_chosen_whatever_the_order() -> None:
    rows = [row(NOW - timedelta(hours=back), 1000.0 + back) for back in (2, 0, 1)]
    assert river.hubeau(raw({"count": 3, "data": rows})).derniere.hauteur_m == 1.0


def test_rows_without_a_station_are_left_out() -> None:
    rows = [row(NOW, 9000.0, code_station=None), row(NOW - timedelta(hours=1), 1270.0)]
    assert river.hubeau(raw({"count": 2, "data": rows})).derniere.hauteur_m == 1.27


def test_one_row_of_another_station_says_that_the_filter_was_ignored() -> None:
    rows = [row(NOW, 1270.0), row(NOW, 491.0, code_station="B720000001")]
    with pytest.raises(FeedError, match="mêle d'autres stations"):
        river.hubeau(raw({"count": 2, "data": rows}))


def test_a_page_that_has_a_next_one_is_read(server: Server) -> None:
    """Hub'Eau answers 206 then."""
    server.behaviours["hubeau"] = lambda doing: doing.send(206)
    found = level(server, {**hubeau(), "next": "https://exemple.invalid/?cursor=a"}, observations())
    assert (found.statut, found.valeur, found.lecteur) == ("a_jour", 1.27, "hubeau")


def test_no_more_than_three_days_are_asked(server: Server) -> None:
    """More than a month back answers 400."""
    a_round(server, wanted=("niveau",))
    query = next(query for name, query, _ in server.asked if name == "hubeau")
    assert "date_debut_obs=2026-01-25T14%3A00%3A00Z" in query
    assert f"code_entite={STATION}" in query


def test_a_doubtful_reading_is_told_and_kept_out_of_the_past() -> None:
    rows = [
        row(NOW, 1300.0, libelle_qualification_obs="Douteuse"),
        row(NOW - timedelta(hours=1), 4000.0, libelle_qualification_obs="Douteuse"),
        row(NOW - timedelta(hours=2), 1280.0),
    ]
    found = river.hubeau(raw({"count": 3, "data": rows}))
    assert [one.hauteur_m for one in found.releves] == [1.28, 1.3]
    assert river.judged(found, None, SEUILS) == (
        "douteux", "le service qualifie lui-même cette mesure de douteuse",
    )  # fmt: skip


@pytest.mark.parametrize(("other", "statut"), [(1.37, "a_jour"), (1.17, "a_jour"), (1.38, "douteux"), (1.16, "douteux")])  # fmt: skip
def test_two_readers_may_be_ten_centimetres_apart(
    server: Server, other: float, statut: str
) -> None:
    found = level(server, hubeau(1.27), observations(other))
    assert (found.statut, found.valeur) == (statut, 1.27)
    assert found.autre is not None
    assert found.autre.hauteur_m == other


def test_centimetres_taken_for_millimetres_are_found_by_the_other_reader(server: Server) -> None:
    """610 cm read as millimetres would be 61 cm: a height that the river has."""
    rows = {"count": 1, "data": [row(NOW - timedelta(minutes=10), 610.0)]}
    assert level(server, rows, observations(6.1)).statut == "douteux"


def test_readers_that_share_no_moment_are_not_compared(server: Server) -> None:
    rows = {"count": 1, "data": [row(NOW - timedelta(minutes=50), 1270.0)]}
    found = level(server, rows, observations(6.1))
    assert (found.statut, found.valeur) == ("a_jour", 1.27)


def test_the_second_reader_gives_the_level_when_the_first_is_silent(server: Server) -> None:
    found = level(server, None, observations(1.28))
    assert (found.statut, found.valeur, found.lecteur) == ("a_jour", 1.28, "vigicrues-hauteurs")
    assert found.motif == (
        "lue par un seul service sur deux ; de l'autre, on sait : il refuse la demande (code 404)"
    )


def test_the_second_reader_gives_the_level_when_the_first_has_stopped(server: Server) -> None:
    found = level(server, hubeau(now=NOW - timedelta(hours=5)), observations(1.28))
    assert (found.valeur, found.lecteur) == (1.28, "vigicrues-hauteurs")


def test_one_reading_an_hour_is_kept_for_three_days(server: Server) -> None:
    found = level(server, hubeau(hours=100), observations())
    assert len(found.serie) == 73
    assert found.serie[-1].hauteur_m == found.valeur
    assert found.observe_a is not None
    assert found.serie[0].observe_a >= found.observe_a - DEPTH


def test_a_clock_that_was_ahead_is_not_believed(server: Server) -> None:
    """What it wrote is left: a value « read » tomorrow would be fresh for a day and more."""
    ahead = a_round(server)
    server.behaviours = dict.fromkeys(server.bodies, lambda doing: doing.send(404))
    after = a_round(server, ahead, NOW - timedelta(days=1))
    assert [getattr(one, "valeur", None) for one in after.fiches.values()] == [None] * 4


def test_a_reading_that_is_dated_by_a_clock_a_little_ahead_is_read(server: Server) -> None:
    minutes = timedelta(minutes=15)
    assert level(server, hubeau(now=NOW + minutes), None).valeur == 1.27
    assert level(server, hubeau(now=NOW + 2 * minutes), None).valeur is None
    assert Direct().instant is None
