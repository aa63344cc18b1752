"""/en-ce-moment/: what official services say now, how old it is, and what it means here.

The page holds the values as they were when it was built; its script refreshes them from direct.json, and hides by
itself what has become too old.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from site_src.direct.published import NAME, Moment, shown
from site_src.direct.records import Niveau, Phenomene, Vigilance
from site_src.direct.services import Service
from site_src.direct.shown import Mesure
from site_src.direct.trend import day_before, trend
from site_src.frame.hours import hour, said
from site_src.frame.page import Page, PageJob, root_of
from site_src.frame.rendering import Templates, embedded, environment
from site_src.frame.typography import capital
from site_src.risques.border import Effet, Fait, Register, by_publisher
from site_src.risques.phrases import FILTERS

PATH = "en-ce-moment/index.md"
# The risk that each phenomenon, and the air, is told of.
RISQUES: Mapping[str, str] = {
    "1": "tempete",
    "2": "nappe-ruissellement",
    "3": "orage",
    "4": "crue-seine",
    "5": "neige-verglas",
    "6": "canicule",
    "7": "grand-froid",
    "air": "pollution-air",
}
# Where the register says what the colours ask: the risk, and the source of those sentences.
COULEURS: Mapping[str, tuple[str, str]] = {
    "crues": ("crue-seine", "drieat-vigicrues"),
    "meteo": ("nappe-ruissellement", "cnews-vigilance"),
}
# Made by the room of alerts, which lays its alerts at the top of this page.
FEED = ("Paris : les alertes", "en-ce-moment/alertes.atom")
# How many of the effects that the height has reached are shown, from the highest.
SHOWN_EFFECTS = 6


@dataclass(frozen=True)
class Around:
    """What the register says around the values: links to risks, sentences on colours, effects of heights, their sources."""

    fiches: Mapping[str, str]
    couleurs: Mapping[str, tuple[Fait, ...]]
    effets: tuple[Effet, ...]
    register: Register


def jobs(now: Moment, register: Register, templates: Templates) -> Iterator[PageJob]:
    """The page. The alerts that stand are laid in below its title, when the site is sealed."""
    given = (now, _around(register), templates.only("en-ce-moment.md.j2"))
    yield PageJob("en-ce-moment", "direct", page, given)


def _around(register: Register) -> Around:
    risks = {risque.id: risque for risque in register.risques}
    facts = {
        name: tuple(fait for fait in risks[risque].alerte if fait.source == source)
        for name, (risque, source) in COULEURS.items()
        if risque in risks
    }
    effects = register.seine.effets if register.seine else ()
    named = {fait.source for some in facts.values() for fait in some}
    named |= {effet.source for effet in effects}
    held = {**register.sources, **(register.seine.sources if register.seine else {})}
    sources = {name: held[name] for name in sorted(named)}
    bare = replace(register, risques=(), familles=(), contacts={}, sources=sources, seine=None)
    titles = {name: risks[one].titre for name, one in RISQUES.items() if one in risks}
    return Around(titles, facts, effects, bare)


def page(now: Moment, around: Around, templates: Templates) -> Page:
    """The page at the moment of the last round."""
    mesures = {one.id: one for one in now.mesures}
    niveau = now.direct.niveau if mesures["niveau"].texte else None
    reached, coming = _reached(around.effets, niveau), _next(around.effets, niveau)
    facts = [fait for some in around.couleurs.values() for fait in some]
    cited = {one.source for one in (*reached, *coming)} | {fait.source for fait in facts}
    body = environment(templates, {**FILTERS, "moment": said, "capitale": capital}, "direct").get_template("en-ce-moment.md.j2").render(
        root=root_of(PATH),
        instant=now.direct.instant,
        seuils=now.parametres.seuils,
        services=services_of(now),
        mesures=mesures,
        donnees=embedded(shown(now)),
        fichier=NAME,
        register=around.register,
        fiches={name: (RISQUES[name], titre) for name, titre in around.fiches.items()},
        couleurs=around.couleurs,
        sources=by_publisher(around.register.sources[name] for name in cited),
        phenomenes=list(phenomena(now, mesures)),
        niveau=niveau,
        tendance=trend(niveau.serie) if niveau else None,
        veille=day_before(niveau.serie) if niveau else None,
        effets=reached,
        suivant=coming,
    )  # fmt: skip
    return Page(
        path=PATH,
        titre="En ce moment à Paris",
        titre_court="En ce moment",
        description="La hauteur de la Seine, les vigilances crues et météo et la qualité de l’air, d’après les services officiels, avec leur âge.",
        body=body,
        source="data/parametres/direct.yaml",
        section="en-ce-moment",
        a_numeros_urgence=True,
        flux=(FEED,),
    )


def services_of(now: Moment) -> Mapping[str, Service]:
    """The services by what they give."""
    services = now.parametres.services
    return {name: getattr(services, name) for name in type(services).model_fields}


@dataclass(frozen=True)
class Ligne:
    """A phenomenon of the table: its values of today and tomorrow, and when today's warning holds, in words."""

    numero: str
    libelle: str
    jour: Mesure
    demain: Mesure
    heures: str


def phenomena(now: Moment, mesures: Mapping[str, Mesure]) -> Iterator[Ligne]:
    """The lines of the table of vigilance."""
    slots = _slots(now)
    for name, mesure in mesures.items():
        prefix, _, number = name.partition("-")
        if prefix == "vigilance" and number:
            tomorrow = mesures.get(f"demain-{number}", Mesure(f"demain-{number}", mesure.libelle))
            yield Ligne(
                number,
                mesure.libelle,
                mesure,
                tomorrow,
                slots.get(number, "") if mesure.texte else "",
            )


def _slots(now: Moment) -> Mapping[str, str]:
    """When each phenomenon that warns does: « de 18 h à 23 h »."""
    vigilance, instant = now.direct.vigilance, now.direct.instant
    period = vigilance.en_cours(instant) if isinstance(vigilance, Vigilance) and instant else None
    return {one.id: _hours(one) for one in period.phenomenes} if period else {}


def _hours(one: Phenomene) -> str:
    warned = [slot for slot in one.creneaux if slot.couleur == one.couleur > 1]
    return ", ".join(f"de {hour(slot.debut)} à {hour(slot.fin)}" for slot in warned)


def height_of(niveau: Niveau) -> float:
    """The height whose effects are told: of two that disagree, the higher."""
    assert niveau.valeur is not None
    if niveau.statut == "douteux" and niveau.autre:
        return max(niveau.valeur, niveau.autre.hauteur_m)
    return niveau.valeur


def _reached(effets: Iterable[Effet], niveau: Niveau | None) -> Sequence[Effet]:
    """The last effects that the height has reached, from the highest."""
    if niveau is None:
        return ()
    reached = [effet for effet in effets if effet.hauteur_m <= height_of(niveau)]
    return reached[::-1][:SHOWN_EFFECTS]


def _next(effets: Iterable[Effet], niveau: Niveau | None) -> Sequence[Effet]:
    """The first effect above the height, if there is one."""
    if niveau is None:
        return ()
    return [effet for effet in effets if effet.hauteur_m > height_of(niveau)][:1]
