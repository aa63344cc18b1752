"""The statement in its legal form, made from results: it claims nothing that they do not hold."""

from __future__ import annotations

from html import unescape

from opendata.findings import Finding
from site_src.accessibilite import pages
from site_src.accessibilite.records import DECLARATION, RESULTATS
from site_src.accessibilite.rgesn import read_rgesn
from site_src.frame.identity import Identite
from site_src.frame.page import Page
from site_src.frame.rendering import templates_of
from tests.builds import committed
from tests.site_src.accessibilite.cases import RESULTS, evidence, files

UNKNOWN = {"titre": "Essai", "titre_court": "Essai", "description": "?", "dicrim": {"adopte": False}}  # fmt: skip
FAILED = RESULTS.replace("id: axe, pages: 2, echecs: []", "id: axe, pages: 2, echecs: [{sorte: accueil, quoi: un bouton sans nom}]")  # fmt: skip
FORM = (
    "## État de conformité",
    "### Résultats des tests",
    "## Contenus non accessibles",
    "### Non-conformités",
    "### Dérogations pour charge disproportionnée",
    "### Contenus non soumis à l’obligation d’accessibilité",
    "## Établissement de cette déclaration",
    "### Technologies utilisées",
    "### Environnement de test",
    "### Outils utilisés",
    "### Pages du site ayant fait l’objet de la vérification",
    "## Retour d’information et contact",
    "## Voies de recours",
)


def made(changes: dict[str, str] | None = None, **known: str) -> dict[str, Page]:
    found: list[Finding] = []
    read = evidence(changes)
    criteria = read_rgesn(files(), (one.id for one in read.rgaa.controles), found)
    assert criteria is not None
    site = Identite.model_validate({**UNKNOWN, **known})
    templates = templates_of(committed("site_src/accessibilite/templates/*"))
    return {job.name: job.written() for job in pages.jobs(read, criteria, site, templates)}


def text(name: str, changes: dict[str, str] | None = None, **known: str) -> str:
    return unescape(made(changes, **known)[name].body).replace("\N{NO-BREAK SPACE}", " ")


def test_the_statement_has_every_part_of_the_legal_form_in_its_order() -> None:
    body = text("accessibilite")
    places = [body.find(part) for part in FORM]
    assert -1 not in places
    assert places == sorted(places)


def test_without_an_audit_the_site_is_said_non_conforme_and_no_rate_is_claimed() -> None:
    body = text("accessibilite")
    assert "Ce site est **non conforme**" in body
    assert "Aucun audit de conformité n’a été fait." in body
    assert "Aucun taux n’est annoncé." in body
    assert "% des critères" not in body
    assert "**not compliant**" in text("accessibilite/en")


def test_an_audit_is_told_with_who_made_it() -> None:
    audit = files()[DECLARATION].decode().replace(
        "\naudit:\n", "\naudit: {date: 2026-01-02, realise_par: Une équipe, respectes: 45, applicables: 60}\n"
    )  # fmt: skip
    body = text("accessibilite", {DECLARATION: audit})
    assert "Ce site est **partiellement conforme**" in body
    assert "2 janvier 2026, par Une équipe : 45 critères respectés sur 60 applicables." in body


def test_what_fails_is_listed_with_its_page() -> None:
    body = text("accessibilite", {RESULTATS: FAILED})
    assert "<li>axe-core, Accueil : un bouton sans nom</li>" in body
    assert "aucun échec. Cela" not in body


def test_who_is_not_known_is_to_be_completed_and_never_invented() -> None:
    unknown, known = text("accessibilite"), text("accessibilite", editeur="La Ville", courriel="a@b.fr")  # fmt: skip
    assert "Engagement de l’éditeur (à compléter)" in unknown
    assert "Courriel : à compléter" in unknown
    assert "La Ville s’engage à rendre ce site accessible" in known
    assert "mailto:a@b.fr" in known


def test_the_pages_that_were_opened_are_named() -> None:
    body = text("accessibilite")
    assert "<li>Accueil (/)</li>" in body  # no link: a page may be gone since it was opened
    assert "<li>Perdue</li>" in body


def test_every_criterion_is_told_one_by_one() -> None:
    assert text("accessibilite").partition("{ #criteres }")[2].count("<li><strong>") == 106
    assert text("ecoconception").partition("un par un")[2].count("<li><strong>") == 78


def test_what_pages_weigh_is_said_with_its_day_and_no_score() -> None:
    body = text("ecoconception")
    assert "Le 31 janvier 2026" in body
    assert "Page la plus lourde : 84,1 ko (Accueil)" in body
    assert "Requêtes vers un autre hôte : aucune" in body
    assert "Elle ne donne pas de note" in body
