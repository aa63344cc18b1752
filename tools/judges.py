"""R and LibreOffice open every published file and agree on rows and sums (make judges); a book that LibreOffice
saves gives every edited CSV back.

Debian: apt-get install r-base-core r-cran-jsonlite r-cran-readxl libreoffice-calc-nogui. They are
too large for `make test`, which asks pandas, polars, DuckDB, openpyxl and GDAL the same question.
"""

from __future__ import annotations

import csv
import io
import json
import math
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from build import PLAN
from opendata.findings.finding import FindingsError
from opendata.packages import snippets
from opendata.packages.questions import FIRST, question
from opendata.records.dataset import FOLDER, Dataset
from site_src.commands import generated_tables
from site_src.donnees.workbook import drawn_book, edited, returned
from site_src.engine.readings import Library
from site_src.engine.tree import Tree

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "site" / "donnees"
# Files of the City and of Insee, which are beside some checkouts and in none; and ten lines that join ours to them.
CITY, CLIENTS = ROOT.parent / "shared" / "mirror", ROOT / "tools" / "clients"
NUMERIC = ("integer", "number", "year")
PACKAGES = "r-base-core r-cran-jsonlite r-cran-readxl libreoffice-calc-nogui"
Totals = dict[str, tuple[int, float]]  # file (and sheet) → rows, sum of all numeric columns

# One line a table: path, rows, sum. Sheets of a workbook are numbered from 1.
R_SCRIPT = """
options(digits = 17)
total <- function(table, names) sum(vapply(names, function(n) sum(as.numeric(table[[n]]), na.rm = TRUE), 0))
say <- function(label, table, names) cat(label, NROW(table), format(total(table, names), digits = 17), "\\n", sep = "\\t")
asked <- jsonlite::fromJSON("asked.json", simplifyDataFrame = FALSE)
for (one in asked) {
  names <- unlist(one$names)
  positions <- unlist(one$positions)
  say(one$csv, read.csv(one$csv, encoding = "UTF-8", na.strings = "", check.names = FALSE), names)
  say(one$json, jsonlite::fromJSON(one$json), names)
  sheet <- suppressMessages(readxl::read_excel(one$xlsx, sheet = one$sheet, guess_max = 100000, .name_repair = "minimal"))
  cat(paste0(one$xlsx, "#", one$sheet), nrow(sheet), format(sum(vapply(positions, function(p) sum(as.numeric(sheet[[p]]), na.rm = TRUE), 0)), digits = 17), "\\n", sep = "\\t")
}
"""


def main() -> int:
    """Ask both judges; returns the exit code."""
    missing = [name for name in ("Rscript", "soffice") if shutil.which(name) is None]
    if missing:
        sys.stderr.write(f"{', '.join(missing)} : installer les paquets Debian {PACKAGES}\n")
        return 2
    packages = [
        (path.parent, json.loads(path.read_bytes()))
        for path in sorted(DATA.glob("*/*datapackage.json"))
    ]
    asked = [item for place, package in packages for item in _asked(place, package)]
    expected = _expected(asked)
    with tempfile.TemporaryDirectory(prefix="prm-judges-") as folder:
        told = _r(asked, Path(folder)) | _libreoffice(asked, Path(folder))
        books = list(_edited(Path(folder)))
    faults = [*_differences(expected, told), *_snippets(_declared()), *_client(), *books]
    for fault in faults:
        print(fault)
    print(f"{len(told)} tables lues par R et LibreOffice, {len(faults)} désaccord(s)")
    return 1 if faults or not told else 0


def _declared() -> Mapping[str, Dataset]:
    """The datasets as they are declared, by id."""
    return Library(PLAN.readings, Tree(ROOT), PLAN.refused).record("declarations", dict)


def _asked(place: Path, package: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    (xlsx,) = [item["path"] for item in package["formats"] if item["format"] == "xlsx"]
    for rank, resource in enumerate(package["resources"], 1):
        fields = resource["schema"]["fields"]
        numbers = [n for n, field in enumerate(fields, 1) if field["type"] in NUMERIC]
        yield {
            "csv": str(place / resource["path"]),
            "json": str((place / resource["path"]).with_suffix(".json")),
            "xlsx": str(place / xlsx),
            "sheet": rank,
            "names": [fields[n - 1]["name"] for n in numbers],
            "positions": numbers,
        }


def _summed(text: str, positions: list[int]) -> tuple[int, float]:
    _, *rows = csv.reader(io.StringIO(text, newline=""))
    return len(rows), math.fsum(float(row[n - 1]) for row in rows for n in positions if row[n - 1])


def _expected(asked: list[dict[str, Any]]) -> Totals:
    """By the standard library, from the canonical CSV."""
    found: Totals = {}
    for one in asked:
        totals = _summed(Path(one["csv"]).read_text(encoding="utf-8"), one["positions"])
        for label in (one["csv"], one["json"], f"{one['xlsx']}#{one['sheet']}"):
            found[label] = found[f"LibreOffice {label}"] = totals
    return found


def _r(asked: list[dict[str, Any]], folder: Path) -> Totals:
    (folder / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
    (folder / "lire.R").write_text(R_SCRIPT, encoding="utf-8")
    said = _run(["Rscript", "--vanilla", "lire.R"], folder)
    return {
        label: (int(rows), float(total))
        for label, rows, total, *_ in (line.split("\t") for line in said.splitlines())
    }


def _libreoffice(asked: list[dict[str, Any]], folder: Path) -> Totals:
    """Every sheet of every workbook, written back as CSV (token 12: -1 is all sheets), and every CSV."""
    out = folder / "sorties"
    profile = f"-env:UserInstallation=file://{folder}/profil"
    books = sorted({one["xlsx"] for one in asked})
    _run(["soffice", profile, "--headless", "--convert-to",
          "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1", "--outdir", str(out), *books], folder)  # fmt: skip
    found: Totals = {}
    for book in books:
        sheets = [one for one in asked if one["xlsx"] == book]
        for one, name in zip(sheets, _sheet_names(Path(book)), strict=False):
            text = (out / f"{Path(book).stem}-{name}.csv").read_text(encoding="utf-8")
            found[f"LibreOffice {book}#{one['sheet']}"] = _summed(text, one["positions"])
    return found


def _edited(folder: Path) -> Iterator[str]:
    """LibreOffice opens and saves the book of each dataset that people edit: every CSV comes back byte for byte."""
    given = {}
    for name in _declared():
        files = Tree(ROOT).select((f"{FOLDER}/{name}/**/*",))
        with suppress(FindingsError):  # nobody edits it
            given[name] = edited(name, files, generated_tables(ROOT))
    drawn, saved = folder / "tires", folder / "enregistres"
    drawn.mkdir()
    for name, one in given.items():
        (drawn / f"{name}.xlsx").write_bytes(drawn_book(one))
    profile = f"-env:UserInstallation=file://{folder}/profil"
    _run(["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(saved),
          *map(str, sorted(drawn.iterdir()))], folder)  # fmt: skip
    for name, one in given.items():
        made = returned(f"{name}.xlsx", (saved / f"{name}.xlsx").read_bytes(), one)
        yield from map(str, made.findings)
        yield from (f"{path} : autre après LibreOffice" for path in made.files)


def _sheet_names(book: Path) -> list[str]:
    import openpyxl

    names: list[str] = openpyxl.load_workbook(book, read_only=True).sheetnames
    return names


def _differences(expected: Totals, told: Totals) -> Iterator[str]:
    for label, (rows, total) in told.items():
        wanted = expected[label]
        if rows != wanted[0] or not math.isclose(total, wanted[1], rel_tol=1e-9):
            yield f"{label} : {rows} lignes, somme {total} ; attendu {wanted[0]} et {wanted[1]}"


def _snippets(declared: Mapping[str, Dataset]) -> Iterator[str]:
    """The lines that pages offer for R, run as they stand: an answer, as long as the question says."""
    for name, dataset in declared.items():
        if not dataset.est_telechargeable:
            continue
        asked = question(dataset)
        count = "cat(NROW(reponse), is.null(reponse))"
        said = _run(
            ["Rscript", "--vanilla", "-e", f"{snippets.r(asked, '')}\n{count}"], DATA / name
        )
        rows, is_nothing = said.split()[-2:]
        if is_nothing != "FALSE" or not 0 < int(rows) <= (
            FIRST if asked.genre == "premiers" else 10_000
        ):
            yield f"{name} : l'extrait R répond {rows} lignes"


def _client() -> Iterator[str]:
    """The client in R finds what the one in Python finds; it is said when there is nothing to join with."""
    if not CITY.exists():
        sys.stderr.write(f"client R : {CITY} n'est pas sur cette machine\n")
        return
    with tempfile.TemporaryDirectory(prefix="prm-clients-") as name:
        place = Path(name)
        (place / "ville").symlink_to(CITY)
        (place / "donnees").symlink_to(DATA)
        found = {}
        for client, command in (
            ("client.R", ["Rscript", "--vanilla"]),
            ("with_pandas.py", [sys.executable]),
        ):
            (place / client).write_text(client_text(client, DATA), encoding="utf-8")
            found[client] = _run([*command, client], place).split()
    if found["client.R"] != found["with_pandas.py"]:
        yield f"client R : {found['client.R']} ; attendu {found['with_pandas.py']}"


def client_text(name: str, data: Path) -> str:
    """The lines of a client, for the tables of `data`: a site built before the column was renamed calls it otherwise."""
    header = (data / "voies-risques/verdicts.csv").read_text(encoding="utf-8").partition("\n")[0]
    return (CLIENTS / name).read_text(encoding="utf-8").replace("n_sq_vo", header.split(",")[0])


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603  (our own words)
    if done.returncode:
        raise SystemExit(f"{command[0]} : {done.stderr[-2000:]}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
