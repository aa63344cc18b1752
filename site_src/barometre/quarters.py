"""The protected table by quarter → each published count beside the same quarter of the years before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

TOTAL = "Total"
QUARTERS = ("T1", "T2", "T3", "T4")
ALONE = "TRIMESTRE"  # a quarter, in the table that also counts four of them
BEFORE = 5  # years that a quarter is compared with
Count = int | None  # None: hidden
Series = Mapping[tuple[str, str, str, str], Count]  # year, quarter, arrondissement, group


@dataclass(frozen=True)
class Cell:
    """A count of one quarter, `Total` standing for all arrondissements or groups; `avant`: year → the same quarter then."""

    arrondissement: str
    groupe: str
    nombre: Count
    avant: Mapping[str, Count]

    @property
    def est_comparable(self) -> bool:
        """Whether it is published, now and in each year before."""
        return self.nombre is not None and None not in self.avant.values() and bool(self.avant)

    @property
    def passes(self) -> tuple[int, ...]:
        """The published counts of the years before."""
        return tuple(count for count in self.avant.values() if count is not None)

    @property
    def moyenne(self) -> float:
        """Their mean; 0 where nothing is published."""
        return sum(self.passes) / len(self.passes) if self.passes else 0.0

    @property
    def ecart_pct(self) -> float | None:
        """Change from the mean of the years before, in percent; `None` where it is not defined."""
        if not self.est_comparable or not self.moyenne or self.nombre is None:
            return None
        return 100 * (self.nombre - self.moyenne) / self.moyenne


def read_series(
    rows: Iterable[Mapping[str, str]], later: Iterable[Mapping[str, str]] = ()
) -> Series:
    """Every cell of the published table `trimestres`, then the quarters alone of `suivi-trimestriel`, by their rows as
    they are written; a hidden count is `None`.
    """
    whole = [(row["annee"], row["trimestre"], row) for row in rows]
    since = [
        (*_year_and_quarter(row["trimestre"]), row) for row in later if row["periode"] == ALONE
    ]
    return {
        (year, quarter, row["arrondissement"], row["groupe_faits"]): int(row["nb_faits"]) if row["nb_faits"] else None
        for year, quarter, row in whole + since
    }  # fmt: skip


def _year_and_quarter(text: str) -> tuple[str, str]:
    year, _, quarter = text.partition("-")
    return year, quarter


@dataclass(frozen=True)
class Recent:
    """The quarters that have a page, (year, quarter) → its cells in the order of its table: those of the last whole
    year, and every one since.
    """

    trimestres: Mapping[tuple[str, str], tuple[Cell, ...]] = field(repr=False)


NO_QUARTER = Recent({})


def recent(series: Series) -> Recent:
    """The recent quarters, each cell beside the same quarter of the years before; `NO_QUARTER` of a table without rows."""
    found = sorted({(year, quarter) for year, quarter, *_ in series if quarter in QUARTERS})
    whole = [year for year, quarter in found if quarter == QUARTERS[-1]]
    since = max(whole, default="")
    return Recent({key: _cells(series, *key) for key in found if key[0] >= since})


def _cells(series: Series, year: str, quarter: str) -> tuple[Cell, ...]:
    earlier = [str(int(year) - ago) for ago in range(BEFORE, 0, -1)]
    return tuple(
        Cell(place, group, count,
             {then: series[then, quarter, place, group] for then in earlier if (then, quarter, place, group) in series})
        for (then_year, then_quarter, place, group), count in series.items()
        if (then_year, then_quarter) == (year, quarter)
    )  # fmt: skip
