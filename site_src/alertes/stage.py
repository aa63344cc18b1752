"""The stage of alerts: files for machines, and what sealing lays into pages.

site/en-ce-moment/…     the feed, CAP messages and their index, what the search finds
site/donnees/alertes/…  the dataset of what was published
alertes/blocs.json      `Blocks`: the band, and what stands first on the pages that an alert touches
"""

from __future__ import annotations

from opendata.findings import Finding, FindingsError
from opendata.packages.growing import grown
from opendata.records.dataset import Dataset
from site_src.alertes import cap, lists, table
from site_src.alertes.blocks import written
from site_src.alertes.drawing import Draughtsman
from site_src.alertes.history import Alerts, instant_of
from site_src.alertes.outlines import Outlines
from site_src.alertes.places import DATASET, FEED, INDEX, SEARCH, cap_file
from site_src.alertes.scope import Scope
from site_src.alertes.search import Sought
from site_src.engine.stages import Inputs
from site_src.engine.store import Outputs
from site_src.frame.identity import Identite, identity_at, or_to_complete
from site_src.frame.rendering import templates_of


def run(inputs: Inputs) -> Outputs:
    """Everything above. Raises `FindingsError` on an address that is none."""
    alerts, scope = inputs.record("alerts", Alerts), inputs.record("alert_scope", Scope)
    identite = _identity(inputs)
    instant, address = alerts.clock(instant_of(inputs.options["instant"])), identite.adresse
    editeur = or_to_complete(identite.editeur)
    around = cap.Around(alerts, scope, address, inputs.record("place_outlines", Outlines))
    blocks = Draughtsman(
        alerts, scope, instant, templates_of(inputs.files, inputs.work.memo)
    ).blocks()
    published = {
        FEED: lists.feed(alerts, instant, editeur, address),
        INDEX: lists.index(alerts),
        SEARCH: Sought(alerts, scope, instant).file(),
        **{cap_file(one.id): cap.message_xml(one, around) for one in lists.messages(alerts)},
        **{f"{DATASET}{name}": raw for name, raw in _dataset(inputs, identite).items()},
    }
    return {
        **written(blocks),
        **{f"site/{path}": raw for path, raw in published.items()},
    }


def _dataset(inputs: Inputs, identite: Identite) -> dict[str, bytes]:
    rows = table.rows(inputs.record("alerts", Alerts), inputs.record("alert_scope", Scope))
    return grown("alertes", inputs.record("alert_table", Dataset), rows, identite.publisher)


def _identity(inputs: Inputs) -> Identite:
    findings: list[Finding] = []
    found = identity_at(inputs.record("identite", Identite), inputs.options, findings)
    if found is None:
        raise FindingsError(findings)
    return found
