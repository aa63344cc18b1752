"""Three years of one facility, for a safety study: what happens, when, and where in the building if it is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opendata.bilan.extract import Extract, Facility
from opendata.bilan.week import Week
from opendata.findings import Finding, FindingsError

WEEKS = 156
HOURS = tuple(f"{hour:02d}" for hour in range(24))


@dataclass(frozen=True)
class Study:
    """The facts of a facility in the `weeks` weeks that end with `week`: 156, or as many as the extract has.

    `types`: by type of fact, those of each 52 weeks of the 156, the oldest first, `None` where the extract does not
    have them all. `days`: from Monday. `hours` and
    `places`: by code, "" for not written; `None` where the extract has no such column.
    """

    week: Week
    weeks: int
    facility: Facility
    types: tuple[tuple[str, tuple[int | None, ...], int], ...]
    days: tuple[int, ...]
    hours: tuple[tuple[str, int], ...] | None
    places: tuple[tuple[str, int], ...] | None

    @property
    def facts(self) -> int:
        """All of them."""
        return sum(self.days)

    @property
    def first(self) -> Week:
        """The first week of the study."""
        return self.week.before(self.weeks - 1)


def read_study(extract: Extract, code: str) -> Study:
    """The study of the facility `code`. Raises FindingsError where the extract has no fact of it."""
    database, week = extract.database, extract.week
    found = database.execute(
        "SELECT code_equipement, type_equipement, code_direction, arrondissement FROM faits WHERE code_equipement = ?"
        " ORDER BY date DESC, id_fait DESC LIMIT 1",
        [code],
    ).fetchone()
    if found is None:
        raise FindingsError([Finding("--etude", 0, 0, "équipement inconnu", "un équipement qui a un fait dans l'extrait",
                                     "vérifier le code, ou l'extrait")])  # fmt: skip
    start = week.before(WEEKS - 1).monday
    database.execute("CREATE TABLE etude AS SELECT * FROM faits WHERE code_equipement = ? AND date >= ?",
                     [code, start.isoformat()])  # fmt: skip
    thirds = database.execute(
        "SELECT type_fait, date_diff('day', ?, CAST(date AS DATE)) // ? AS third, count(*) FROM etude GROUP BY ALL",
        [start, WEEKS * 7 // 3],
    ).fetchall()
    ((weeks,),) = database.execute(
        "SELECT date_diff('week', min(CAST(date AS DATE)), ?) + 1 FROM faits", [week.monday]
    ).fetchall()
    days = dict(
        database.execute(
            "SELECT isodow(CAST(date AS DATE)), count(*) FROM etude GROUP BY ALL"
        ).fetchall()
    )
    return Study(
        week, min(weeks, WEEKS), Facility(*found), _by_type(thirds, weeks), tuple(days.get(day, 0) for day in range(1, 8)),
        _by(extract, "heure"), _by(extract, "lieu"),
    )  # fmt: skip


def _by_type(
    thirds: Sequence[tuple[str, int, int]], weeks: int
) -> tuple[tuple[str, tuple[int | None, ...], int], ...]:
    """(type, facts of each third, all of them), the most frequent first."""
    counted: dict[str, list[int]] = {}
    for kind, third, facts in thirds:
        counted.setdefault(kind, [0, 0, 0])[third] = facts
    ordered = sorted(counted.items(), key=lambda pair: (-sum(pair[1]), pair[0]))
    known = [weeks >= WEEKS * (3 - third) // 3 for third in range(3)]
    return tuple(
        (kind, tuple(facts if is_known else None for facts, is_known in zip(row, known, strict=True)), sum(row))
        for kind, row in ordered
    )  # fmt: skip


def _by(extract: Extract, column: str) -> tuple[tuple[str, int], ...] | None:
    if column not in extract.columns:
        return None
    rows = extract.database.execute(
        f"SELECT coalesce({column}, '') AS code, count(*) FROM etude GROUP BY code ORDER BY code"  # noqa: S608
    ).fetchall()
    return tuple((str(code), int(facts)) for code, facts in rows)
