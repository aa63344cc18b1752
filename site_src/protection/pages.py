"""The page about protection, and the note that a data-protection officer can take up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from opendata.tranquillite.audit_outcome import ReleaseAudit
from opendata.tranquillite.divulgation import CHEMIN as DIVULGATION
from opendata.tranquillite.divulgation import Divulgation
from site_src.frame.page import Page, PageJob
from site_src.frame.rendering import Templates, environment
from site_src.frame.typography import long_date, number
from site_src.protection.attacked import Demonstration
from site_src.protection.decisions import ADRESSE, CHEMIN, TITRE

A_COMPLETER = "à compléter par le service"
UNSIGNED = "à compléter"  # what divulgation.yaml says while nobody has signed


def pages(
    demonstration: Demonstration,
    decided: Divulgation,
    audit: ReleaseAudit,
    templates: Mapping[str, str],
) -> list[Page]:
    """The page and the note, as `jobs` says."""
    return [job.written() for job in jobs(demonstration, decided, audit, Templates(templates))]


def jobs(
    demonstration: Demonstration, decided: Divulgation, audit: ReleaseAudit, templates: Templates
) -> Iterator[PageJob]:
    """The page and the note: what is said of protection, the decisions, the attack of the release."""
    for name, build, template in (
        ("protection", method_page, "protection.md.j2"),
        ("protection/note", note_page, "protection_note.md.j2"),
    ):
        given = (demonstration, decided, audit, templates.only(template))
        yield PageJob(name, "protection", build, given)


def _body(
    template: str,
    demonstration: Demonstration,
    decided: Divulgation,
    audit: ReleaseAudit,
    templates: Templates,
) -> str:
    env = environment(templates, {"dit": _or_to_complete, "jour": long_date}, "protection")
    return env.get_template(template).render(_context(demonstration, decided, audit))


def method_page(
    demonstration: Demonstration, decided: Divulgation, audit: ReleaseAudit, templates: Templates
) -> Page:
    """The method, and an example to attack."""
    return Page(
        path=f"{ADRESSE.rstrip('/')}.md",
        titre=TITRE,
        titre_court="Protection des données",
        description="Comment de petits nombres sont masqués et vérifiés avant publication, un exemple à attaquer soi-même, ce qui est garanti et ce qui ne l’est pas.",
        body=_body("protection.md.j2", demonstration, decided, audit, templates),
        source=CHEMIN,
        section="donnees",
        rank=90,
    )


def note_page(
    demonstration: Demonstration, decided: Divulgation, audit: ReleaseAudit, templates: Templates
) -> Page:
    """The note for an impact assessment."""
    return Page(
        path=f"{ADRESSE}note-aipd.md",
        titre="Note pour l’analyse d’impact (AIPD)",
        titre_court="Note pour l’AIPD",
        description="La protection des données de tranquillité publique : finalités, données, étapes, risques, mesures et risques résiduels, à reprendre dans une analyse d’impact.",
        body=_body("protection_note.md.j2", demonstration, decided, audit, templates),
        source=CHEMIN,
        section="donnees",
        rank=91,
    )


def _context(
    demonstration: Demonstration, decided: Divulgation, outcome: ReleaseAudit
) -> dict[str, object]:
    # Loaded for these two pages alone: they come with the confidential side's own tools.
    from opendata.tranquillite.espri import COLUMNS
    from opendata.tranquillite.release_tables import TABLES

    regles = decided.regles
    return {
        "protection": demonstration.protection,
        "decide": decided,
        "signataire": "" if decided.decide_par == UNSIGNED else decided.decide_par,
        "mal": demonstration.mal,
        "bien": demonstration.bien,
        "diffusion": outcome,
        "parts": {"cases": share(*outcome.cells), "faits": share(*outcome.facts)},
        "regles": (
            (_small(*decided.hidden_counts), regles.petit_effectif),
            (f"Un nombre venu de moins de {regles.contributeurs.minimum} équipements différents.", regles.contributeurs),
            (f"Un nombre dont un seul équipement fait plus de {100 * regles.dominance.part:g} %.", regles.dominance),
        ),
        "titre": TITRE,
        "chemins": (DIVULGATION, CHEMIN),
        "colonnes": COLUMNS,
        "tableaux": TABLES,
    }  # fmt: skip


def _or_to_complete(value: str) -> str:
    return value or A_COMPLETER


def _small(lowest: int, highest: int) -> str:
    return f"Un nombre de {lowest} à {highest}."


def share(part: int, whole: int) -> str:
    """A part of a whole in French: 73,7 %."""
    return f"{number(100 * part / whole, 1)} %" if whole else "sans objet"
