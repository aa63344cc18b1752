"""/en/now/: the moment in English, in short; the French page has the curve, the effects and the sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from site_src.direct.pages import RISQUES, phenomena, services_of
from site_src.direct.published import NAME, Moment, shown
from site_src.frame.hours import said_in_english
from site_src.frame.page import Page, PageJob, address_of, root_of
from site_src.frame.rendering import Templates, embedded, environment
from site_src.frame.typography import capital, typographie
from site_src.risques.border import Register

PATH = "en/now.md"
FRENCH = "en-ce-moment/"


@dataclass(frozen=True)
class Said:
    """Words, and « fr » where nobody translated them."""

    mots: str
    langue: str


@dataclass(frozen=True)
class There:
    """What is in English around the values: emergency numbers (number, link, whom), pages of risks by phenomenon, their titles."""

    urgences: tuple[tuple[str, str, Said], ...]
    fiches: Mapping[str, str]
    suites: tuple[tuple[str, str], ...]


def jobs(
    now: Moment,
    register: Register,
    phrases: Mapping[str, str],
    pages: Mapping[str, str],
    templates: Templates,
) -> Iterator[PageJob]:
    """The page. `phrases`: French → English; `pages`: address of a French page → its English one's."""
    given = (now, _there(register, phrases, pages), templates.only("right-now.md.j2"))
    yield PageJob("en/now", "direct", page, given)


def addresses(code: str) -> dict[str, str]:
    """Address of the French page → that of this one, in English."""
    return {FRENCH: address_of(PATH)} if code == "en" else {}


def _there(register: Register, phrases: Mapping[str, str], pages: Mapping[str, str]) -> There:
    found = {name: pages.get(f"risques/{one}/", "") for name, one in RISQUES.items()}
    risks = {risque.id: risque.titre for risque in register.risques}
    titles = (
        (phrases.get(risks.get(RISQUES[name], ""), ""), found[name]) for name in ("4", "6", "air")
    )
    return There(
        tuple(
            (contact.numero, contact.lien, _said(contact.nom, phrases))
            for contact in register.urgences
        ),
        {name: address for name, address in found.items() if address},
        tuple((title, address) for title, address in titles if title and address),
    )


def _said(french: str, phrases: Mapping[str, str]) -> Said:
    english = phrases.get(french, "")
    return Said(english, "") if english else Said(typographie(french), "fr")


def page(now: Moment, there: There, templates: Templates) -> Page:
    """The page at the moment of the last round. The alerts that stand are laid in below its title."""
    mesures = {one.id: one for one in now.mesures}
    words: Mapping[str, Callable[..., str]] = {"moment": said_in_english, "capitale": capital}
    template = environment(templates, words, "direct").get_template("right-now.md.j2")
    body = template.render(
        root=root_of(PATH),
        instant=now.direct.instant,
        seuils=now.parametres.seuils,
        services=services_of(now),
        mesures=mesures,
        phenomenes=list(phenomena(now, mesures)),
        donnees=embedded(shown(now)),
        fichier=NAME,
        urgences=there.urgences,
        fiches=there.fiches,
        suites=there.suites,
    )
    return Page(
        path=PATH,
        titre="Right now in Paris",
        titre_court="Right now",
        description="Alerts, the level of the Seine, flood and weather warnings and the quality of the air, with their age.",
        body=body,
        source="site_src/direct/templates/right-now.md.j2",
        section="en",
        rank=-1,
        langue="en",
        originale="en-ce-moment/",
    )
