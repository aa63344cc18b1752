"""The lines that pages offer to copy, run as they stand beside the downloaded files: all give the answer of the CSV."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl.utils import column_index_from_string

from opendata.packages import snippets
from opendata.packages.file_names import bundle_name
from opendata.packages.questions import FIRST, Question, question
from opendata.records.dataset import Dataset
from tests.opendata.packages.books import Rows, sheets_of
from tools.browsing import served

NODE = Path(sys.executable).with_name("node")
# Code (or time) and number, in no order that two equal numbers could change.
Answer = list[tuple[str, float]]


def asked(declared: Mapping[str, Dataset]) -> Iterator[tuple[str, Dataset, Question]]:
    """Every dataset that may be downloaded, with what its page asks of it."""
    for name, dataset in declared.items():
        if dataset.est_telechargeable:
            yield name, dataset, question(dataset)


def expected(place: Path, one: Question) -> Answer:
    """The answer, row by row of the CSV, by no library of tables."""
    text = (place / one.ressource.fichier).read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(io.StringIO(text, newline=""))
            if all(row[name] == code for name, code in one.filtre.items()) and row[one.colonne] not in one.exclut]  # fmt: skip
    if one.genre == "compte":
        return sorted((code, float(n)) for code, n in Counter(row[one.colonne] for row in rows).items())  # fmt: skip
    told = [(row[one.colonne], float(row[one.valeur])) for row in rows if row[one.valeur]]
    if one.genre == "serie":
        return sorted(told)
    return sorted(told, key=lambda pair: -pair[1])[:FIRST]


def same(found: Answer, wanted: Answer, one: Question) -> bool:
    """Whether the numbers are the same, and what they are of where no two are equal."""
    numbers = sorted(number for _, number in found) == sorted(number for _, number in wanted)
    is_ranked = one.genre == "premiers" and len({number for _, number in wanted}) < len(wanted)
    return numbers and (is_ranked or sorted(found) == sorted(wanted))


def test_the_lines_for_duckdb_answer(
    folder: Path, declared: Mapping[str, Dataset], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, _, one in asked(declared):
        monkeypatch.chdir(folder / name)
        rows = duckdb.connect().execute(snippets.duckdb(one, "")).fetchall()
        found = [(str(code), float(number)) for code, number in rows]
        assert same(found, expected(folder / name, one), one), name


def test_the_lines_for_python_answer(
    folder: Path, declared: Mapping[str, Dataset], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, _, one in asked(declared):
        monkeypatch.chdir(folder / name)
        scope: dict[str, Any] = {}
        exec(snippets.python(one, ""), scope)
        answer = scope["reponse"]
        pairs = answer.items() if one.genre == "compte" else answer.itertuples(index=False, name=None)  # fmt: skip
        found = [(str(code), float(number)) for code, number in pairs]
        assert same(found, expected(folder / name, one), one), name


def test_the_lines_for_python_run_by_themselves(
    folder: Path, declared: Mapping[str, Dataset]
) -> None:
    name, _, one = next(asked(declared))
    done = subprocess.run([sys.executable, "-c", snippets.python(one, "")], cwd=folder / name, capture_output=True,
                          text=True, check=True, env={**os.environ, "PYTHONUTF8": "1"})  # fmt: skip
    assert done.stdout


def test_the_lines_for_javascript_answer(folder: Path, declared: Mapping[str, Dataset]) -> None:
    """As a module of Node, which asks a server for the JSON."""
    with served(folder) as address:
        for name, _, one in asked(declared):
            code = snippets.javascript(one, f"{address}/{name}/").replace(
                "console.table(reponse)", "console.log(JSON.stringify(reponse))"
            )
            done = subprocess.run([NODE, "--input-type=module", "-e", code], capture_output=True, text=True, check=True)  # fmt: skip
            answer = json.loads(done.stdout)
            pairs = answer.items() if one.genre == "compte" else [(row[one.colonne], row[one.valeur]) for row in answer]  # fmt: skip
            found = [(str(code), float(number)) for code, number in pairs]
            assert same(found, expected(folder / name, one), one), name


def test_the_formula_for_excel_answers(folder: Path, declared: Mapping[str, Dataset]) -> None:
    genres = set()
    for name, dataset, one in asked(declared):
        tables = tuple(resource.nom for resource in dataset.ressources)
        book = sheets_of(folder / name / bundle_name(name, dataset.est_fictif, "xlsx"))
        wanted = expected(folder / name, one)
        if one.genre == "compte":
            code = snippets.first_code(one)
            assert evaluated(snippets.excel(one, tables), book) == dict(wanted).get(code, 0), name
        else:
            assert evaluated(snippets.excel(one, tables), book) == max(n for _, n in wanted), name
        genres.add(one.genre)
    assert genres >= {"compte", "premiers"}


def evaluated(formula: str, book: Mapping[str, Rows]) -> float:
    """What Excel makes of NB.SI.ENS, MAX and MAX.SI.ENS over whole columns, with criteria « = » and « <> »."""
    name, inside = re.fullmatch(r"=([A-Z.]+)\((.*)\)", formula).groups()  # type: ignore[union-attr]
    parts = inside.split(";")
    values = _column(parts[0], book)
    pairs = parts if name == "NB.SI.ENS" else parts[1:]
    kept = [_kept(_column(cells, book), criterion) for cells, criterion in zip(pairs[::2], pairs[1::2], strict=True)]  # fmt: skip
    rows = [value for rank, value in enumerate(values) if all(one[rank] for one in kept)]
    assert name in ("NB.SI.ENS", "MAX", "MAX.SI.ENS")
    return len(rows) if name == "NB.SI.ENS" else max(value for value in rows if isinstance(value, int | float))  # fmt: skip


def _column(cells: str, book: Mapping[str, Rows]) -> list[Any]:
    sheet, first, last = re.fullmatch(r"'(.+)'!([A-Z]+):([A-Z]+)", cells).groups()  # type: ignore[union-attr]
    assert first == last
    rank = column_index_from_string(first) - 1
    return [row[rank] for row in book[sheet]]


def _kept(values: list[Any], criterion: str) -> list[bool]:
    wanted = json.loads(criterion)
    if isinstance(wanted, str) and wanted.startswith("<>"):
        return [str(value) != wanted[2:] for value in values]
    return [value == wanted for value in values]


def test_the_lines_for_r_keep_codes_as_texts(declared: Mapping[str, Dataset]) -> None:
    for name, _, one in asked(declared):
        text = snippets.r(one, "https://exemple.invalid/donnees/essai/")
        assert f'read.csv("https://exemple.invalid/donnees/essai/{one.ressource.fichier}"' in text
        for column in one.ressource.schema_.fields_:
            assert bool(re.search(rf'[ (]{column.name} = "character"', text)) == (column.type not in ("integer", "number", "year")), name  # fmt: skip


def test_a_known_site_is_read_where_it_stands(declared: Mapping[str, Dataset]) -> None:
    place = "https://exemple.invalid/donnees/essai/"
    _, _, one = next(asked(declared))
    stem = one.ressource.fichier.removesuffix(".csv")
    assert f'"{place}{stem}.parquet"' in snippets.python(one, place)
    assert f"'{place}{stem}.parquet'" in snippets.duckdb(one, place)
    assert f'"{place}{stem}.json"' in snippets.javascript(one, place)


def test_a_question_says_what_it_keeps_and_asks_of_every_dataset(
    declared: Mapping[str, Dataset],
) -> None:
    for name, dataset, one in asked(declared):
        assert one.texte.endswith(" ?"), name
        assert one.ressource in dataset.ressources
        for column in one.filtre:
            assert one.ressource.schema_.column(column).title in one.texte, name


def test_quotes_in_a_code_stay_in_it() -> None:
    assert snippets._quoted("l'autre") == "'l''autre'"
    assert snippets._text('un "mot"') == '"un \\"mot\\""'
