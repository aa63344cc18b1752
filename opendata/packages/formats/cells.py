"""The values of a published table as plain Python, column by column."""

from __future__ import annotations

import pandas as pd

from opendata.model import Publishable
from opendata.records.values import Value


def columns(table: Publishable) -> list[list[Value | None]]:
    """One list a column, in the table's order; a missing value is `None`."""
    return [_plain(series) for _, series in table.frame.items()]


def _plain(series: pd.Series) -> list[Value | None]:
    # pandas takes `None` here, which its stubs do not know.
    values: list[Value | None] = series.to_numpy(dtype=object, na_value=None).tolist()  # type: ignore[call-overload]
    return values
