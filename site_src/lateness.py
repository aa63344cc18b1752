"""What `check --strict` refuses besides faults: a review that is due, translations and tables that lag, what no page says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from maps.records.atlas import Atlas
from opendata.findings import FindingsError
from opendata.records.catalogue import Datasets
from opendata.records.dataset import Dataset
from site_src.accessibilite import records as access
from site_src.donnees import translated as data_in_languages
from site_src.dossiers import unsaid
from site_src.dossiers.collection import Collection
from site_src.dossiers.translations import overdue as overdue_translations
from site_src.engine.readings import Library
from site_src.risques import review, tables
from site_src.territoires.derived_tables import figures_late


def refuse(library: Library, files: Mapping[str, bytes], day: date) -> None:
    """Raise `FindingsError` with what is late on `day`; `files` are the texts and tables of data/."""
    findings = review.overdue(files, day)
    collection = library.record("collection", Collection)
    findings += overdue_translations(
        library.record("translations", dict), collection, files.get("data/cartes.yaml", b"")
    )
    titles = {name: one.titre for name, one in library.record("declarations", dict).items()}
    titles["alertes"] = library.record("alert_table", Dataset).titre
    titles |= {one.identifiant: one.titre for one in library.record("series", tuple)}
    languages = library.record("langues", dict)
    findings += data_in_languages.overdue(library.record("jeux_traduits", dict), titles, languages)
    findings += tables.lateness(library.record("late_tables", tuple))
    findings += figures_late(library.record("atlas", Atlas).cartes, files)
    findings += unsaid.sources(files)
    exercises = library.record("datasets", Datasets).texts.get(unsaid.EXERCISES)
    findings += access.overdue(library.record("preuves", access.Preuves), day)
    if exercises:
        findings += unsaid.exercises(
            exercises, unsaid.told_rows(files.get(unsaid.EXERCISES_PAGE, b""))
        )
    if findings:
        raise FindingsError(findings)
