"""Lines to copy that answer a question of a dataset, in Python, R, SQL (DuckDB), JavaScript and Excel; tests run them.

`place` is where the files are: the address of the dataset, or nothing when they stand beside. All but Excel's end with the
answer under the name `reponse`; a row without a value (hidden, unknown) is left out and never stands for zero.
"""

from __future__ import annotations

import json
from pathlib import PurePosixPath

from opendata.packages.file_names import sheet_names
from opendata.packages.questions import FIRST, Question
from opendata.records.resource import Resource


def python(asked: Question, place: str) -> str:
    """Pandas on Parquet: types come with the file."""
    lines = [f'table = pd.read_parquet("{place}{_file(asked.ressource, "parquet")}")']
    lines += [
        f'table = table[table["{name}"] == {_literal(asked, name, code)}]'
        for name, code in asked.filtre.items()
    ]
    if asked.exclut:
        lines.append(f'table = table[~table["{asked.colonne}"].isin({_list(asked.exclut)})]')
    pair = f'[["{asked.colonne}", "{asked.valeur}"]]'
    told = f'table.dropna(subset=["{asked.valeur}"])'
    lines.append("reponse = " + {
        "compte": f'table["{asked.colonne}"].value_counts()',
        "premiers": f'{told}.nlargest({FIRST}, "{asked.valeur}"){pair}',
        "serie": f'{told}.sort_values("{asked.colonne}"){pair}',
    }[asked.genre])  # fmt: skip
    return "\n".join(["import pandas as pd", "", *lines, "print(reponse)", ""])


def r(asked: Question, place: str) -> str:
    """Base R on the CSV; columns of codes stay texts, so that « 01 » does not become 1."""
    texts = [
        one.name
        for one in asked.ressource.schema_.fields_
        if one.type not in ("integer", "number", "year")
    ]
    named = ", ".join(f'{name} = "character"' for name in texts)
    classes = f",\n                   colClasses = c({named})" if texts else ""
    kept = [f"donnees${name} == {_literal(asked, name, code)}" for name, code in asked.filtre.items()]  # fmt: skip
    if asked.exclut:
        kept.append(f"!(donnees${asked.colonne} %in% c({_list(asked.exclut)[1:-1]}))")
    if asked.valeur:
        kept.append(f"!is.na(donnees${asked.valeur})")
    rows = [f"donnees <- donnees[{' & '.join(kept)}, ]"] if kept else []
    pair = f'c("{asked.colonne}", "{asked.valeur}")'
    answer = {
        "compte": f"sort(table(donnees${asked.colonne}), decreasing = TRUE)",
        "premiers": f"head(donnees[order(-donnees${asked.valeur}), {pair}], {FIRST})",
        "serie": f"donnees[order(donnees${asked.colonne}), {pair}]",
    }[asked.genre]
    read = f'donnees <- read.csv("{place}{asked.ressource.fichier}", encoding = "UTF-8", na.strings = ""{classes})'
    return "\n".join([read, *rows, f"reponse <- {answer}", "print(reponse)", ""])


def duckdb(asked: Question, place: str) -> str:
    """SQL on Parquet, without loading it whole."""
    kept = [f"{name} = {_sql(asked, name, code)}" for name, code in asked.filtre.items()]
    if asked.exclut:
        kept.append(f"{asked.colonne} NOT IN ({', '.join(map(_quoted, asked.exclut))})")
    if asked.valeur:
        kept.append(f"{asked.valeur} IS NOT NULL")
    shown, order = {
        "compte": ("count(*) AS lignes", f"GROUP BY {asked.colonne}\nORDER BY lignes DESC"),
        "premiers": (asked.valeur, f"ORDER BY {asked.valeur} DESC\nLIMIT {FIRST}"),
        "serie": (asked.valeur, f"ORDER BY {asked.colonne}"),
    }[asked.genre]
    where = [f"WHERE {' AND '.join(kept)}"] if kept else []
    source = f"FROM '{place}{_file(asked.ressource, 'parquet')}'"
    return "\n".join([f"SELECT {asked.colonne}, {shown}", source, *where, f"{order};", ""])


def javascript(asked: Question, place: str) -> str:
    """A module, in a browser or Node, on the JSON."""
    kept = [
        f"ligne.{name} === {_literal(asked, name, code)}" for name, code in asked.filtre.items()
    ]
    if asked.exclut:
        kept.append(f"!{_list(asked.exclut)}.includes(ligne.{asked.colonne})")
    if asked.valeur:
        kept.append(f"ligne.{asked.valeur} !== null")
    rows = f".filter((ligne) => {' && '.join(kept)})" if kept else ""
    lines = [
        f'const table = await (await fetch("{place}{_file(asked.ressource, "json")}")).json();',
        f"const lignes = table{rows};",
    ]
    if asked.genre == "compte":
        lines += ["const reponse = {};",
                  f"for (const {{ {asked.colonne}: code }} of lignes) reponse[code] = (reponse[code] ?? 0) + 1;"]  # fmt: skip
    else:
        order = f"b.{asked.valeur} - a.{asked.valeur}" if asked.genre == "premiers" else f"a.{asked.colonne} < b.{asked.colonne} ? -1 : 1"  # fmt: skip
        first = f".slice(0, {FIRST})" if asked.genre == "premiers" else ""
        pair = f"{{ {asked.colonne}, {asked.valeur} }}"
        lines.append(
            f"const reponse = lignes.sort((a, b) => {order}){first}\n  .map(({pair}) => ({pair}));"
        )
    return "\n".join([*lines, "console.table(reponse);", ""])


def excel(asked: Question, tables: tuple[str, ...]) -> str:
    """A formula for the workbook of the dataset, whose tables are `tables`: a count of one code, or the largest value."""
    names = [one.name for one in asked.ressource.schema_.fields_]
    sheet = dict(zip(tables, sheet_names(tables), strict=True))[asked.ressource.nom]

    def cells(name: str) -> str:
        letter = _letter(names.index(name))
        return f"'{sheet}'!{letter}:{letter}"

    kept = [f"{cells(name)};{_literal(asked, name, code)}" for name, code in asked.filtre.items()]
    if asked.genre == "compte":
        return f"=NB.SI.ENS({';'.join([f'{cells(asked.colonne)};{_text(first_code(asked))}', *kept])})"  # fmt: skip
    kept += [f'{cells(asked.colonne)};"<>{code}"' for code in asked.exclut]
    if not kept:
        return f"=MAX({cells(asked.valeur)})"
    return f"=MAX.SI.ENS({';'.join([cells(asked.valeur), *kept])})"


def first_code(asked: Question) -> str:
    """The code whose rows the formula for Excel counts."""
    column = asked.ressource.schema_.column(asked.colonne)
    return next((code for code in column.labels if code not in asked.exclut), "")


def _file(resource: Resource, suffix: str) -> str:
    return f"{PurePosixPath(resource.fichier).stem}.{suffix}"


def _literal(asked: Question, name: str, code: str) -> str:
    """A code as Python, R and JavaScript write it: a text between quotes, a number without."""
    return code if asked.ressource.schema_.column(name).type in ("integer", "number", "year") else _text(code)  # fmt: skip


def _sql(asked: Question, name: str, code: str) -> str:
    is_text = asked.ressource.schema_.column(name).type == "string"
    return _quoted(code) if is_text else code


def _text(code: str) -> str:
    return json.dumps(code, ensure_ascii=False)


def _list(codes: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_text, codes))}]"


def _quoted(code: str) -> str:
    return "'" + code.replace("'", "''") + "'"


def _letter(rank: int) -> str:
    """The name of a column of a sheet: A, B … Z, AA."""
    before, last = divmod(rank, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)
