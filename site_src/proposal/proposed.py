"""data/proposes.yaml: what slow services said and was proposed already, so that a week tells what is new only.

Merged, it says that someone read it. Nothing is published from it, and no table is changed by it.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, StringConstraints

from opendata.findings import Finding, Record, read_record, read_yaml

if TYPE_CHECKING:  # who only reads the file loads no client of the network
    from site_src.direct.orders import Arrete

PATH = "data/proposes.yaml"
HEAD = """\
# Ce que deux services officiels ont dit et qui a été proposé à la relecture. Écrit par `python build.py propose`,
# jamais à la main. Rien n'en est publié : qui relit décide de ce qui va dans un jeu de données ou dans un texte.
"""

Text = Annotated[str, StringConstraints(min_length=1)]


class ArretePropose(Record):
    """An order of natural disaster for Paris, as Géorisques says it."""

    code: Text
    risque: Text
    debut: datetime.date
    fin: datetime.date
    arrete: datetime.date
    journal_officiel: datetime.date


class Maximum(Record):
    """The highest level of a year at Paris-Austerlitz, in metres, from `nb_jours` daily maxima of Hub'Eau."""

    annee: int
    maximum_m: Annotated[float, Field(gt=0, le=10)]
    date_maximum: datetime.date
    nb_jours: Annotated[int, Field(ge=1, le=366)]
    est_douteux: bool = False


class Proposes(Record):
    """The whole file."""

    arretes: tuple[ArretePropose, ...] = ()
    maxima: tuple[Maximum, ...] = ()

    def new_orders(self, orders: Iterable[Arrete]) -> tuple[ArretePropose, ...]:
        """Those that were not proposed, as they are kept."""
        return tuple(one for one in map(_kept, orders) if one not in self.arretes)

    def new_maxima(self, maxima: Iterable[Maximum]) -> tuple[Maximum, ...]:
        """Those of a year that was not proposed, or was with another level or another day."""
        known = {(one.annee, one.maximum_m, one.date_maximum) for one in self.maxima}
        return tuple(
            one for one in maxima if (one.annee, one.maximum_m, one.date_maximum) not in known
        )

    def with_new(self, orders: Iterable[ArretePropose], maxima: Iterable[Maximum]) -> Proposes:
        """The file once these are proposed: an order is added, a year takes its newest level."""
        by_year = {one.annee: one for one in (*self.maxima, *maxima)}
        every = {*self.arretes, *orders}
        return Proposes(
            arretes=tuple(sorted(every, key=lambda one: (one.journal_officiel, one.code, one.debut, one.risque))),
            maxima=tuple(by_year[year] for year in sorted(by_year)),
        )  # fmt: skip


def _kept(order: Arrete) -> ArretePropose:
    return ArretePropose(
        code=order.code_national_catnat,
        risque=order.libelle_risque_jo,
        debut=order.date_debut_evt,
        fin=order.date_fin_evt,
        arrete=order.date_publication_arrete,
        journal_officiel=order.date_publication_jo,
    )


def read_proposes(raw: bytes | None, findings: list[Finding]) -> Proposes | None:
    """What was proposed; nothing yet while there is no file (`None` as `raw`); `None` with findings when it is broken."""
    if raw is None:
        return Proposes()
    document = read_yaml(PATH, raw, findings)
    return read_record(document, Proposes, findings) if document else None


def written(proposes: Proposes) -> bytes:
    """The file, a line an entry."""
    return "\n".join([HEAD.rstrip(), *_list("arretes", proposes.arretes), *_list("maxima", proposes.maxima), ""]).encode()  # fmt: skip


def _list(name: str, records: Iterable[Record]) -> Iterator[str]:
    lines = [f"  - {{{_members(one)}}}" for one in records]
    yield f"{name}:" if lines else f"{name}: []"
    yield from lines


def _members(record: Record) -> str:
    """Members in the order of the record; texts are quoted as JSON, which YAML reads, days are not."""
    return ", ".join(f"{name}: {_value(value)}" for name, value in record)


def _value(value: object) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)
