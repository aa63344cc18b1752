"""« En ce moment » in a browser: values come from our own direct.json, grow old by themselves, and are hidden in time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from site_src.direct.fetching import Round, fetch
from site_src.direct.published import Moment, published
from site_src.direct.records import Direct
from site_src.direct.transport import Question, Reply
from tests.browser.conftest import Visit, Window
from tests.browser.test_pages import violations
from tests.site_src.direct.answers import KEYS, NOW, QUIET, parametres, raw

PAGE = "en-ce-moment/"


def quiet_day() -> dict[str, Any]:
    """direct.json of a day on which every service answers that all is well."""
    every = parametres()
    address = {getattr(every.services, name).adresse: raw(answer) for name, answer in QUIET.items()}

    def ask(question: Question) -> Reply:
        return Reply(address[question.address])

    direct = fetch(Direct(), Round(every, NOW, ask, KEYS))
    content: dict[str, Any] = json.loads(published(Moment(direct, every)))
    return content


def changed(identifier: str, **words: object) -> dict[str, Any]:
    """The same with other words for one value."""
    content = quiet_day()
    mesures = [one | words if one["id"] == identifier else one for one in content["mesures"]]
    return {**content, "mesures": mesures}


@contextmanager
def shown(
    window: Window, content: object, at: datetime = NOW + timedelta(minutes=5), page: str = PAGE
) -> Iterator[Visit]:
    """The page with `content` as direct.json, under a clock that stands at `at`."""
    body = content if isinstance(content, str) else json.dumps(content)
    with window("telephone") as visit:
        visit.page.clock.install(time=at)
        visit.page.route("**/direct.json", lambda route: route.fulfill(body=body))
        visit.go(page)
        yield visit


def value(visit: Visit, name: str) -> Any:
    return visit.page.locator(f'[data-direct="{name}"] .direct-texte').first


def detail(visit: Visit, name: str) -> Any:
    return visit.page.locator(f'.direct-mesure[data-direct="{name}"]')


def test_values_and_their_age_come_from_our_own_file(window: Window) -> None:
    with shown(window, quiet_day()) as visit:
        expect(value(visit, "niveau")).to_have_text("1,27 m")
        expect(value(visit, "troncon")).to_have_text("vert")
        expect(value(visit, "vigilance-6")).to_have_text("vert")
        expect(detail(visit, "niveau")).to_contain_text("Il y a 15 min.")
        expect(visit.page.get_by_role("status")).to_contain_text("Valeurs plus récentes")
        assert (visit.foreign, visit.errors) == ([], [])


def test_green_goes_after_three_hours_and_the_level_is_said_to_be_old(window: Window) -> None:
    with shown(window, quiet_day()) as visit:
        expect(value(visit, "troncon")).to_have_text("vert")
        visit.page.clock.fast_forward("03:00:00")
        for name in ("troncon", "vigilance", "vigilance-6", "air"):
            expect(value(visit, name)).to_have_text("inconnue")
        expect(value(visit, "niveau")).to_have_text("1,27 m")
        expect(detail(visit, "niveau")).to_contain_text("Valeur ancienne : mesurée le 28 janvier")
        assert visit.page.locator(".direct-pastille").count() == 0


def test_the_english_page_tells_and_hides_the_same_in_english(window: Window) -> None:
    with shown(window, quiet_day(), page="en/now/") as visit:
        expect(value(visit, "niveau")).to_have_text("1.27 m")
        expect(value(visit, "troncon")).to_have_text("green")
        expect(detail(visit, "niveau")).to_contain_text("15 min ago.")
        expect(visit.page.get_by_role("status")).to_contain_text("more recent than this page")
        visit.page.clock.fast_forward("03:00:00")
        for name in ("troncon", "vigilance", "air"):
            expect(value(visit, name)).to_have_text("unknown")
        expect(detail(visit, "niveau")).to_contain_text(
            "Old value: measured on 28 January at 14:50."
        )
        assert visit.page.locator(".direct-pastille").count() == 0
        assert violations(visit) == []
        assert (visit.foreign, visit.errors) == ([], [])


def test_the_level_goes_after_twelve_hours(window: Window) -> None:
    with shown(window, quiet_day()) as visit:
        expect(value(visit, "niveau")).to_have_text("1,27 m")
        visit.page.clock.fast_forward("12:00:00")
        expect(value(visit, "niveau")).to_have_text("inconnue")
        expect(detail(visit, "niveau")).to_contain_text("Valeur trop ancienne pour être montrée.")


@pytest.mark.parametrize("content", ["", "<!doctype html>", "[]", "{}", '{"version": 1, "instant": "hier", "mesures": []}', '{"version": 2}'])  # fmt: skip
def test_a_file_that_cannot_be_read_changes_nothing(window: Window, content: str) -> None:
    with shown(window, content) as visit:
        visit.page.wait_for_load_state("networkidle")
        expect(value(visit, "troncon")).to_have_text("inconnue")
        assert visit.errors == []


@pytest.mark.parametrize(
    "words", [{"cachee_a": None}, {"cachee_a": "bientôt"}, {"ancienne_a": None, "cachee_a": None}]
)
def test_a_value_without_an_end_is_not_shown(window: Window, words: Mapping[str, object]) -> None:
    with shown(window, changed("troncon", **words)) as visit:
        expect(value(visit, "niveau")).to_have_text("1,27 m")
        expect(value(visit, "troncon")).to_have_text("inconnue")


def test_words_of_the_file_are_text(window: Window) -> None:
    with shown(window, changed("troncon", texte="<img src=x onerror=alert(1)>")) as visit:
        expect(value(visit, "troncon")).to_have_text("<img src=x onerror=alert(1)>")
        assert visit.page.locator(".direct-mesure img").count() == 0


def test_a_clock_that_is_behind_tells_no_age(window: Window) -> None:
    with shown(window, quiet_day(), NOW - timedelta(days=2)) as visit:
        expect(detail(visit, "niveau")).to_contain_text("L’horloge de cet appareil retarde")


def test_a_page_that_is_read_from_a_file_grows_old_too(
    window: Window, site: Mapping[str, bytes], tmp_path: Path
) -> None:
    """Saved or unpacked: no server, no direct.json, the clock of the device alone."""
    own = {"en-ce-moment/index.html", *(path for path in site if path.startswith("assets/"))}
    for path in own:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(site[path])
    page = tmp_path / "en-ce-moment/index.html"
    filled = re.sub(
        r'(id="direct-donnees">).*?(?=</script>)',
        lambda found: found[1] + json.dumps(quiet_day()),
        page.read_text(encoding="utf-8"),
        flags=re.DOTALL,
    )
    page.write_text(filled, encoding="utf-8")
    with window() as visit:
        visit.page.clock.install(time=NOW + timedelta(minutes=5))
        visit.page.goto(page.as_uri())
        expect(value(visit, "niveau")).to_have_text("1,27 m")
        expect(detail(visit, "niveau")).to_contain_text("Il y a 15 min.")
        visit.page.clock.fast_forward("12:00:00")
        expect(value(visit, "niveau")).to_have_text("inconnue")
        expect(value(visit, "troncon")).to_have_text("inconnue")


def test_without_a_script_the_page_tells_what_it_knew(window: Window) -> None:
    with window("telephone", scripts=False) as visit:
        visit.go(PAGE)
        expect(visit.page.locator(".direct-mesure").first).to_be_visible()
        for link in ("Vigicrues", "Météo-France", "Airparif"):
            assert visit.page.get_by_role("link", name=f"{link} : la page officielle").count()
        expect(visit.page.locator(".direct-releve")).to_contain_text("ne vieillit pas toute seule")


def test_the_page_is_in_the_navigation_and_holds_in_320_pixels(window: Window) -> None:
    with shown(window, quiet_day()) as visit:
        visit.page.set_viewport_size({"width": 320, "height": 568})
        width = visit.page.evaluate("document.documentElement.scrollWidth")
        assert width <= 320
        visit.page.set_viewport_size({"width": 1280, "height": 800})
        first = visit.page.get_by_role("navigation", name="Rubriques").get_by_role("link").first
        expect(first).to_have_text("En ce moment")
