"""data/alertes/*.yaml → every message, or every finding at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from opendata.findings import Finding, page_of, read_record, read_yaml
from site_src.alertes import rules
from site_src.alertes.history import Alerts
from site_src.alertes.records import Alert, Cancellation, Message
from site_src.alertes.rules import Located
from site_src.alertes.scope import Scope

FOLDER = "data/alertes"
PAGE = "/en-ce-moment/"


def read_alerts(
    files: Mapping[str, bytes], scope: Scope, day: date | None, findings: list[Finding]
) -> Alerts | None:
    """The messages of `files` (path from the root → bytes), in the order in which they were issued.

    `day` is that of the run: an alert that ended before it is not asked to quote today's register.
    `None` with findings as soon as one message is wrong: no half of a chain is published.
    """
    found: list[Finding] = []
    paths = sorted(path for path in files if path.startswith(f"{FOLDER}/"))
    messages = [item for path in paths if (item := _read(path, files[path], found))]
    messages.sort(key=lambda item: (item.message.emise_le, item.message.id))
    alerts = tuple(one.message for one in messages if isinstance(one.message, Alert))
    others = tuple(one.message for one in messages if isinstance(one.message, Cancellation))
    history = Alerts(alerts, others)
    found += rules.named_as_files(messages)
    found += [fault for item in messages for fault in rules.known(item, scope, day)]
    found += rules.chains_hold(messages)
    if not found:
        found += rules.alerts_agree(messages, history, scope)
    findings.extend(page_of(found, PAGE))
    return None if found else history


def _read(path: str, raw: bytes, findings: list[Finding]) -> Located | None:
    document = read_yaml(path, raw, findings)
    if document is None:
        return None
    is_cancelled = isinstance(document.data, dict) and "annule" in document.data
    kind: type[Alert | Cancellation] = Cancellation if is_cancelled else Alert
    message: Message | None = read_record(document, kind, findings)
    return Located(document, message) if message else None
