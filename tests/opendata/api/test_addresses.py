"""Each address that the index or the description gives leads to a file, and each file says what it was promised to."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import jsonschema
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from opendata.packages.chart_rows import rows
from opendata.packages.marks import Mark
from opendata.packages.shown import Shown
from opendata.records.digest import sha256
from tests.opendata.packages.test_chart import BARS

GROWING = "alertes"  # its files are made with each alert, after these


def addresses(value: object) -> Iterator[str]:
    """Every path to a file in the index; a template has its variable in braces."""
    if isinstance(value, dict):
        yield from (path for one in value.values() for path in addresses(one))
    elif isinstance(value, list):
        yield from (path for one in value for path in addresses(one))
    elif isinstance(value, str) and re.fullmatch(r"[a-z0-9{}_./-]+\.[a-z]+", value):
        yield value


def filled(openapi: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every address that the description tells of, its parameters replaced, and what is told of it."""
    for template, item in openapi["paths"].items():
        parameters = item["get"].get("parameters", ())
        for values in product(*(one["schema"]["enum"] for one in parameters)):
            path = template
            for one, value in zip(parameters, values, strict=True):
                path = path.replace(f"{{{one['name']}}}", value)
            yield path.removeprefix("/"), item["get"]


def test_the_description_is_openapi_3_1(openapi: Mapping[str, Any]) -> None:
    OpenAPIV31SpecValidator(openapi).validate()


def test_each_address_of_the_index_leads_to_a_file(
    index: Mapping[str, Any], called: Mapping[str, bytes]
) -> None:
    found = {path for path in addresses(index) if not path.startswith(f"{GROWING}/")}
    made_later = {"catalogue.jsonld"}
    missing = {path for path in found if "{" not in path} - called.keys() - made_later
    assert missing == set()
    assert len(found) > 200


def test_each_address_of_the_description_leads_to_a_file(
    openapi: Mapping[str, Any], called: Mapping[str, bytes]
) -> None:
    told = {path for path, _ in filled(openapi) if not path.startswith(f"{GROWING}/")}
    assert told - called.keys() == set()
    assert {path for path in called if "/par/" in path} <= told
    assert {path for path in called if path.endswith(".metadata.json") and not path.startswith(GROWING)} <= told  # fmt: skip


def test_each_answer_in_json_has_the_shape_that_is_told(
    openapi: Mapping[str, Any], called: Mapping[str, bytes]
) -> None:
    """Every place and table, the rows of long tables a few at a time."""
    checked = set()
    for path, operation in filled(openapi):
        content = operation["responses"]["200"]["content"].get("application/json")
        if content is None or path.startswith(f"{GROWING}/"):
            continue
        answer = json.loads(called[path])
        sample = answer[:: max(1, len(answer) // 40)] if isinstance(answer, list) else answer
        schema = {**content["schema"], "components": openapi["components"]}
        jsonschema.Draft202012Validator(schema).validate(sample)
        checked.add(path)
    assert len(checked) > 300


def test_a_row_of_another_shape_is_not_what_is_told(openapi: Mapping[str, Any]) -> None:
    schema = {**openapi["components"]["schemas"]["crues.crues"]}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate({"id_crue": 1910})


def test_fictitious_data_and_what_may_only_be_shown_are_not_called(
    index: Mapping[str, Any], openapi: Mapping[str, Any], called: Mapping[str, bytes]
) -> None:
    names = {one["id"] for one in index["jeux"]}
    assert "crues" in names
    assert names.isdisjoint(
        {"tranquillite", "voies-plus-hautes-eaux", "exposition-plus-hautes-eaux"}
    )
    assert not [
        path for path in openapi["paths"] if path.split("/")[1] not in {*names, "index.json"}
    ]
    assert not [path for path in called if path.startswith("tranquillite/") and (".metadata." in path or "/par/" in path)]  # fmt: skip


def test_metadata_tell_of_the_files_their_digests_and_each_column(
    index: Mapping[str, Any], called: Mapping[str, bytes]
) -> None:
    for dataset in index["jeux"]:
        if dataset["id"] == GROWING:
            continue
        for table in dataset["tables"]:
            told = json.loads(called[table["metadonnees"]])
            for file in told["fichiers"]:
                raw = called[f"{dataset['id']}/{file['adresse']}"]
                assert (file["octets"], file["sha256"]) == (len(raw), sha256(raw))
            header = next(csv.reader(io.StringIO(called[table["csv"]].decode())))
            assert [column["nom"] for column in told["colonnes"]] == header
            assert told["citation"].count(told["version"]) == 1
            assert told["licence"]["adresse"].startswith("https://")


def test_a_table_that_grows_says_nothing_that_its_next_row_changes(
    index: Mapping[str, Any], called: Mapping[str, bytes]
) -> None:
    (growing,) = [one for one in index["jeux"] if one["id"] == GROWING]
    assert [table["nom"] for table in growing["tables"]] == ["alertes", "secteurs"]
    for table in growing["tables"]:
        told = json.loads(called[table["metadonnees"]])
        assert "nb_lignes" not in table
        assert not {"nb_lignes", "date"} & told.keys()
        assert all(set(file) == {"format", "adresse", "type_media"} for file in told["fichiers"])


def test_a_place_has_the_rows_of_the_tables_about_it(called: Mapping[str, bytes]) -> None:
    place = json.loads(called["lieux-frais/par/arrondissement/75111.json"])
    assert set(place["lieux"]) == {"75111"}
    for name, about in place["lieux"]["75111"].items():
        table = json.loads(called[f"lieux-frais/{name}.json"])
        assert about == [row for row in table if row["code_insee"] == "75111"]
        assert about


def test_every_street_is_in_the_file_of_its_last_two_digits(called: Mapping[str, bytes]) -> None:
    streets = {code: tables for path in called if path.startswith("voies/par/voie/")
               for code, tables in json.loads(called[path])["lieux"].items() if path.endswith(f"/{code[-2:]}.json")}  # fmt: skip
    table = json.loads(called["voies/voies.json"])
    assert {code: tables["voies"] for code, tables in streets.items()} == {row["n_sq_vo"]: [row] for row in table}  # fmt: skip
    assert len([path for path in called if path.startswith("voies/par/voie/")]) == 100


def test_a_chart_has_its_figures_its_picture_and_what_it_shows(
    index: Mapping[str, Any], called: Mapping[str, bytes]
) -> None:
    for dataset in (one for one in index["jeux"] if "graphique" in one):
        files = {form: called[path] for form, path in dataset["graphique"].items()}
        told = json.loads(files["metadata.json"])
        rows = list(csv.reader(io.StringIO(files["csv"].decode())))
        assert rows[0] == told["colonnes"]
        assert len(rows) > 1
        assert files["png"].startswith(b"\x89PNG")
        assert files["svg"] == called[f"{dataset['id']}/{told['graphique']}.svg"]
        for form, raw in files.items():
            if form != "metadata.json":
                assert called[f"{dataset['id']}/graphiques/{told['graphique']}.{form}"] == raw


def test_a_hidden_or_unknown_value_of_a_chart_is_an_empty_cell() -> None:
    marks = (Mark("a, « b »", "", None), Mark("c", "", 0.0), Mark("d", "", 6.1))
    shown = Shown(BARS, "m", "masqué", "", marks)
    assert rows(shown).decode().splitlines() == ["lieu,nb", '"a, « b »",', "c,0", "d,6.1"]


def test_one_file_has_the_digest_of_every_file_of_every_version(
    called: Mapping[str, bytes],
) -> None:
    lines = called["sha256sums.txt"].decode().splitlines()
    told = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    versions = {path for path in called if re.match(r"[^/]+/\d+\.\d+\.\d+/", path)}
    assert versions
    assert set(told) == {path for path in versions if not path.endswith("sha256sums.txt")}
    assert told == {path: sha256(called[path]) for path in told}
