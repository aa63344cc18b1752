"""« En ce moment » without a network, with readings recorded once: their age is that of the readings, never of the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from site_src.direct.published import NAME, Moment, published
from site_src.direct.records import path_of
from tests.browser.host import Host, hosting
from tests.browser.test_hors_ligne import BAND, visit_once, visiting
from tests.browser.test_hors_ligne_faults import FIRST, PAGES, copied
from tests.builds import committed, record

READ = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
SEEN = READ - timedelta(minutes=10)
FRENCH, ENGLISH = "en-ce-moment/", "en/now/"
LAST = re.compile(r'(id="direct-donnees">).*?(?=</script>)', re.DOTALL)


def reading(name: str, **words: object) -> dict[str, bytes]:
    """A file of data/direct/, as `fetch` writes it."""
    held = {"source": name, "statut": "a_jour", "interroge_a": READ.isoformat(), "lu_a": READ.isoformat(),
            "observe_a": SEEN.isoformat(), **words}  # fmt: skip
    return {path_of(name): json.dumps(held).encode()}


def recorded() -> bytes:
    """direct.json of one round: the Seine was read twice alike, its flood warning was green, nothing else was asked."""
    files = {
        **committed("data/parametres/direct.yaml"),
        **reading("niveau", valeur=1.27, autre={"observe_a": SEEN.isoformat(), "hauteur_m": 1.28}),
        **reading("troncon", valeur=1),
    }
    return published(record(files, "direct", Moment))


def with_readings(site: Mapping[str, bytes]) -> dict[str, bytes]:
    """The site as a build after that round publishes it: both pages hold the readings, direct.json says them."""
    told = recorded()
    pages = {
        f"{place}index.html": LAST.sub(
            lambda found: found[1] + json.dumps(json.loads(told)), site[f"{place}index.html"].decode()
        ).encode()
        for place in (FRENCH, ENGLISH)
    }  # fmt: skip
    return copied({**site, NAME: told}, FIRST, (*PAGES, FRENCH, ENGLISH), **pages)


@pytest.fixture(scope="module")
def offline(chromium: Browser, site: Mapping[str, bytes]) -> Iterator[tuple[Page, Host]]:
    """A telephone that was once on the home page, and whose network is gone."""
    with hosting(with_readings(site)) as host, visiting(chromium) as context:
        page = visit_once(context, host)
        host.go()
        yield page, host


def opened(offline: tuple[Page, Host], place: str, after: timedelta) -> tuple[Any, Any]:
    """The page of the copy, opened so long after the round: what it says of the level and of the flood warning."""
    page, host = offline
    page.clock.set_fixed_time(READ + after)
    page.goto(host.address + place)
    expect(page.locator(BAND)).to_be_visible()
    level, warning = (page.locator(f'.direct-mesure[data-direct="{name}"]') for name in ("niveau", "troncon"))  # fmt: skip
    return level, warning


@pytest.mark.parametrize(
    ("place", "level_said", "age", "green"),
    [(FRENCH, "1,27 m", "Il y a 2 h 10.", "vert"), (ENGLISH, "1.27 m", "2 h 10 ago.", "green")],
)
def test_a_recorded_value_has_the_age_of_its_reading(
    offline: tuple[Page, Host], place: str, level_said: str, age: str, green: str
) -> None:
    level, warning = opened(offline, place, timedelta(hours=2))
    expect(level).to_contain_text(level_said.replace(" ", "\N{NO-BREAK SPACE}"))
    expect(level.locator(".direct-age")).to_have_text(age.replace(" h", "\N{NO-BREAK SPACE}h").replace("h 1", "h\N{NO-BREAK SPACE}1"))  # fmt: skip
    expect(warning.locator(".direct-texte")).to_have_text(green)
    page, _ = offline
    expect(page.locator("#direct-nouvelle")).to_have_text("")


@pytest.mark.parametrize(
    ("place", "old", "unknown", "reason"),
    [
        (FRENCH, "Valeur ancienne : mesurée le 28 novembre", "inconnue", "Valeur trop ancienne pour être montrée."),
        (ENGLISH, "Old value: measured on 28 November", "unknown", "Value too old to be shown."),
    ],
)  # fmt: skip
def test_an_old_value_is_said_to_be_then_withdrawn_with_its_reason(
    offline: tuple[Page, Host], place: str, old: str, unknown: str, reason: str
) -> None:
    level, warning = opened(offline, place, timedelta(hours=4))
    expect(level).to_contain_text(old)
    expect(warning.locator(".direct-texte")).to_have_text(unknown)
    expect(warning).to_contain_text(reason)
    level, _ = opened(offline, place, timedelta(hours=13))
    expect(level.locator(".direct-texte")).to_have_text(unknown)
    expect(level).to_contain_text(reason)
    expect(level.locator(".direct-age")).to_have_text("")


def test_a_value_withdrawn_from_an_open_page_goes_without_a_network(
    offline: tuple[Page, Host],
) -> None:
    level, warning = opened(offline, FRENCH, timedelta(hours=2))
    expect(warning.locator(".direct-texte")).to_have_text("vert")
    page, _ = offline
    page.clock.set_fixed_time(READ + timedelta(hours=13))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    for place in (level, warning):
        expect(place.locator(".direct-texte")).to_have_text("inconnue")
        expect(place).to_contain_text("Valeur trop ancienne pour être montrée.")
    assert page.locator(".direct-pastille").count() == 0
