from __future__ import annotations

import csv
import io

import pytest

from opendata.disclosure import Dataset, UsageError
from tests.opendata.disclosure.api.tables import released

FLOW = "VILLE:DF_EXEMPLE(1.0.0)"


def test_message_has_the_columns_of_sdmx_csv_2() -> None:
    text = released().to_sdmx_csv(Dataset(FLOW, components={"region": "REF_AREA"})).decode()
    assert text.splitlines()[0] == (
        "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,TYPE,OBS_VALUE,OBS_STATUS,CONF_STATUS"
    )
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 18
    assert {(row["STRUCTURE"], row["STRUCTURE_ID"], row["ACTION"]) for row in rows} == {("dataflow", FLOW, "I")}  # fmt: skip
    by_labels = {(row["REF_AREA"], row["TYPE"]): row for row in rows}
    assert by_labels[("_T", "_T")]["OBS_VALUE"] == "117"


def test_hidden_cells_are_told_as_hidden_and_not_why() -> None:
    rows = list(csv.DictReader(io.StringIO(released().to_sdmx_csv(Dataset(FLOW)).decode())))
    told = {(row["OBS_STATUS"], row["CONF_STATUS"], row["OBS_VALUE"] == "") for row in rows}
    assert told == {("A", "F", False), ("Q", "N", True)}


@pytest.mark.parametrize(
    ("dataset", "message"),
    [
        (Dataset("exemple"), "structure_id : AGENCE:IDENTIFIANT(VERSION) attendu"),
        (Dataset(FLOW, components={"region": "1a"}), "components : « region » demande un identifiant SDMX à lui"),
        (Dataset(FLOW, components={"region": "TYPE"}), "components : « type » demande un identifiant SDMX à lui"),
        (Dataset(FLOW, components={"region": "OBS_VALUE"}), "components : « region » demande un identifiant SDMX à lui"),
        (Dataset(FLOW, total="A"), "total : « A » est déjà le code d'autre chose"),
    ],
)  # fmt: skip
def test_what_the_standard_does_not_allow_is_refused(dataset: Dataset, message: str) -> None:
    with pytest.raises(UsageError) as raised:
        released().to_sdmx_csv(dataset)
    assert str(raised.value).startswith(message)
