"""direct.json: what the page shows, and the records that come back from it to the next round.

A static host keeps nothing between two rounds but what is published there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from site_src.direct.answers import FeedError, document
from site_src.direct.records import KINDS, Direct, Fiche, direct_of
from site_src.direct.services import Parametres
from site_src.direct.shown import Mesure, measures
from site_src.frame.hours import utc

NAME = "direct.json"
LIMIT = 200_000
# What readers of the file are told of its form, by a number that changes with it.
VERSION = 1
# Without any round nothing is shown, whatever the moment.
NEVER_ASKED = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True)
class Moment:
    """The records of the last round, and what holds of them."""

    direct: Direct
    parametres: Parametres

    @property
    def mesures(self) -> tuple[Mesure, ...]:
        """What is shown of them, at the moment of the last round."""
        now = self.direct.instant or NEVER_ASKED
        return measures(self.direct, now, self.parametres.seuils)


def published(moment: Moment) -> bytes:
    """The file: `instant` of the last round, `mesures` as they are shown, `fiches` as they were read."""
    fiches = {name: fiche.model_dump(mode="json") for name, fiche in moment.direct.fiches.items()}
    content = {**shown(moment), "fiches": fiches}
    return f"{json.dumps(content, ensure_ascii=False, indent=1)}\n".encode()


def shown(moment: Moment) -> Mapping[str, Any]:
    """The part that a browser reads."""
    instant = moment.direct.instant
    return {
        "version": VERSION,
        "instant": utc(instant) if instant else None,
        "mesures": [_plain(mesure) for mesure in moment.mesures],
    }


def _plain(mesure: Mesure) -> Mapping[str, Any]:
    return {
        name: utc(value) if isinstance(value, datetime) else value
        for name, value in asdict(mesure).items()
    }


def returned(raw: bytes) -> Direct:
    """The records of a published file; those that cannot be read are left. Raises `FeedError` when none can."""
    found = document(raw)
    fiches = found.get("fiches") if isinstance(found, Mapping) else None
    if not isinstance(fiches, Mapping) or found.get("version") != VERSION:
        raise FeedError("illisible", "le fichier publié n'a pas la forme attendue")
    return direct_of({name: _record(kind, fiches.get(name)) for name, kind in KINDS.items()})


def _record(kind: type[Fiche], values: object) -> Fiche | None:
    try:
        return kind.model_validate(values)
    except ValidationError:
        return None
