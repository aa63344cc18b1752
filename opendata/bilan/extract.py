"""The extract of a week: judged, then counted by week, facility and type of fact, in bounded memory.

DuckDB judges every row in one pass; only where one is wrong does the strict reader of `opendata.tranquillite` read it
again to say where and why. What is kept in memory grows with facilities, types and weeks, never with facts.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import duckdb
import numpy as np

from opendata.bilan.usual import GUARD, REFERENCE, Ints
from opendata.bilan.week import DAYS, Week, ranked
from opendata.disclosure.counting import UNCOUNTED, connection
from opendata.findings import Finding, FindingsError
from opendata.tranquillite import espri
from opendata.tranquillite.divulgation import ARRONDISSEMENTS, Divulgation

WINDOW = REFERENCE + GUARD + 2
"""Weeks counted: those that the judged week and the one before it are compared with."""
MEMORY = "512MB"
LONGEST_HEADER = 1_000
PLACED, SHEETS = "lieu", "date_fiche"
_RANK = f"((date_diff('day', DATE '0001-01-01', CAST(date AS DATE))) // {DAYS})"


@dataclass(frozen=True)
class Facility:
    """A facility as its latest fact has it: a code for each."""

    code: str
    kind: str
    directorate: str
    arrondissement: str


@dataclass(frozen=True)
class Facts:
    """Facts of the weeks up to `week`: one index a week, facility and type where there is one.

    `weeks` are ranks (`Week.rank`), `places` and `types` indices of `facilities` and of `kinds_of_fact`. `first` is
    the rank of the extract's first week. `late`: for each facility, the facts of earlier weeks whose sheet is of this
    week; `None` where the extract has no date of the sheet.
    """

    week: Week
    first: int
    facilities: tuple[Facility, ...]
    kinds_of_fact: tuple[str, ...]
    weeks: Ints
    places: Ints
    types: Ints
    counts: Ints
    late: Ints | None

    def series(self, groups: Ints, number: int, weeks: int, last: int) -> Ints:
        """(number, weeks): facts by group and week, the last one of rank `last`; `groups` has one index a row of
        facts, -1 for those left out.
        """
        column = self.weeks - (last - weeks + 1)
        chosen = (column >= 0) & (column < weeks) & (groups >= 0)
        table = np.zeros((number, weeks), dtype=np.int64)
        np.add.at(table, (groups[chosen], column[chosen]), self.counts[chosen])
        return table

    def known(self, last: int) -> int:
        """How many weeks up to that of rank `last` are counted here."""
        return int(min(WINDOW, last - self.first + 1))


@dataclass(frozen=True)
class Extract:
    """An extract that was judged: every row is right, and the week is its last."""

    path: Path
    week: Week
    columns: tuple[str, ...]
    parametres: Divulgation
    database: duckdb.DuckDBPyConnection


@contextmanager
def opened(path: Path, parametres: Divulgation, week: Week, folder: Path) -> Iterator[Extract]:
    """The extract at `path`, whose last week is `week`; DuckDB spills, encrypted, into `folder`.

    Raises FindingsError, never with a value of the extract: a row that is wrong, a week without any fact, a fact after
    the week, a week before the first fact.
    """
    with connection(folder, MEMORY) as database:
        try:
            columns = _judged(database, path, parametres, week)
            found = list(_span_problems(database, path, week))
            if found:
                raise FindingsError(found)
            yield Extract(path, week, columns, parametres, database)
        except duckdb.Error:
            # DuckDB quotes the offending line: neither its message nor its traceback may pass.
            raise FindingsError(_located(path, parametres, week)) from None


def _judged(
    database: duckdb.DuckDBPyConnection, extract: Path, parametres: Divulgation, week: Week
) -> tuple[str, ...]:
    """A view « faits » on the extract, every row of it right; returns its columns."""
    header = _header(extract)
    if header != (*espri.COLUMNS, *(name for name in espri.OPTIONAL if name in header)):
        raise FindingsError(_located(extract, parametres, week))
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in header)
    path = str(extract).replace("'", "''")
    database.execute(
        f"CREATE VIEW faits AS SELECT * FROM read_csv('{path}', columns = {{{columns}}}, header = true,"  # noqa: S608
        " auto_detect = false, delim = ',', quote = '\"', escape = '\"', strict_mode = true, null_padding = false)"
    )
    rules, values = zip(*(_rules(parametres)[name] for name in header), strict=True)
    wrong = " OR ".join(f"NOT coalesce({rule}, false)" for rule in rules)
    bad = f"SELECT count(*), count(*) FILTER (WHERE {wrong}) FROM faits"  # noqa: S608  (our own rules; values are bound)
    ((facts, misread),) = database.execute(bad, [value for bound in values for value in bound]).fetchall()  # fmt: skip
    # Grouped, for a count of distinct values would not spill.
    once = "SELECT count(*) FROM (SELECT id_fait FROM faits GROUP BY id_fait)"
    ((identifiers,),) = database.execute(once).fetchall()
    if misread or identifiers != facts or not 0 < facts <= espri.ROWS:
        raise FindingsError(_located(extract, parametres, week))
    return header


def _header(extract: Path) -> tuple[str, ...]:
    """The first row; nothing where it cannot be read: the strict reader says why."""
    try:
        with extract.open(encoding="utf-8", newline="") as text:
            return tuple(next(csv.reader([text.readline(LONGEST_HEADER)], strict=True), ()))
    except (OSError, UnicodeDecodeError, csv.Error):
        return ()


def _rules(parametres: Divulgation) -> Mapping[str, tuple[str, tuple[object, ...]]]:
    """By column: what holds in SQL, and the values of its places; as `opendata.tranquillite.espri` has it."""
    codes = parametres.nomenclature
    day = "(regexp_full_match({0}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}') AND try_cast({0} AS DATE) IS NOT NULL)"
    among = "{0} IN (SELECT unnest(?))"
    if_any = "({0} IS NULL OR {0} IN (SELECT unnest(?)))"
    return {
        "id_fait": ("regexp_full_match(id_fait, '[A-Za-z0-9-]{1,40}')", ()),
        "date": (f"{day.format('date')} AND substr(date, 1, 4) >= ?", (str(parametres.periode.debut),)),
        "code_equipement": ("regexp_full_match(code_equipement, ?)", (codes.equipement,)),
        "type_equipement": (among.format("type_equipement"), (list(codes.types_equipement),)),
        "code_direction": (among.format("code_direction"), (list(codes.directions),)),
        "arrondissement": (among.format("arrondissement"), (list(ARRONDISSEMENTS),)),
        "type_fait": (among.format("type_fait"), (list(codes.types_faits),)),
        "heure": (if_any.format("heure"), (sorted(espri.HOURS),)),
        PLACED: (if_any.format(PLACED), (list(codes.lieux),)),
        SHEETS: (f"{day.format(SHEETS)} AND {SHEETS} >= date", ()),
    }  # fmt: skip


def _located(extract: Path, parametres: Divulgation, week: Week) -> list[Finding]:
    """What the strict reader finds wrong, row by row."""
    return espri.check_extract(extract, parametres, week.sunday.year) or [
        Finding(str(extract), 0, 0, UNCOUNTED, "l'extrait est un fichier CSV lisible", "exporter l'extrait de nouveau")
    ]  # fmt: skip


def _span_problems(
    database: duckdb.DuckDBPyConnection, extract: Path, week: Week
) -> Iterator[Finding]:
    """Facts after the week, weeks without any: what would pass for calm, or for a rise."""
    path = str(extract)
    ((after,),) = database.execute(
        "SELECT min(line) FROM (SELECT row_number() OVER () + 1 AS line, date FROM faits) WHERE date > ?",
        [week.sunday.isoformat()],
    ).fetchall()
    if after is not None:
        yield Finding(path, after, 2, f"fait daté après la semaine {week}, le premier de l'extrait",
                      f"un extrait s'arrête le dernier jour de la semaine, {week.sunday}",
                      "exporter l'extrait jusqu'à ce jour, ou donner la semaine d'après")  # fmt: skip
    ranks = {rank for (rank,) in database.execute(f"SELECT DISTINCT {_RANK} FROM faits").fetchall()}  # noqa: S608
    first = max(min(ranks), week.rank - WINDOW + 1)
    if week.rank < first:
        yield Finding(path, 0, 0, f"semaine {week} avant le premier fait de l'extrait", "un extrait a des faits de la semaine",
                      "donner une semaine de l'extrait")  # fmt: skip
    for start, end in _runs([rank for rank in range(first, week.rank + 1) if rank not in ranks]):
        quoi = (
            f"semaine {start} sans aucun fait"
            if start == end
            else f"semaines {start} à {end} sans aucun fait"
        )
        yield Finding(path, 0, 0, quoi, "chaque semaine de l'extrait a des faits : une semaine absente passerait pour calme",
                      "exporter l'extrait de nouveau, avec ces semaines")  # fmt: skip


def _runs(ranks: Sequence[int]) -> Iterator[tuple[Week, Week]]:
    """First and last week of each run of ranks that follow one another."""
    for _, run in groupby(enumerate(ranks), lambda pair: pair[1] - pair[0]):
        followed = [rank for _, rank in run]
        yield ranked(followed[0]), ranked(followed[-1])


def read_facts(extract: Extract) -> Facts:
    """The counts of the window; facilities are those with a fact in it, by code."""
    database, week = extract.database, extract.week
    start = ranked(week.rank - WINDOW + 1).monday.isoformat()
    database.execute(
        "CREATE TABLE equipements AS SELECT row_number() OVER (ORDER BY code_equipement) - 1 AS place, * FROM ("
        "SELECT code_equipement, arg_max(type_equipement, date || id_fait) AS genre,"
        " arg_max(code_direction, date || id_fait) AS direction,"
        " arg_max(arrondissement, date || id_fait) AS lieu_dit FROM faits WHERE date >= ? GROUP BY code_equipement)",
        [start],
    )
    found = database.execute("SELECT code_equipement, genre, direction, lieu_dit FROM equipements ORDER BY place").fetchall()  # fmt: skip
    kinds = tuple(extract.parametres.nomenclature.types_faits)
    counted = database.execute(
        f"SELECT {_RANK} AS week, place, list_position(?, type_fait) - 1 AS kind, count(*) AS facts"  # noqa: S608
        " FROM faits JOIN equipements USING (code_equipement) WHERE date >= ? GROUP BY ALL ORDER BY ALL",
        [list(kinds), start],
    ).fetchnumpy()
    weeks, places, types, counts = (
        np.asarray(counted[name], dtype=np.int64) for name in ("week", "place", "kind", "facts")
    )
    ((first,),) = database.execute(f"SELECT min({_RANK}) FROM faits").fetchall()  # noqa: S608
    late = _late(database, week, len(found)) if SHEETS in extract.columns else None
    facilities = tuple(Facility(*row) for row in found)
    return Facts(week, first, facilities, kinds, weeks, places, types, counts, late)


def _late(database: duckdb.DuckDBPyConnection, week: Week, facilities: int) -> Ints:
    late = np.zeros(facilities, dtype=np.int64)
    rows = database.execute(
        f"SELECT place, count(*) FROM faits JOIN equipements USING (code_equipement) WHERE {SHEETS} BETWEEN ? AND ?"  # noqa: S608
        " AND date < ? GROUP BY place",
        [week.monday.isoformat(), week.sunday.isoformat(), week.monday.isoformat()],
    ).fetchall()
    for place, facts in rows:
        late[place] = facts
    return late
