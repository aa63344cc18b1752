"""No way to a reader says « vert », « bon » or « moyen », in any language, without a fresh reading.

The ways: the page, the page in English, direct.json (which the script of both shows). No other page shows a reading. What
the script does with time is held by tests/browser/test_direct.py.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from site_src.alertes.levels import LEVELS, NIVEAUX
from site_src.direct import english_page, pages
from site_src.direct.published import Moment, published
from site_src.direct.records import Direct
from site_src.risques.border import Register
from tests.builds import ROOT
from tests.site_src.direct.answers import NOW, QUIET, parametres
from tests.site_src.direct.faulty import Server, a_round
from tests.site_src.direct.test_pages import TEMPLATES, register  # noqa: F401  (a fixture)

CALM = re.compile(r"\b(verte?|bon(ne)?|moyen(ne)?|green|good|fair)\b", re.IGNORECASE)
# Where pages explain the words themselves: what is before shows values, in the order of the page.
EXPLAINED = (
    (r"L’indice a six degrés.*?\.", ""),
    (r"Ce que demandent les couleurs.*?D’où viennent ces valeurs", ""),
    (r"Une couleur verte et un air bon ou moyen ne sont montrés que", ""),
    (r"A green colour and good or fair air are shown only", ""),
)  # fmt: skip


def seen(body: str) -> str:
    """What a reader reads of a page, without the sentences on the words themselves, nor its sources."""
    body = re.sub(r"<script.*?</script>", " ", body, flags=re.DOTALL)
    words = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())
    for pattern, new in EXPLAINED:
        words = re.sub(pattern, new, words)
    return words.split("## Sources")[0]


def french(direct: Direct, around: Register) -> str:
    (job,) = pages.jobs(Moment(direct, parametres()), around, TEMPLATES)
    return seen(job.written().body)


def english(direct: Direct, around: Register) -> str:
    (job,) = english_page.jobs(Moment(direct, parametres()), around, {}, {}, TEMPLATES)
    return seen(job.written().body)


def for_browsers(direct: Direct, _: Register) -> str:
    """The words of direct.json that a script shows."""
    mesures = json.loads(published(Moment(direct, parametres())))["mesures"]
    assert not any(one["couleur"] == 1 and not one["texte"] for one in mesures)
    return " ".join(f"{one['texte']} {one['en']['texte']}" for one in mesures)


WAYS = [french, english, for_browsers]
Way = Callable[[Direct, Register], str]


@pytest.mark.parametrize("way", WAYS)
def test_a_fresh_reading_is_told(server: Server, register: Register, way: Way) -> None:  # noqa: F811
    """Else what follows would hold of pages that say nothing at all."""
    assert CALM.search(way(a_round(server), register))


@pytest.mark.parametrize("way", WAYS)
def test_without_any_reading_nothing_reassures(register: Register, way: Way) -> None:  # noqa: F811
    assert not CALM.search(way(Direct(), register))


@pytest.mark.parametrize("status", [200, 403, 503])
@pytest.mark.parametrize("hours", [0, 3, 12, 24])
def test_once_services_fail_nothing_reassures(
    server: Server, register: Register, status: int, hours: int  # noqa: F811
) -> None:  # fmt: skip
    """Silent from the start, or after a quiet day that was read `hours` ago; 200 is a page instead of data."""
    before = a_round(server) if hours else Direct()
    server.behaviours = dict.fromkeys(QUIET, lambda doing: doing.send(status, b"<html>"))
    after = a_round(server, before, NOW + timedelta(hours=hours))
    for way in WAYS:
        assert not CALM.search(way(after, register)), way.__name__


@pytest.mark.parametrize("way", WAYS)
def test_without_keys_what_needs_one_reassures_nobody(
    server: Server, register: Register, way: Way  # noqa: F811
) -> None:  # fmt: skip
    server.behaviours["vigicrues"] = lambda doing: doing.send(503)
    assert not CALM.search(way(a_round(server, keys={}), register))


def test_no_other_page_shows_a_reading() -> None:
    """Home and the home of a crisis among them: they lead to the page. The two sliders of heights take today's level alone."""
    texts = [*ROOT.glob("site_src/*/templates/*"), *ROOT.glob("site_src/pages/**/*.md"), *ROOT.glob("site_src/publishing/theme/**/*.html")]  # fmt: skip
    assert len(texts) > 20
    showing = {path.name for path in texts if re.search(r"data-direct|direct-texte|direct\.js", path.read_text(encoding="utf-8"))}  # fmt: skip
    assert showing == {"en-ce-moment.md.j2", "right-now.md.j2", "crues.md.j2", "ma_rue.md.j2"}


def test_other_rooms_take_no_colour_from_today() -> None:
    script = (ROOT / "site_src/direct/niveau.js").read_text(encoding="utf-8")
    assert set(re.findall(r'id === "(\w+)"', script)) == {"niveau"}
    assert "couleur" not in script


def test_no_level_of_an_alert_is_green() -> None:
    words = [f"{name} {LEVELS[name].anglais} {LEVELS[name].couleur}" for name in NIVEAUX]
    assert not CALM.search(" ".join(words))
