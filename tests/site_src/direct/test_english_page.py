"""/en/now/ says in English what was read, how old it is and what is not known."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import get_args

import pytest

from site_src.direct import english
from site_src.direct.english_page import jobs
from site_src.direct.published import Moment
from site_src.direct.records import COULEURS, INDICES, Direct, Statut
from site_src.direct.shown import PHENOMENES
from site_src.frame.page import Page
from site_src.risques.border import Register
from tests.site_src.direct.answers import NOW, meteo, observations, parametres, raw, vigicrues
from tests.site_src.direct.faulty import Server, a_round
from tests.site_src.direct.test_pages import TEMPLATES, register  # noqa: F401  (a fixture)

PHRASES = {"Police secours": "Police"}
PAGES = {"risques/canicule/": "en/heat-wave/"}


def page(direct: Direct, around: Register) -> Page:
    (job,) = jobs(Moment(direct, parametres()), around, PHRASES, PAGES, TEMPLATES)
    return job.written()


def text(body: str) -> str:
    body = re.sub(r"<script.*?</script>", " ", body, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


def test_a_quiet_day_is_told_with_its_hours(server: Server, register: Register) -> None:  # noqa: F811
    said = text(page(a_round(server), register).body)
    assert "As of 28 January 2026 at 15:00 , Paris time." in said
    assert "The Seine at Paris-Austerlitz 1.27 m Measured on 28 January at 14:50." in said
    assert "green Bulletin of 28 January at 10:00, read at 15:00." in said
    assert "good Forecast read on 28 January at 15:00." in said


def test_warnings_are_told_and_lead_to_what_to_do(server: Server, register: Register) -> None:  # noqa: F811
    server.bodies |= {"vigicrues": raw(vigicrues("3")), "meteo_france": raw(meteo({"6": 3}))}
    body = html.unescape(page(a_round(server), register).body)
    assert '<a href="../../en/heat-wave/">Heat wave</a>' in body
    assert "Heat wave orange green" in text(body)
    assert "Flood warning, Seine in Paris orange" in text(body)


@pytest.mark.parametrize("hours", [0, 24])
def test_when_feeds_are_dead_that_is_said_in_english(
    server: Server, register: Register, hours: int  # noqa: F811
) -> None:  # fmt: skip
    before = a_round(server) if hours else Direct()
    server.behaviours = dict.fromkeys(server.bodies, lambda doing: doing.send(503))
    said = text(page(a_round(server, before, NOW + timedelta(hours=hours)), register).body)
    assert said.count("unknown Service out of reach") == 4
    assert ("last read on 28 January 2026 at 15:00" in said) == (hours > 0)
    assert "The weather warning is not known here: service out of reach" in said


def test_a_late_and_a_doubtful_level_are_said_to_be_so(
    server: Server, register: Register  # noqa: F811
) -> None:  # fmt: skip
    server.bodies["vigicrues_hauteurs"] = raw(observations(1.45))
    said = text(page(a_round(server), register).body)
    assert "1.27 m or 1.45 m Doubtful value: the service calls this reading doubtful, or its two readers disagree." in said  # fmt: skip
    before = a_round(server)
    server.behaviours = dict.fromkeys(server.bodies, lambda doing: doing.send(503))
    late = a_round(server, before, NOW + timedelta(hours=4))
    assert "Old value: measured on 28 January at 14:50." in text(page(late, register).body)


def test_emergency_numbers_that_nobody_translated_say_their_language(
    server: Server, register: Register  # noqa: F811
) -> None:  # fmt: skip
    body = page(a_round(server), register).body
    assert ">17</a> Police</li>" in body
    assert re.search(r'>18</a> <span lang="fr">Sapeurs&#45;pompiers</span>', body)


def test_every_word_of_the_french_page_has_an_english_one() -> None:
    assert set(english.COLOURS) == set(COULEURS)
    assert set(english.INDICES) == set(INDICES)
    assert set(english.PHENOMENA) == set(PHENOMENES)
    assert {*english.NOTHING, "a_jour"} == set(get_args(Statut))
