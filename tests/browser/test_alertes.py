"""An alert as people meet it: it appears, ends by itself, is cancelled; on a phone, without scripts, by its name.

Laid into the site of today, whatever its risks are; the clock of the browser is given. Nothing here ever happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

import build
from site_src.alertes.drawing import Draughtsman
from site_src.alertes.history import Alerts
from site_src.alertes.places import SEARCH
from site_src.alertes.records import Alert, Cancellation
from site_src.alertes.scope import Scope
from site_src.alertes.search import Sought
from site_src.engine.build import Outcome, run
from site_src.frame.hours import PARIS
from site_src.frame.rendering import templates_of
from site_src.publishing import naming, seal
from tests.browser.conftest import BASE, OPTIONS, ROOT, Visit, serving
from tests.browser.test_pages import violations
from tests.builds import committed

TITLE = "Un titre d'essai de soixante signes, qui est le plus long !!"
START, DURING = datetime(2031, 1, 10, 18, tzinfo=PARIS), datetime(2031, 1, 11, 19, 59, tzinfo=PARIS)
Opened = Callable[..., AbstractContextManager[Page]]


@pytest.fixture(scope="module")
def built(site: Mapping[str, bytes]) -> Outcome:
    """The build of the site that the browser is shown, taken from its store."""
    cache = ROOT / "build" / "cache-navigateur"
    return run(build.PLAN, ROOT, OPTIONS, lambda _: None, checking="", cache=cache)


def alert_on(risk: str, niveau: str = "vigilance orange", **others: object) -> Alert:
    return Alert.model_validate(
        {
            "id": "essai", "emise_le": "2031-01-10 17:30", "risque": risk, "niveau": niveau, "titre": TITLE,
            "texte": "Ceci est un essai. " * 15, "secteurs": ["13"], "emetteur": "Une préfecture d'essai",
            "consignes": [{"texte": "Restez chez vous.", "source": {"nom": "Essai", "adresse": "https://exemple.invalid/x"}}],
            "debut": "2031-01-10 18:00", "fin": "2031-01-11 20:00", **others,
        }
    )  # fmt: skip


def with_alerts(built: Outcome, alerts: Alerts) -> dict[str, bytes]:
    """The site in which the alerts that stand at `START` are laid, into some pages."""
    scope, documents = scope_of(built), built["html"].outputs
    templates = templates_of(committed("site_src/alertes/templates/*.j2"))
    blocks = Draughtsman(alerts, scope, START, templates).blocks()
    chosen = {*blocks.pages, "plan-du-site/index.html", "404.html"}
    sealed = {path: seal.sealed_files({path: documents[path]})[path] for path in chosen}
    sought = {SEARCH: Sought(alerts, scope, START).file()}
    site = built["seal"].outputs
    names = {naming.plain(path): path for path in site if naming.is_named(path)}
    last = seal.LastHand(blocks, names, BASE)
    return {**site, **seal.finished_files(sealed, last, dict.fromkeys(sealed, ())), **sought}


def scope_of(built: Outcome) -> Scope:
    """What an alert may name today."""
    return built.library.record("alert_scope", Scope)


def first_risk(built: Outcome) -> str:
    return next(iter(scope_of(built).risques))


@pytest.fixture(scope="module")
def address(built: Outcome) -> Iterator[str]:
    """Where the site is served with an orange alert on its first risk."""
    with serving(with_alerts(built, Alerts((alert_on(first_risk(built)),)))) as place:
        yield place


@pytest.fixture
def opened(chromium: Browser, address: str) -> Opened:
    """Opens a page at an address below the site's root, at a moment of the browser's clock."""

    @contextmanager
    def page(
        path: str = "", width: int = 390, moment: datetime = START, *, scripts: bool = True, scheme: str = "light"
    ) -> Iterator[Page]:  # fmt: skip
        context = chromium.new_context(
            viewport={"width": width, "height": 664}, java_script_enabled=scripts,
            color_scheme="dark" if scheme == "dark" else "light", timezone_id="America/New_York",
        )  # fmt: skip
        try:
            shown = context.new_page()
            if scripts:
                shown.clock.install(time=moment.astimezone(UTC))
            shown.goto(address + path)
            yield shown
        finally:
            context.close()

    return page


EVERYWHERE = ("", "plan-du-site/", "mon-quartier/13/", "en-ce-moment/", "nulle/part/")


@pytest.mark.parametrize("path", EVERYWHERE)
def test_the_band_is_on_every_page_and_leads_to_the_whole(opened: Opened, path: str) -> None:
    with opened(path) as page:
        band = page.get_by_role("complementary", name="Alerte")
        expect(band).to_be_visible()
        band.get_by_role("link").click()
        expect(page.locator(":target h2")).to_have_text(TITLE.replace("'", "’").replace(" !!", "\N{NARROW NO-BREAK SPACE}!!"))  # fmt: skip


@pytest.mark.parametrize("width", [320, 390])
def test_the_band_has_two_lines_on_a_phone_and_never_cuts_until_when(opened: Opened, width: int) -> None:  # fmt: skip
    with opened(width=width) as page:
        band = page.locator(".prm-alerte > a")
        lines = band.evaluate("link => link.getClientRects().length && link.offsetHeight / parseFloat(getComputedStyle(link).lineHeight)")  # fmt: skip
        assert lines < 3
        first = band.locator("> span").first
        assert first.evaluate("line => line.scrollWidth <= line.clientWidth")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 390])
def test_alerts_that_are_announced_keep_to_the_width_of_a_phone(
    built: Outcome, chromium: Browser, width: int
) -> None:
    risk, other = list(scope_of(built).risques)[:2]
    later = {"debut": "2031-01-11 18:30", "fin": "2031-01-12 20:30"}
    both = Alerts((alert_on(risk, **later), alert_on(other, id="essai-2", **later)))
    with serving(with_alerts(built, both)) as place:
        page = chromium.new_page(viewport={"width": width, "height": 664}, java_script_enabled=False)  # fmt: skip
        page.goto(place)
        first, second = page.locator(".prm-alerte > a").first.locator("> span").all()
        whole, end = first.bounding_box(), first.locator(".prm-alerte__quand").bounding_box()
        assert whole
        assert end
        assert end["x"] + end["width"] <= whole["x"] + whole["width"]
        assert " ".join(second.inner_text().split()).startswith("Dès le 11/01, 18 h 30 :")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.close()


def test_the_name_of_the_link_is_the_whole_alert(opened: Opened) -> None:
    with opened(width=320) as page:
        link = page.get_by_role("complementary", name="Alerte").get_by_role("link")
        name = " ".join(link.inner_text().split())
        assert name.startswith("Vigilance orange jusqu’au 11/01, 20 h Un titre d’essai de soixante signes")  # fmt: skip


def test_an_alert_ends_by_itself_at_the_hour_of_paris(opened: Opened) -> None:
    with opened("en-ce-moment/", moment=DURING) as page:
        band = page.locator("[data-alertes]")
        expect(band.get_by_role("link")).to_be_visible()
        expect(page.get_by_role("heading", name="Que faire maintenant")).to_be_visible()
        page.clock.fast_forward("01:01")
        expect(band.get_by_role("link")).to_be_hidden()
        expect(band).to_have_text("Alerte terminée le 11 janvier 2031 à 20 h.", use_inner_text=True)
        expect(page.get_by_role("heading", name="Que faire maintenant")).to_be_hidden()
        for said in page.locator("main").get_by_text("Alerte terminée le 11 janvier").all():
            expect(said).to_be_visible()
        expect(page.get_by_text("D’abord")).to_be_hidden()


def test_the_readings_begin_on_the_first_screen_of_a_phone_below_the_alert(opened: Opened) -> None:  # fmt: skip
    with opened("en-ce-moment/") as page:
        brief, readings = page.locator(".prm-alerte-bloc").first, page.locator(".direct-mesures")
        expect(brief).to_contain_text("D’abord : Restez chez vous.")
        box, whole = readings.bounding_box(), page.locator("#essai").bounding_box()
        assert box
        assert whole
        assert box["y"] < 664
        assert whole["y"] > box["y"] + box["height"]
        brief.get_by_role("link").click()
        expect(page.locator(":target")).to_be_in_viewport()


def test_a_page_opened_after_the_end_says_so(opened: Opened, address: str) -> None:
    with opened("", moment=datetime(2031, 1, 12, 8, tzinfo=PARIS)) as page:
        assert violations(Visit(page, address)) == []
        expect(page.locator("[data-alertes]").get_by_role("link")).to_be_hidden()
        expect(page.locator("main").get_by_text("Alerte terminée le 11 janvier")).to_be_visible()


@pytest.mark.parametrize(
    ("path", "asked", "moment", "said"),
    [
        ("", "alerte", START, "Vigilance orange, jusqu’au 11/01, 20 h"),
        ("", "soixante SIGNES", START, "Vigilance orange, jusqu’au 11/01, 20 h"),
        ("", "alerte", datetime(2031, 1, 12, 8, tzinfo=PARIS), "Vigilance orange. Alerte terminée le 11 janvier 2031 à 20 h."),
        ("en/", "alert", START, "Orange alert, until 11 Jan, 20:00"),
    ],
)  # fmt: skip
def test_the_search_finds_an_alert_first_and_says_when_it_is_over(
    opened: Opened, path: str, asked: str, moment: datetime, said: str
) -> None:
    with opened(path, width=1280, moment=moment) as page:
        page.locator("#prm-ouvrir").click()
        page.locator("#prm-question").fill(asked)
        page.locator("#prm-question").press("Enter")
        page.clock.run_for(200)
        first = page.locator("#prm-resultats li").first
        expect(first.locator("> span")).to_have_text(said)
        first.get_by_role("link").click()
        expect(page.locator(":target h2")).to_contain_text("soixante signes")


@pytest.mark.parametrize("path", EVERYWHERE[:4])
def test_without_scripts_the_page_says_until_when(opened: Opened, path: str) -> None:
    with opened(path, scripts=False) as page:
        band = page.get_by_role("complementary", name="Alerte")
        assert "jusqu’au 11/01,\N{NO-BREAK SPACE}20\N{NO-BREAK SPACE}h" in band.inner_text()


def test_the_home_page_of_a_crisis_answers_four_questions_before_all_else(opened: Opened) -> None:
    with opened(width=1280) as page:
        headings = page.locator("main").locator("h1:visible, h2:visible").all_inner_texts()
        assert [" ".join(text.split())[:18] for text in headings[:4]] == [
            "Un titre d’essai d", "Que faire maintena", "Où regarder", "Qui appeler",
        ]  # fmt: skip
        assert page.locator("h1").count() == 1
        numbers = page.locator(".prm-crise .prm-numero").all_inner_texts()
        assert {"15", "17", "18", "112"} <= set(numbers)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["", "en-ce-moment/", "mon-quartier/13/"])
def test_a_page_with_an_alert_is_clean(opened: Opened, address: str, path: str, scheme: str) -> None:  # fmt: skip
    with opened(path, scheme=scheme) as page:
        assert violations(Visit(page, address)) == []


def test_a_cancelled_alert_is_shown_nowhere_but_in_the_archive(
    built: Outcome, chromium: Browser
) -> None:
    alert = alert_on(first_risk(built))
    end = Cancellation.model_validate(
        {"id": "fin", "emise_le": "2031-01-10 17:45", "annule": "essai", "texte": "Rien n'est arrivé.", "emetteur": "Essai"}
    )  # fmt: skip
    with serving(with_alerts(built, Alerts((alert,), (end,)))) as place:
        page = chromium.new_page()
        page.goto(place)
        assert page.locator("[data-alertes]").count() == 0
        page.goto(f"{place}en-ce-moment/")
        expect(page.get_by_text("Aucune alerte n’est publiée ici")).to_be_visible()
        page.goto(f"{place}en-ce-moment/archives/")
        expect(page.get_by_text("Annulée le 10 janvier 2031 à 17 h 45 : Rien n’est arrivé.")).to_be_visible()  # fmt: skip
        page.close()
