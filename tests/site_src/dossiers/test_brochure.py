"""What the City's brochure of 2016 says of prevention, crises and their organisation: each point leads to a page and a record."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pytest

from site_src.dossiers.collection import Collection
from site_src.dossiers.quoted_datasets import key_of
from site_src.dossiers.rows_told import Told, told
from site_src.risques.rules import walk
from tests.site_src.dossiers.cases import own_files, sound

BROCHURE = "dpsp-2016"
CPPS, ARRONDISSEMENTS, REOFFENDING = "prevention/cpps/", "prevention/contrats-arrondissement/", "prevention/recidive/"  # fmt: skip
OBSERVATORY, ORGANISATION, WATCH = "prevention/observatoire/", "prevention/circonscriptions/", "organisation/centre-de-veille/"  # fmt: skip


@dataclass(frozen=True)
class Point:
    """A point of the brochure in our words; `mots` are in the statement of the page, `ligne` is the row that it tells.

    With a row, the row is the record; without one, it is the statement, whose source is the brochure.
    """

    dit: str
    page: str
    mots: str = ""
    ligne: str = ""


POINTS = (
    # Prevention of delinquency.
    Point("l'État et la Ville conduisent la prévention à deux, avec la justice", "prevention/", "autorité judiciaire"),
    Point("une direction de la Ville pilote ses politiques", "prevention/", "pilote les politiques"),
    Point("elle pilote le contrat parisien", "prevention/", "contrat parisien de prévention"),
    Point("elle pilote les contrats locaux", "prevention/", "contrats d'arrondissement"),
    Point("elle prévient la radicalisation", "prevention/radicalisation/", "prévention de la radicalisation"),
    Point("elle lutte contre la récidive", "prevention/", "lutte contre la récidive"),
    Point("elle veille à la tranquillité publique", "prevention/", ligne="prevention.dispositifs.tranquillite-publique"),
    Point("elle aide les victimes", "prevention/", ligne="prevention.dispositifs.aide-aux-victimes"),
    Point("elle s'occupe des jeunes", "prevention/", ligne="prevention.dispositifs.delinquance-des-jeunes"),
    Point("elle pilote les activités des vacances", "prevention/", ligne="prevention.dispositifs.ville-vie-vacances"),
    Point("les activités des vacances ont leur page", "prevention/jeunes/", "Ville Vie Vacances"),
    Point("l'aide aux victimes a sa page", "prevention/victimes/", "aide aux victimes"),
    # The contract of Paris.
    Point("premier contrat en 2000, modifié, puis renouvelé", CPPS, "signé pour la première fois en 2000"),
    *(
        Point(f"partenaire du contrat : {nom}", CPPS, ligne=f"prevention.partenaires.contrat_2015.{nom}")
        for nom in ("ville-de-paris", "prefecture-de-police", "parquet-de-paris", "education-nationale", "prefecture-de-paris", "associations")
    ),
    *(Point(f"axe {rang}", CPPS, ligne=f"prevention.axes.cpps-2015.{rang}") for rang in (1, 2, 3)),
    Point("le nombre de fiches", CPPS, ligne="prevention.comptes.fiches-actions-2016"),
    Point("le nombre de fiches d'avant", CPPS, ligne="prevention.comptes.fiches-actions-precedent"),
    Point("le nombre de nouveautés", CPPS, ligne="prevention.comptes.nouveaux-dispositifs-2016"),
    Point("nouveauté : la récidive", CPPS, ligne="prevention.dispositifs.prevention-recidive"),
    Point("nouveauté : les familles à la rue", CPPS, ligne="prevention.dispositifs.mise-a-l-abri-familles"),
    Point("les familles à la rue ont leur page", "prevention/familles/", "familles vivant à la rue"),
    Point("nouveauté : la radicalisation", CPPS, ligne="prevention.dispositifs.prevention-radicalisation"),
    # The contracts of arrondissements.
    Point("vingt contrats sur le même modèle", ARRONDISSEMENTS, ligne="prevention.comptes.contrats-arrondissement-2016"),
    *(
        Point(f"écrit avec : {nom}", ARRONDISSEMENTS, ligne=f"prevention.partenaires.contrat_arrondissement.{nom}")
        for nom in ("maires-d-arrondissement", "services-de-la-ville", "prefecture-de-police", "prefecture-de-paris", "parquet", "rectorat")
    ),
    Point("un coordonnateur les suit dans chaque circonscription", ARRONDISSEMENTS, "coordonnateur des partenariats"),
    # Reoffending.
    Point("la récidive est un axe principal", REOFFENDING, "axe principal"),
    Point("un projet : école, formation, emploi", REOFFENDING, "projet de réinsertion"),
    Point("accueils en travail d'intérêt général", REOFFENDING, ligne="contrats-indicateurs.indicateurs.tig-accueillis-2015"),
    Point("un chantier pour qui sort de prison", REOFFENDING, "chantier d'insertion"),
    Point("des postes en prison", REOFFENDING, ligne="contrats-indicateurs.indicateurs.coordonnateurs-justice"),
    Point("un suivi renforcé contre le trafic", REOFFENDING, "trafic de drogue"),
    Point("une thèse sur la sortie de la délinquance", REOFFENDING, "désistance"),
    # Watching.
    Point("une veille de jour et de nuit", WATCH, "jour et nuit"),
    Point("elle dépend de l'état-major", WATCH, "état-major"),
    *(
        Point(f"la veille est informée par {nom}", WATCH, nom)
        for nom in ("Préfecture de police", "pompiers de Paris", "les élus", "agents de la Ville", "GPIS", "vidéoprotection", "alarmes")
    ),
    *(
        Point(f"la veille suit {nom}", WATCH, nom)
        for nom in ("plan de sauvegarde", "agressions", "menaces", "relogement")
    ),
    Point("elle prévient selon la gravité", WATCH, "la gravité et l'urgence"),
    Point("elle déclenche des interventions", WATCH, "déclencher une intervention"),
    Point("elle fait le lien après un incendie", WATCH, "mairie d'arrondissement et les services sociaux"),
    Point("elle coordonne les astreintes", WATCH, "astreintes"),
    Point("ESPRI recueille depuis 2006", OBSERVATORY, "Depuis 2006"),
    Point("l'observatoire de 2006 est une ligne", OBSERVATORY, ligne="prevention.observatoires.espri-2006"),
    Point("un agent remplit une fiche", OBSERVATORY, "noté sur une fiche"),
    Point("l'observatoire analyse", OBSERVATORY, "analyse ces fiches"),
    Point("un résumé chaque semaine", OBSERVATORY, "Chaque semaine"),
    Point("des synthèses aux directions", OBSERVATORY, "synthèses"),
    Point("études de sûreté et audits", "prevention/situationnelle/", "études de sûreté"),
    # Organisation.
    Point("dix circonscriptions", ORGANISATION, ligne="prevention.comptes.circonscriptions-2016"),
    Point("au lieu de six", ORGANISATION, ligne="prevention.comptes.circonscriptions-precedent"),
    Point("elles dépendent du directeur adjoint", ORGANISATION, "Directeur adjoint"),
    Point("des services centraux", ORGANISATION, "Services centraux"),
    # Crises.
    Point("le Préfet de police conduit la réponse", "organisation/", "Conduit la réponse"),
    Point("un service prépare la réponse des services municipaux", "organisation/", "service de gestion de crise"),
    Point("il tient le plan et le document à jour", "organisation/", "DICRIM"),
    Point("le plan est révisé en 2015", "organisation/plan-de-sauvegarde/", "révisé en 2015"),
    Point("chaque direction a son plan de continuité", "organisation/plan-de-sauvegarde/", "plan de continuité"),
    Point("des exercices avec la zone de défense et les réseaux", "organisation/exercices/", "opérateurs de réseaux"),
    Point("cet exercice est une ligne", "organisation/exercices/", ligne="exercices.exercices.crue-exceptionnelle"),
    *(
        Point(f"un moyen : {nom}", "organisation/moyens-de-crise/", nom)
        for nom in ("cellule de crise", "unité mobile", "véhicule de prestations")
    ),
    Point("juin 2016 éprouve la cellule", "organisation/juin-2016/", "cellule centrale de crise"),
)  # fmt: skip


@cache
def collection() -> Collection:
    return sound(own_files())[0]


@cache
def statements(page: str) -> tuple[frozenset[Told], tuple[str, ...]]:
    """The rows that a page tells, and its statements whose source is the brochure."""
    (record,) = [entry.record for entry in collection().entries if entry.adresse == page]
    said: list[str] = []
    for _, item in walk(record):
        if getattr(item, "source", None) == BROCHURE:
            said += [getattr(item, "texte", ""), *getattr(item, "elements", ())]
            said += [getattr(below, "nom", "") for _, below in walk(item)]
    return told([record]), tuple(said)


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.dit)
def test_a_point_of_the_brochure_leads_to_a_page_and_a_record(point: Point) -> None:
    rows, said = statements(point.page)
    if point.ligne:
        jeu, table, key = point.ligne.split(".", 2)
        assert (jeu, table, key) in rows
        quoted = collection().jeux[jeu]
        (row,) = [one for one in quoted.tables[table] if key_of(quoted, table, one) == key]
        assert row["source"] == BROCHURE
    else:
        assert any(point.mots in text for text in said), said
