"""Alerts written by people, and what they may name."""

from __future__ import annotations

from opendata.findings import Finding, page_of, read_record, read_yaml
from opendata.records.dataset import Dataset, page
from site_src.alertes.history import Alerts
from site_src.alertes.places import DATASET_ID, DECLARATION
from site_src.alertes.reading import FOLDER, read_alerts
from site_src.alertes.scope import Scope, scope_of
from site_src.alertes.table import undeclared
from site_src.dossiers.translations import Translations
from site_src.engine.readings import Given
from site_src.risques.border import FOLDER as RISKS
from site_src.risques.register import Register


def alert_scope(given: Given) -> Scope:
    """Risks with their instructions, and the places of Paris: what an alert may name."""
    places = given.record("named_places", dict)
    read: dict[str, Translations] = given.record("translations", dict)
    english = read.get("en")
    register = given.record("register", Register)
    pages = {
        risque.id: f"en/{item.record.page}/"
        for risque in register.risques
        if english
        and (item := english.by_original.get(f"{RISKS}/{risque.id}.yaml"))
        and item.record.page
    }
    return scope_of(
        register,
        english.phrases if english else {},
        pages,
        places["arrondissements"],
        places["quartiers"],
        given.record("gestes", dict),
    )


def alert_table(given: Given) -> Dataset | None:
    """What the dataset of alerts holds, in words: its rows come with each alert."""
    found: list[Finding] = []
    document = read_yaml(DECLARATION, given.files.get(DECLARATION, b""), found)
    read = read_record(document, Dataset, found) if document else None
    if document and read:
        found += undeclared(document, read)
    given.findings.extend(page_of(found, page(DATASET_ID)))
    return None if found else read


def alerts(given: Given) -> Alerts | None:
    """Every alert and cancellation that was published."""
    read = read_alerts(given.files, given.record("alert_scope", Scope), given.day, given.findings)
    given.report(f"alertes : {len(read.alerts) if read else 0} ({FOLDER})")
    return read
