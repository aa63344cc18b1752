"""The dictionary as machines read it."""

from __future__ import annotations

import json

import yaml

from opendata.harvest.dictionary import dictionary_file
from opendata.records.dataset import Dataset
from opendata.records.dictionary import PATH, read_dictionary
from tests.builds import ROOT

DATASETS = ("voies", "voies-risques", "tranquillite", "crues")


def test_each_key_says_its_form_what_it_joins_and_the_tables_that_have_it() -> None:
    read = read_dictionary((ROOT / PATH).read_bytes(), [])
    assert read is not None
    datasets = {
        name: Dataset.model_validate(yaml.safe_load((ROOT / f"data/datasets/{name}/dataset.yaml").read_bytes()))
        for name in DATASETS
    }  # fmt: skip
    written = json.loads(dictionary_file(read, datasets))
    keys = {key["name"]: key for key in written["keys"]}
    assert keys["n_sq_vo"]["tables"] == ["voies/voies", "voies/voies-arrondissements", "voies-risques/verdicts"]  # fmt: skip
    assert keys["n_sq_vo"]["former_names"] == ["code_voie"]
    assert keys["n_sq_vo"]["reference"] == {"dataset": "voies", "table": "voies", "column": "n_sq_vo"}  # fmt: skip
    assert {one["column"] for one in keys["code_insee"]["joins"]} >= {"COM", "c_arinsee"}
    (other,) = keys["code_insee"]["other_names"]
    assert other["name"] == "arrondissement"
    assert {table.partition("/")[0] for table in other["tables"]} == {"tranquillite"}
    columns = {column["name"]: column for column in written["columns"]}
    assert columns["verdict"]["tables"] == ["voies-risques/verdicts"]
    assert not set(columns) & set(keys)
    for one in written["lists"]:
        assert one["reason"]
        assert all(table in columns[one["name"]]["tables"] for table in one["tables"])
        assert one["tables"]
