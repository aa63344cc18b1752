"""« Données et erreurs »: what is known to be wrong, what was put right, and who to tell; all of it from the declarations."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from opendata.records.dataset import Dataset
from site_src.frame.identity import Identite
from site_src.frame.page import Page
from site_src.frame.rendering import Templates, environment
from site_src.frame.typography import long_date

PATH, TEMPLATE = "donnees/erreurs", "donnees_erreurs.md.j2"


@dataclass(frozen=True)
class Entry:
    """Something said of a dataset on a day; `version` is "" for what no version has put right."""

    jour: datetime.date
    jeu: str
    titre: str
    version: str
    texte: str
    est_fictif: bool


def known(datasets: Mapping[str, Dataset]) -> list[Entry]:
    """Errors that stand in what is published now, the latest first."""
    found = (
        Entry(error.date, name, one.titre, "", error.texte, one.est_fictif)
        for name, one in datasets.items()
        for error in one.erreurs
    )
    return sorted(found, key=_latest_first)


def corrected(datasets: Mapping[str, Dataset]) -> list[Entry]:
    """Versions whose third number says a correction, the latest first."""
    return sorted(_versions(datasets, is_withdrawn=False), key=_latest_first)


def withdrawn(datasets: Mapping[str, Dataset]) -> list[Entry]:
    """Versions that are not published any more, and why."""
    return sorted(_versions(datasets, is_withdrawn=True), key=_latest_first)


def _versions(datasets: Mapping[str, Dataset], *, is_withdrawn: bool) -> Iterator[Entry]:
    for name, one in datasets.items():
        for entry in one.journal:
            if is_withdrawn and entry.retiree is not None:
                yield Entry(
                    entry.date, name, one.titre, entry.version, entry.retiree, one.est_fictif
                )
            if not is_withdrawn and not entry.version.endswith(".0"):
                yield Entry(entry.date, name, one.titre, entry.version, entry.texte, one.est_fictif)


def _latest_first(entry: Entry) -> tuple[int, str, str]:
    return (-entry.jour.toordinal(), entry.jeu, entry.version)


Told = tuple[list[Entry], list[Entry], list[Entry]]


def told_of(datasets: Mapping[str, Dataset]) -> Told:
    """What is known, corrected and withdrawn, of every dataset: those that are fictitious say so."""
    return known(datasets), corrected(datasets), withdrawn(datasets)


def errors_page(told: Told, rank: int, identite: Identite, templates: Templates) -> Page:
    """What `told_of` says, and who to tell."""
    connues, corrigees, retirees = told
    body = environment(templates).get_template(TEMPLATE).render(
        connues=connues,
        corrigees=corrigees,
        retirees=retirees,
        identite=identite,
        date_longue=long_date,
    )  # fmt: skip
    return Page(
        path=f"{PATH}.md",
        titre="Données et erreurs",
        titre_court="Erreurs et corrections",
        description="Les erreurs connues des données publiées, ce qui a été corrigé, et à qui en signaler une.",
        body=body,
        source=f"site_src/donnees/templates/{TEMPLATE}",
        section="donnees",
        rank=rank,
    )
