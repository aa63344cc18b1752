"""Which features of a layer a map shows."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from maps.records.style import Text
from opendata.findings import Record, broken

Key = str | int


class Choix(Record):
    """Which features of the file are shown: a value among `valeurs`, or at least `minimum`."""

    propriete: Text
    valeurs: tuple[bool | str | int, ...] = ()
    minimum: float | None = None

    @model_validator(mode="after")
    def _one_criterion(self) -> Self:
        if bool(self.valeurs) == (self.minimum is not None):
            raise broken("choix sans critère, ou avec deux",
                         "un choix a soit « valeurs », soit « minimum »", "n'écrire que l'un des deux")  # fmt: skip
        return self

    def keeps(self, value: object) -> bool:
        """Whether a feature with this value of `propriete` is shown."""
        if self.minimum is None:
            return value in self.valeurs
        return isinstance(value, int | float) and value >= self.minimum
