"""Orders that recognise a natural disaster in Paris (Géorisques, `gaspar/catnat`).

Asked by the code of the commune, never by a point: `latlon` is longitude then latitude, and reversed it gives an empty
report without an error. An empty report is refused, whatever made it.
"""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from site_src.direct.answers import Answer, FeedError, parsed
from site_src.direct.services import Service
from site_src.direct.transport import Ask, Question

COMMUNE = "75056"
ROWS = 100
PAGES = 20
LIMIT = 1_000_000
GOOD = 200
LONGEST_WORD = 200


def _day(value: object) -> datetime.date:
    """The service writes JJ/MM/AAAA; ISO 8601, which nothing can be mistaken for, is read too."""
    if not isinstance(value, str):
        raise ValueError("a text is expected")  # noqa: TRY004  (pydantic gathers ValueError)
    if value[2:3] == "/":
        day, month, year = value.split("/")
        return datetime.date(int(year), int(month), int(day))
    return datetime.date.fromisoformat(value.partition("T")[0])


def _word(value: str) -> str:
    """One line of visible characters, which a text in Markdown shows as it is."""
    if not value.strip() or len(value) > LONGEST_WORD or not value.isprintable():
        raise ValueError("one short line is expected")
    return " ".join(value.split())


Day = Annotated[datetime.date, BeforeValidator(_day)]
Word = Annotated[str, AfterValidator(_word)]


class Arrete(Answer):
    """An order: its national code, the risk in its own words, the days of the event, of the order and of its publication."""

    code_national_catnat: Word
    libelle_risque_jo: Word
    date_debut_evt: Day
    date_fin_evt: Day
    date_publication_arrete: Day
    date_publication_jo: Day
    code_insee: str

    @property
    def cle(self) -> tuple[str, datetime.date, str]:
        """What tells it from another: one order may recognise several events."""
        return (self.code_national_catnat, self.date_debut_evt, self.libelle_risque_jo)


class _Page(Answer):
    results: int
    total_pages: int
    response_code: int = GOOD
    data: list[Arrete]


def read_orders(service: Service, today: datetime.date, ask: Ask) -> tuple[Arrete, ...]:
    """Every order for Paris, from the newest published. Raises `FeedError`, also when there is none."""
    found = _all_orders(service, ask)
    if not found:
        raise FeedError("sans_donnee", "il ne publie aucun arrêté pour Paris")
    if any(one.code_insee != COMMUNE for one in found):
        raise FeedError("illisible", "sa réponse mêle d'autres communes")
    if any(one.date_fin_evt < one.date_debut_evt or one.date_publication_jo > today for one in found):  # fmt: skip
        raise FeedError("illisible", "ses dates se contredisent")
    distinct = {one.cle: one for one in found}
    return tuple(sorted(distinct.values(), key=lambda one: (one.date_publication_jo, one.cle), reverse=True))  # fmt: skip


def _all_orders(service: Service, ask: Ask) -> list[Arrete]:
    found: list[Arrete] = []
    for number in range(1, PAGES + 1):
        parameters = {"code_insee": COMMUNE, "page": str(number), "page_size": str(ROWS)}
        page = parsed(ask(Question(service.adresse, parameters, limit=LIMIT)).body or b"", _Page)
        if page.response_code != GOOD:
            raise FeedError("illisible", "sa réponse est un message d'erreur")
        found += page.data
        if number >= page.total_pages:
            if len(found) != page.results:
                raise FeedError("illisible", "ses pages ne donnent pas tous les arrêtés annoncés")
            return found
    raise FeedError("illisible", "ses pages ne finissent pas")
