"""A table that this library gives: Arrow, and what pandas, polars and any reader of Arrow streams make of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from opendata.disclosure.api.usage import COLUMNS

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl


class Frames(ABC):
    """What has an Arrow table has every other."""

    @abstractmethod
    def to_arrow(self) -> pa.Table:
        """The table."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The same, for whatever reads Arrow streams: `polars.from_arrow(release)`, `pyarrow.table(release)`."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def to_pandas(self) -> pd.DataFrame:
        """The same as a frame of pandas, whole numbers an `Int64`. Needs pandas."""
        import pandas

        return self.to_arrow().to_pandas(types_mapper={pa.int64(): pandas.Int64Dtype()}.get)  # type: ignore[no-any-return]

    def to_polars(self) -> pl.DataFrame:
        """The same as a frame of polars. Needs polars."""
        import polars

        return polars.DataFrame(self)


def of_numbers(
    names: Sequence[str], columns: Sequence[str], rows: Iterable[Sequence[str]]
) -> pa.Table:
    """Rows written as texts: a column of texts for each of `names`, of whole numbers (int64) for each of `columns`."""
    kinds = [pa.string()] * len(names) + [pa.int64()] * len(columns)
    written = list(rows)
    given = [
        pa.array([row[place] for row in written], pa.string()).cast(kind)
        for place, kind in enumerate(kinds)
    ]
    return pa.table(given, names=[*names, *columns])


def of_published(
    names: Sequence[str], rows: Iterable[Sequence[str]], kind: pa.DataType | None = None
) -> pa.Table:
    """Rows of a published table: texts of `names`, `value` of `kind` (int64; null where hidden), `status`."""
    written = list(rows)
    axes = [pa.array([row[place] for row in written], pa.string()) for place in range(len(names))]
    values = pa.array([row[-2] or None for row in written], pa.string()).cast(kind or pa.int64())
    status = pa.array([row[-1] for row in written], pa.string())
    return pa.table([*axes, values, status], names=[*names, *COLUMNS])
