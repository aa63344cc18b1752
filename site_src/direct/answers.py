"""An answer of a service → what it says, judged as a stranger's text: size, encoding, shape, then its own schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

from opendata.findings.json_shape import json_findings
from opendata.findings.limits import MEASURE_DIGITS
from site_src.direct.records import Statut

NOT_JSON = "sa réponse n'est pas du JSON"
OTHER_SHAPE = "sa réponse n'a pas la forme attendue"
# Words by which services tell of an error, whatever the HTTP status says.
_ERRORS = ("error_msg", "error_code", "error", "field_errors", "fault", "exception")


class FeedError(Exception):
    """A service gave nothing that can be used: the status of its record, and the reason in French for readers."""

    def __init__(self, statut: Statut, motif: str) -> None:
        self.statut: Statut = statut
        self.motif = motif
        super().__init__(motif)


class Answer(BaseModel):
    """A part of a service's answer: what we do not read is ignored, what we read is not coerced."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", strict=True, allow_inf_nan=False, defer_build=True
    )


A = TypeVar("A", bound=BaseModel)


def _written(value: object) -> object:
    """A time that is written as a text, not counted."""
    if not isinstance(value, str):
        raise ValueError("a text is expected")  # noqa: TRY004  (pydantic gathers ValueError)
    return datetime.fromisoformat(value)


def _aware(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("no time zone")
    if not 2000 <= value.year < 2100:  # beyond, no arithmetic on it is safe
        raise ValueError("no time of ours")
    return value


# An instant as ISO 8601 writes it, with its zone: without one it could be UTC or the hour of Paris.
Instant = Annotated[datetime, BeforeValidator(_written), AfterValidator(_aware)]


def document(raw: bytes) -> Any:  # noqa: ANN401  (whatever was sent)
    """The JSON of an answer. Raises `FeedError` on another encoding, NaN, excess of depth or of values, an error in it."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FeedError("illisible", "sa réponse n'est pas en UTF-8") from None
    if text.lstrip().startswith("<"):
        raise FeedError("illisible", "sa réponse est une page et non des données")
    if json_findings("", raw, text, MEASURE_DIGITS):
        raise FeedError("illisible", "sa réponse contient des nombres ou une forme inadmissibles")
    try:
        found = json.loads(text)
    except json.JSONDecodeError:
        raise FeedError("illisible", NOT_JSON) from None
    if isinstance(found, Mapping) and any(found.get(word) for word in _ERRORS):
        raise FeedError("illisible", "sa réponse est un message d'erreur")
    return found


def parsed(raw: bytes, kind: type[A]) -> A:
    """An answer as a `kind`. Raises `FeedError`."""
    found = document(raw)
    try:
        return kind.model_validate(found)
    except ValidationError:
        raise FeedError("illisible", OTHER_SHAPE) from None
