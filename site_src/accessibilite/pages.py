"""The pages: the accessibility statement in its legal form, in English too, and the criteria of eco-design."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import groupby

from babel.dates import format_date

from site_src.accessibilite import rgesn, states
from site_src.accessibilite.records import RESULTATS, Preuves
from site_src.accessibilite.rgesn import RGESN, Rgesn
from site_src.frame.identity import Identite, or_to_complete
from site_src.frame.page import Page, PageJob, root_of
from site_src.frame.rendering import Templates, environment
from site_src.frame.typography import capital, number

STATEMENT, IN_ENGLISH, ECO_DESIGN = "accessibilite.md", "en/accessibility.md", "ecoconception.md"
# The legal states, in English.
STATES = {
    "non conforme": "not compliant",
    "partiellement conforme": "partially compliant",
    "totalement conforme": "fully compliant",
}


def jobs(evidence: Preuves, criteria: Rgesn, site: Identite, templates: Templates) -> Iterator[PageJob]:  # fmt: skip
    """The three pages."""
    yield PageJob(
        "accessibilite",
        "accessibilite",
        statement,
        (evidence, site, templates.only("accessibilite.md.j2")),
    )
    yield PageJob(
        "accessibilite/en",
        "accessibilite",
        in_english,
        (evidence, site, templates.only("accessibility.md.j2")),
    )
    yield PageJob("ecoconception", "accessibilite", eco_design, (evidence, criteria, templates.only("ecoconception.md.j2")))  # fmt: skip


def statement(evidence: Preuves, site: Identite, templates: Templates) -> Page:
    """/accessibilite/: what was tested and how, what fails, what needs a person."""
    return Page(
        path=STATEMENT,
        titre="Déclaration d’accessibilité",
        titre_court="Accessibilité",
        description="L’état de conformité du site, ce qui a été contrôlé et comment, ce qui échoue, ce qui demande une personne, et à qui s’adresser.",
        body=_rendered("accessibilite.md.j2", STATEMENT, templates, _context(evidence, site)),
        source=RESULTATS,
        section="projet",
        rank=41,
    )


def in_english(evidence: Preuves, site: Identite, templates: Templates) -> Page:
    """/en/accessibility/: the same statement; the criteria themselves are in French."""
    context = {**_context(evidence, site), "etat": STATES[evidence.declaration.etat]}
    return Page(
        path=IN_ENGLISH,
        titre="Accessibility statement",
        titre_court="Accessibility",
        description="Whether the site complies, what was checked and how, what fails, what needs a person, and whom to ask.",
        body=_rendered("accessibility.md.j2", IN_ENGLISH, templates, context),
        source=RESULTATS,
        section="en",
        rank=90,
        langue="en",
        originale="accessibilite/",
    )


def eco_design(evidence: Preuves, criteria: Rgesn, templates: Templates) -> Page:
    """/ecoconception/: what was measured of each criterion, without a score."""
    found = rgesn.states(criteria.criteres, evidence.resultats)
    families = {
        criteria.familles[number]: list(chosen)
        for number, chosen in groupby(criteria.criteres, lambda one: one.groupe)
    }
    context = {
        "resultats": evidence.resultats,
        "poids": sorted(evidence.resultats.poids, key=lambda one: -one.octets),
        "ensemble": rgesn.weighed(evidence.resultats.poids),
        "sortes": {one.id: one for one in evidence.sortes},
        "familles": families,
        "etats": found,
        "comptes": states.counted(found.values()),
        "nombre_criteres": rgesn.CRITERIA,
        "controles": {one.id: one.nom for one in evidence.rgaa.controles}
        | {"poids": "Poids", "tiers": "Requêtes à des tiers", "polices": "Polices"},
    }
    return Page(
        path=ECO_DESIGN,
        titre="Écoconception",
        description="Les critères du référentiel général d’écoconception (RGESN) : ce qu’une mesure dit de chacun, ce qui demande une personne, sans note.",
        body=_rendered("ecoconception.md.j2", ECO_DESIGN, templates, context),
        source=RGESN,
        section="projet",
        rank=42,
    )


def _context(evidence: Preuves, site: Identite) -> dict[str, object]:
    results, described = evidence.resultats, {one.id: one for one in evidence.rgaa.controles}
    found = states.states(evidence)
    themes = {
        evidence.rgaa.themes[number]: list(chosen)
        for number, chosen in groupby(evidence.rgaa.criteres, lambda one: one.groupe)
    }
    kinds = {one.id: one for one in evidence.sortes}
    return {
        "site": site,
        "declaration": evidence.declaration,
        "etat": evidence.declaration.etat,
        "resultats": results,
        "controles": described,
        "echecs": [
            (described[one.id], echec)
            for one in results.controles
            if one.id in described
            for echec in one.echecs
        ],
        "pages": [kinds[name] for name in results.sortes if name in kinds],
        "sortes": kinds,
        "themes": themes,
        "etats": found,
        "comptes": states.counted(found.values()),
    }


def _rendered(name: str, path: str, templates: Templates, context: Mapping[str, object]) -> str:
    words: Mapping[str, Callable[..., str]] = {
        "complete": or_to_complete,
        "ko": _kilobytes,
        "day": _english_day,
        "capital": capital,
    }
    env = environment(templates, words, "accessibilite")
    return env.get_template(name).render(root=root_of(path), **context)


def _kilobytes(octets: int) -> str:
    """A weight in French, in kilobytes of 1,000 bytes: 84,1 ko."""
    return f"{number(octets / 1000, 1)} ko"


def _english_day(day: date) -> str:
    """A day in English: 28 November 2026."""
    return format_date(day, "d MMMM y", locale="en_GB")
