"""The assembler: records and results of every kind → pages as Markdown, each a unit of work."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from opendata.findings import Finding, FindingsError
from opendata.records.dataset import Dataset
from opendata.tranquillite.audit_outcome import ReleaseAudit
from opendata.tranquillite.divulgation import Divulgation
from site_src.accessibilite import pages as accessibilite
from site_src.accessibilite.records import Preuves
from site_src.accessibilite.rgesn import Rgesn
from site_src.alertes.places import ARCHIVE, FEED, INDEX, NOW
from site_src.barometre import pages as barometre
from site_src.barometre.quarters import Recent
from site_src.cartes import pages as cartes
from site_src.cartes import translated as cartes_traduites
from site_src.crues import pages as crues
from site_src.direct import english_page
from site_src.direct import pages as direct
from site_src.direct.published import Moment
from site_src.documents import pages as documents
from site_src.donnees import pages as donnees
from site_src.donnees import translated as data_in_languages
from site_src.dossiers import pages as dossiers
from site_src.dossiers.collection import Collection
from site_src.dossiers.translated import addresses
from site_src.dossiers.translations import Translations
from site_src.engine.stages import Inputs
from site_src.engine.store import Outputs
from site_src.engine.tree import below
from site_src.engine.units import Unit
from site_src.frame import identity, navigation, readability, site_map, written_pages
from site_src.frame.identity import Identite
from site_src.frame.languages import published
from site_src.frame.page import Page, PageJob
from site_src.frame.rendering import templates_of
from site_src.frame.search_words import absent_pages
from site_src.frame.typography import typographie
from site_src.hors_ligne import pages as hors_ligne
from site_src.hors_ligne.records import Choice
from site_src.protection import pages as protection
from site_src.protection.attacked import Demonstration
from site_src.publishing.markdown import markdown
from site_src.risques import pages as risques
from site_src.risques import tables
from site_src.risques.border import Chosen, Register
from site_src.territoires import pages as territoires

# Where each row of the dataset of alerts is told.
ALERTS_TOLD = (
    ("Les alertes en cours", NOW),
    ("Les alertes passées", ARCHIVE),
    ("Le flux Atom, une entrée par message", FEED),
    ("Les messages CAP 1.2", INDEX),
)
MARKDOWN, HEADS, PAGES = "docs/", "pages/", "pages.json"


@dataclass(frozen=True)
class Head:
    """What is known of a page once it is written: all but its text, and how hard that is to read."""

    page: Page
    readability: readability.Readability | None


def run(inputs: Inputs) -> Outputs:
    """The stage: `docs/**.md`, what is known of all pages (`PAGES`), the report on readability. Raises `FindingsError`."""
    site = _identity(inputs)
    made = inputs.work.each(map(_unit, _jobs(inputs, site)))
    others = [head.page for head in _heads(made.values())]
    written = inputs.work.each(map(_unit, _by_hand(inputs, site, others)))
    every = [*written.values(), *made.values()]
    heads = list(_heads(every))
    pages = [head.page for head in heads]
    measured = [(head.page, head.readability) for head in heads]
    faults = [
        *navigation.faults(pages, inputs.record("langues", dict)),
        *readability.faults(measured),
        *readability.long_pages(measured),
        *absent_pages(inputs.record("recherche", tuple), {page.address for page in pages}),
    ]
    if faults:
        raise FindingsError(faults)
    report = readability.report(measured)
    return inputs.work.join(
        [
            {readability.REPORT: "".join(f"{line}\n" for line in report).encode()},
            {PAGES: json.dumps([asdict(page) for page in pages], ensure_ascii=False).encode()},
            *(files.some(path for path in files if path.startswith(MARKDOWN)) for files in every),
        ]
    )


def _identity(inputs: Inputs) -> Identite:
    findings: list[Finding] = []
    found = identity.identity_at(inputs.record("identite", Identite), inputs.options, findings)
    if found is None:
        raise FindingsError(findings)
    return found


def pages_of(outputs: Outputs) -> list[Page]:
    """All pages without their text, as the stage left them."""
    return [_page(values) for values in json.loads(outputs[PAGES])]


def _page(values: Mapping[str, Any]) -> Page:
    pairs = {name: tuple(map(tuple, values[name])) for name in ("fil", "flux")}
    return Page(**{**values, **pairs})


def _heads(every: Iterable[Outputs]) -> Iterator[Head]:
    for files in every:
        for path in files:
            if path.startswith(HEADS):
                yield _head(json.loads(files[path]))


def _head(values: Mapping[str, Any]) -> Head:
    """What `page_files` wrote."""
    counts = values["readability"]
    return Head(_page(values["page"]), counts and readability.Readability(**counts))


def page_files(build: Callable[..., Page], *given: object) -> dict[str, bytes]:
    """The page that `build` makes of what is given: its Markdown, and what else is known of it."""
    page = build(*given)
    counts = readability.of_page(page)
    head = {"page": {**asdict(page), "body": ""}, "readability": counts and asdict(counts)}
    return {
        f"{HEADS}{page.path}.json": json.dumps(head, ensure_ascii=False).encode(),
        f"{MARKDOWN}{page.path}": markdown(page),
    }


def _unit(job: PageJob) -> Unit:
    return Unit(job.name, page_files, (job.build, *job.given), group=job.room)


def _jobs(inputs: Inputs, site: Identite) -> Iterator[PageJob]:
    """Every page that is made from records, in the order of their rooms."""
    templates, outputs = templates_of(inputs.files, inputs.work.memo), inputs.outputs
    packages, maps = outputs["packages"], outputs["maps"]
    register = inputs.record("register", Register)
    collection = inputs.record("collection", Collection)
    languages = inputs.record("langues", dict)
    translations: Mapping[str, Translations] = inputs.record("translations", dict)
    late = {tables.ID} if inputs.record("late_tables", tuple) else set()
    drawings, gestures = inputs.record("pictogrammes", dict), inputs.record("gestes", dict)
    english = translations.get("en")
    there = addresses(english, collection.entries) if english else {}
    printed = documents.translated(published(languages).values(), outputs["traductions"])
    yield from risques.jobs(register, templates, there, drawings, gestures)
    yield from dossiers.jobs(collection, languages, translations, templates, drawings, gestures)
    yield from crues.jobs(register, packages, templates, [
        crues.spoken(one, *_spoken(code, translations, collection))
        for code, one in published(languages).items()
    ])  # fmt: skip
    now = inputs.record("direct", Moment)
    yield from direct.jobs(now, register, templates)
    if english and languages["en"].is_published:
        yield from english_page.jobs(now, register, english.phrases, there, templates)
    yield from documents.jobs(register, outputs["documents"], templates, printed)
    yield from cartes.jobs(maps, templates, site.adresse)
    for code in published(languages):
        if code in translations:
            yield from cartes_traduites.jobs(
                maps,
                languages,
                code,
                *_spoken(code, translations, collection),
                templates,
                frozenset(outputs["cartes_traduites"]),
            )
    yield from territoires.jobs(
        outputs["rues"], register, inputs.record("sources", dict), templates,
        inputs.record("contracts", dict), gestures, [
            territoires.spoken(one, *_spoken(code, translations, collection))
            for code, one in published(languages).items()
        ], inputs.record("recorded", dict),
    )  # fmt: skip
    yield from donnees.jobs(
        inputs.record("declarations", dict),
        packages,
        templates,
        site,
        late,
        cartes.drawn_from(maps),
        {"alertes": (inputs.record("alert_table", Dataset), ALERTS_TOLD)},
        barometre.links(inputs.record("declarations", dict).get(barometre.DATASET)),
        outputs["moteur_sql"],
    )
    yield from barometre.jobs(
        inputs.record("declarations", dict).get(barometre.DATASET), inputs.record("quarters", Recent),
        inputs.record("released", ReleaseAudit), templates,
    )  # fmt: skip
    yield from data_in_languages.jobs(
        languages, inputs.record("jeux_traduits", dict),
        {**inputs.record("declarations", dict), "alertes": inputs.record("alert_table", Dataset)}, packages, templates,
    )  # fmt: skip
    yield from protection.jobs(
        inputs.record("protection", Demonstration), inputs.record("decided", Divulgation),
        inputs.record("released", ReleaseAudit), templates,
    )  # fmt: skip
    yield from hors_ligne.jobs(inputs.record("hors_ligne", Choice), templates)
    evidence, criteria = inputs.record("preuves", Preuves), inputs.record("rgesn", Rgesn)
    yield from accessibilite.jobs(evidence, criteria, site, templates)


def _calls(register: Register, read: Translations) -> list[site_map.Call]:
    """The emergency numbers, with the names that a language has for whom they reach."""
    found = [(contact, read.phrases.get(contact.nom)) for contact in register.urgences]
    return [
        site_map.Call(contact.numero, contact.lien, said or typographie(contact.nom), "" if said else "fr")
        for contact, said in found
    ]  # fmt: skip


def _spoken(
    code: str, translations: Mapping[str, Translations], collection: Collection
) -> tuple[Mapping[str, str], dict[str, str]]:
    """French sentence → that language, and address of a French page → its page there; nothing of French."""
    read = translations.get(code)
    if read is None:
        return {}, {}
    pages = {
        **territoires.addresses(code),
        **crues.addresses(code),
        **english_page.addresses(code),
        **cartes_traduites.addresses(code),
    }
    return read.phrases, addresses(read, collection.entries) | pages


def _choice(inputs: Inputs, register: Register) -> str:
    """Why the file for a crisis has the risks that it has."""
    names = {risque.id: risque.titre_court for risque in register.risques}
    return typographie(inputs.record("crise", Chosen).reason("fr", names))


def _by_hand(inputs: Inputs, site: Identite, others: Sequence[Page]) -> Iterator[PageJob]:
    """The pages that are written by hand: they may list all the others."""
    register, drawings = inputs.record("register", Register), inputs.record("pictogrammes", dict)
    context = {
        "identite": site,
        "sources": list(inputs.record("sources", dict).values()),
        "pictogrammes": drawings,
        "gestes": inputs.record("gestes", dict),
        "choix": _choice(inputs, register),
        "familles": risques.by_family(register.familles, risques.summaries_of(register, drawings)),
    }
    texts = below(inputs.files, written_pages.FOLDER)
    findings: list[Finding] = []
    languages = inputs.record("langues", dict)
    yield from written_pages.jobs(texts, context, others, languages, findings)
    translations: Mapping[str, Translations] = inputs.record("translations", dict)
    calls = {code: _calls(register, read) for code, read in translations.items()}
    printed = documents.translated(published(languages).values(), inputs.outputs["traductions"])
    yield from site_map.jobs(others, languages, calls, printed)
    if findings:
        raise FindingsError(findings)
