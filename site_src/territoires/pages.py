"""« Ma rue » and « Mon quartier »: one page that searches in the browser, and plain pages of every place.

Nothing is computed here: the stage of `site_src.territoires.stage` made the figures, the register of risks
holds what a risk is and what to do.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from opendata.model import Source
from site_src.dossiers.border import Langue, Spoken
from site_src.dossiers.border import spoken as spoken_with
from site_src.frame.anchors import slug
from site_src.frame.drawings import symbol, symbols
from site_src.frame.page import Page, PageJob, root_of
from site_src.frame.rendering import Templates, environment
from site_src.frame.typography import typographie, written_date
from site_src.frame.wording import ranked, sayer
from site_src.risques.border import (
    ConsigneDeRisque,
    Contact,
    Gesture,
    Register,
    RiskLink,
    Risque,
    Seine,
    link_to,
    named_by,
)
from site_src.risques.phrases import FILTERS
from site_src.territoires.shares import share

SOURCE = "data/parametres/voies.yaml"
STREET, STREETS_ELSEWHERE = "ma-rue", "my-street"
# Places have a page in French alone: in another language, the street says the same.
NEAREST = f"{STREET}/"
TERRITORIES = "rues/territoires.json"
LEGEND = "rues/legende.json"
# Zone → the risk that it is about, and the source that draws it.
ZONES: Mapping[str, tuple[str, str]] = {
    "ppri": ("crue-seine", "ppri"),
    "plus_hautes_eaux": ("crue-seine", "plus-hautes-eaux"),
    "carrieres": ("mouvement-terrain", "carrieres"),
}
# What a map says of a street, the most worrying first; each is a key of the room's words.
VERDICTS = ("concernee", "en_partie", "a_verifier", "ouvrage", "hors_zone")
# The words of the page, of its script, and of the script of another room that it takes.
WORDS, SCRIPT_WORDS = "ma-rue", ("ma-rue-script", "niveau-script", "garde-script")
# A language as these pages speak it.
spoken = partial(spoken_with, WORDS, SCRIPT_WORDS)
# The floods that people know, offered beside the slider of heights.
CRESTS = ("1910", "2016", "2018")
ADVICE = 3  # instructions shown here; the risk's page has them all
# The part of a street that a verdict is of, in words of the tables.
STRETCHES = "troncons"
NOTHING_RECORDED: Mapping[str, Sequence[Any]] = {}
# Risk → the case of its instructions that are for who lives inside its zone.
INSIDE: Mapping[str, str] = {"crue-seine": "En zone inondable"}


@dataclass(frozen=True)
class Zone:
    """A mapped zone as pages name it: its risk, the first instructions before it happens, the source that draws it.

    `gestes` are the instructions that fit each verdict of a street.
    """

    id: str
    risque: RiskLink
    conseils: tuple[str, ...]
    source: Source = field(repr=False)
    gestes: Mapping[str, tuple[ConsigneDeRisque, ...]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Shown:
    """What all pages of places show: zones, risks without a map, legend of the small maps, sources."""

    zones: tuple[Zone, ...]
    sans_carte: tuple[RiskLink, ...]
    legende: Mapping[str, Any] = field(repr=False)
    sources: Mapping[str, Source] = field(repr=False)
    urgences: tuple[Contact, ...] = ()


def pages(
    outputs: Mapping[str, bytes],
    register: Register,
    sources: Mapping[str, Source],
    templates: Mapping[str, str],
    contracts: Mapping[str, Mapping[str, str]],
    gestes: Mapping[str, Gesture],
    languages: Sequence[Spoken],
    recorded: Mapping[str, Sequence[Any]] = NOTHING_RECORDED,
) -> list[Page]:
    """« Ma rue », the index of places, 20 arrondissements and 80 quartiers, as `jobs` says."""
    every = jobs(outputs, register, sources, Templates(templates), contracts, gestes, languages, recorded)  # fmt: skip
    return [job.written() for job in every]


def jobs(
    outputs: Mapping[str, bytes],
    register: Register,
    sources: Mapping[str, Source],
    templates: Templates,
    contracts: Mapping[str, Mapping[str, str]],
    gestes: Mapping[str, Gesture],
    languages: Sequence[Spoken],
    recorded: Mapping[str, Sequence[Any]] = NOTHING_RECORDED,
) -> Iterator[PageJob]:
    """« Ma rue » in every language, French first; in French, the index of places, 20 arrondissements and 80 quartiers.

    `outputs` are those of `site_src.territoires.stage`; `templates` those of all rooms; `contracts`
    the prevention contracts by Insee code; `gestes` are those that instructions name; `recorded`, by Insee code of an
    arrondissement, what `site_src.delinquance.places` says of it.
    """
    territories = json.loads(outputs[TERRITORIES])
    zones = zones_of(register, sources)
    shown = Shown(
        tuple(zones),
        tuple(without_map(register, zones)),
        json.loads(outputs[LEGEND]),
        sources,
        register.urgences,
    )
    groups = {
        numero: list(group) for numero, group in groupby(territories, lambda item: item["numero"])
    }
    heads = {numero: group[0] for numero, group in groups.items()}
    names = {numero: [_named(item) for item in group] for numero, group in groups.items()}
    street = (names, shown, register.seine, _drawn_deeds(zones, gestes), templates.only("ma_rue.md.j2"))  # fmt: skip
    for one in languages:
        yield PageJob(_street(one.langue), "territoires", street_page, (*street, one))
    french, *_ = languages
    given = (
        {numero: [_brief(item) for item in group] for numero, group in groups.items()},
        shown,
        french,
    )
    yield PageJob(
        "mon-quartier", "territoires", index_page, (*given, templates.only("mon_quartier.md.j2"))
    )
    own = templates.only("territoire.md.j2")
    for item in territories:
        numero, image = item["numero"], outputs[f"rues/{item['code']}.svg"].decode()
        contract = contracts.get(heads[numero]["code"], {})
        place = (item, names[numero], shown, contract, tuple(recorded.get(item["code"], ())), image, french, own)  # fmt: skip
        yield PageJob(item["adresse"].rstrip("/"), "territoires", place_page, place)


def addresses(code: str) -> dict[str, str]:
    """Address of a French page of this room → that of its page in another language, where there is one."""
    return {f"{STREET}/": f"{code}/{STREETS_ELSEWHERE}/"}


def _street(langue: Langue) -> str:
    """Where « Ma rue » stands in a language, without the last stroke."""
    return STREET if langue.est_francais else f"{langue.code}/{STREETS_ELSEWHERE}"


def _drawn_deeds(zones: Iterable[Zone], gestes: Mapping[str, Gesture]) -> dict[str, str]:
    """The shapes of the gestures that the first deeds of all zones name."""
    every = (item for zone in zones for items in zone.gestes.values() for item in items)
    return {name: gesture.dessin for name, gesture in named_by(every, gestes).items()}


def _named(item: Mapping[str, Any]) -> dict[str, Any]:
    """Of a territory, what other pages name it by."""
    return {name: item[name] for name in ("niveau", "code", "numero", "libelle", "adresse")}


def _brief(item: Mapping[str, Any]) -> dict[str, Any]:
    """The same with the figures of its zones, without its streets and places."""
    zones = {
        zone: {name: value for name, value in figures.items() if name != "voies"}
        for zone, figures in item["zones"].items()
    }
    return {**_named(item), "zones": zones}


def _environment(shown: Shown, one: Spoken, templates: Templates) -> Environment:
    langue = one.langue
    filters: dict[str, Callable[..., Any]] = {
        **FILTERS,
        "dessin": _drawn,
        "geste": symbol,
        "jour": written_date,
        "ancre": slug,
        "part": share,
        "rang": partial(rank, one),
        "dit": langue.dit,
        "actions": langue.actions,
        "metres": langue.metres,
        "date": langue.date,
    }
    env = environment(templates, filters, f"territoires-{langue.code}")
    env.globals |= {
        "m": sayer(one.mots),
        "langue": langue,
        "ailleurs": one.ailleurs,
        "place": _place,
        "champ": partial(_field, langue),
        "mots_des_scripts": one.mots_des_scripts,
        "zones": shown.zones,
        "verdicts": VERDICTS,
        "sans_carte": shown.sans_carte,
        "legende": shown.legende,
        "sources": shown.sources,
        "urgences": shown.urgences,
    }
    return env


def _place(name: str) -> Markup:
    """Where the script writes what only it knows."""
    return Markup('<span id="prm-rue-{}"></span>').format(name)


def _field(langue: Langue, name: str) -> Markup:
    """Where the script writes a value of the street; what is words there is in French in every language."""
    said = Markup("") if langue.est_francais or name != STRETCHES else Markup(' lang="fr"')
    return Markup('<span data-champ="{}"{}></span>').format(name, said)


def zones_of(register: Register, sources: Mapping[str, Source]) -> list[Zone]:
    """The mapped zones whose risk the register has."""
    risks = {risque.id: risque for risque in register.risques}
    return [
        Zone(name, link_to(risks[risk]), advice(risks[risk]), sources[source], deeds(risks[risk]))
        for name, (risk, source) in ZONES.items()
        if risk in risks
    ]


def advice(risque: Risque) -> tuple[str, ...]:
    """The first instructions of the risk, before it happens, for everybody."""
    general = [item for item in risque.consignes.avant if item.cas is None]
    return tuple(item.texte for item in general[:ADVICE])


def deeds(risque: Risque) -> dict[str, tuple[ConsigneDeRisque, ...]]:
    """By verdict of a street, the first instructions of the register that fit it.

    Inside a zone those for who lives there come first, and nobody is told to look whether he does.
    """
    before = risque.consignes.avant
    general = [item for item in before if item.cas is None]
    inside = [item for item in before if item.cas and item.cas == INSIDE.get(risque.id)]
    told = [item for item in general if not item.asks_where]
    by_verdict = {"concernee": [*inside, *told], "en_partie": [*inside, *told], "hors_zone": told}
    return {verdict: tuple(by_verdict.get(verdict, general)[:ADVICE]) for verdict in VERDICTS}


def first_of_each_risk(zones: Sequence[Zone]) -> list[str]:
    """The zones, in their order, whose risk none before it has: two zones of one risk share its advice."""
    first: dict[str, str] = {}
    for zone in zones:
        first.setdefault(zone.risque.id, zone.id)
    return list(first.values())


def without_map(register: Register, zones: Sequence[Zone]) -> list[RiskLink]:
    """The risks of which no zone is drawn here, in the register's order."""
    drawn = {zone.risque.id for zone in zones}
    return [link_to(risque) for risque in register.risques if risque.id not in drawn]


def _drawn(svg: str) -> Markup:
    # SVG of maps.drawing.vignette: built from validated values, every text escaped there.
    return Markup(svg)  # noqa: S704


def street_page(
    groups: Mapping[int, list[dict[str, Any]]],
    shown: Shown,
    seine: Seine | None,
    dessins: Mapping[str, str],
    templates: Templates,
    one: Spoken,
) -> Page:
    """« Ma rue »: a street typed or a position, what the maps say of it, what a height of the Seine (`seine`) stops.

    `dessins`: the shapes of the gestures that deeds name.
    """
    path = f"{_street(one.langue)}/index.md"
    crests = [crue for crue in seine.crues if crue.debut[:4] in CRESTS] if seine else []
    return Page(
        path=path,
        titre=one.mots["titre"],
        titre_court=one.mots["titre_court"],
        description=one.mots["description"],
        body=_environment(shown, one, templates)
        .get_template("ma_rue.md.j2")
        .render(
            root=root_of(path),
            groups=groups,
            voies=shown.sources["voies"],
            seine=seine,
            crues=crests,
            dessins=symbols(dessins),
            dessines=dessins,
        ),
        source=SOURCE,
        section="cartes" if one.langue.est_francais else one.langue.code,
        rank=-2 if one.langue.est_francais else 1,
        langue=one.langue.code,
        originale=None if one.langue.est_francais else f"{STREET}/",
    )


def index_page(
    groups: Mapping[int, list[dict[str, Any]]], shown: Shown, french: Spoken, templates: Templates
) -> Page:
    """The arrondissements and their quartiers, with the share of each zone."""
    path = "mon-quartier/index.md"
    return Page(
        path=path,
        titre="Mon quartier : les risques dans chaque arrondissement",
        titre_court="Mon quartier",
        description="Les vingt arrondissements et les quatre-vingts quartiers de Paris : zones inondables, anciennes carrières, habitants et rues concernés.",
        body=_environment(shown, french, templates)
        .get_template("mon_quartier.md.j2")
        .render(root=root_of(path), groups=groups),
        source=SOURCE,
        section="cartes",
        proche=NEAREST,
        rank=-1,
    )


def place_page(
    item: Mapping[str, Any],
    group: Sequence[Mapping[str, Any]],
    shown: Shown,
    contract: Mapping[str, str],
    recorded: Sequence[Any],
    image: str,
    french: Spoken,
    templates: Templates,
) -> Page:
    """One arrondissement or quartier; `group` names its arrondissement, then the quartiers of that."""
    address = item["adresse"]
    is_quartier = item["niveau"] == "quartier"
    path = f"{address.removesuffix('/')}.md" if is_quartier else f"{address}index.md"
    name = typographie(item["libelle"])
    title = f"Quartier {name}, {group[0]['libelle']}" if is_quartier else name
    worst_first = sorted(shown.zones, key=lambda zone: -item["zones"][zone.id]["part_pct"])
    body = (
        _environment(shown, french, templates)
        .get_template("territoire.md.j2")
        .render(
            root=root_of(path),
            lieu=item,
            arrondissement=group[0],
            quartiers=group[1:],
            ordre=[(zone, item["zones"][zone.id]) for zone in worst_first],
            conseillees=first_of_each_risk(worst_first),
            contrat=contract,
            delinquance=recorded,
            image=image,
        )
    )
    return Page(
        path=path,
        titre=f"Risques : {title}",
        titre_court=name,
        description=f"{title} : zones inondables et d’anciennes carrières, habitants et rues concernés, carte, et que faire.",
        body=body,
        source=SOURCE,
        fil=_trail(group[0], rank(french, item["numero"]), is_quartier=is_quartier),
        proche=NEAREST,
    )


def _trail(
    arrondissement: Mapping[str, Any], numero: str, *, is_quartier: bool
) -> tuple[tuple[str, str], ...]:
    """Mon quartier › 13e: the pages above a place's."""
    above = (("Mon quartier", "mon-quartier/"),)
    return (*above, (numero, arrondissement["adresse"])) if is_quartier else above


def rank(one: Spoken, numero: int) -> str:
    """1er, 2e; 1st, 2nd: by the rules of CLDR, as the script does."""
    return ranked(one.mots_des_scripts, one.langue.code, numero)
