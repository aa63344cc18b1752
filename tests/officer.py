"""What a communications officer does to data/: right edits, whatever the data say that day.

An edit finds its place by the form of the files, never by a value: to correct that value is a right edit too.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path

import yaml

from site_src.donnees.archiving import archive
from tests.opendata.cases import published
from tests.tools.test_recipes import shown_files

Files = dict[str, bytes]
SHARED = ("sources", "contacts", "familles", "document")
CRESTS = "data/datasets/crues/crues.csv"
CONTRACTS = "data/datasets/prevention/contrats-arrondissement.csv"
CORRECTED = "data/datasets/crues/"
# A statement with a figure, another after it: a key a line, or all of them in braces.
STATEMENTS = (
    r"(?m)^( +)- texte: (?:.+\n)(?:\1  .+\n)*?\1  valeur: (?:.+\n)(?:\1  .+\n)*(?=\1- )",
    r"(?m)^( +)- \{texte: .*\bvaleur: .*\}\n(?=\1- )",
)
# One or the other: an edit says what the files do not say yet, also when it was made before.
IDENTITY = {
    "adresse": ("https://exemple.invalid/risques/", "https://exemple.invalid/"),
    "depot": ("https://exemple.invalid/depot", "https://exemple.invalid/autre-depot"),
    "editeur": ("Une ville", "Une autre ville"),
    "directeur_de_publication": ("Une personne", "Une autre personne"),
    "hebergeur": ("Un hébergeur", "Un autre hébergeur"),
    "courriel": ("risques@exemple.invalid", "dicrim@exemple.invalid"),
    "siret": ("73282932000074", "73282932000082"),
}
NAMES = ("nouveau", "deuxieme", "troisieme")
HOURS = ("de 9 h à 17 h 15", "de 9 h à 17 h 30")


def replaced(
    files: Files, path: str, pattern: str, new: str | Callable[[re.Match[str]], str]
) -> None:
    """The first text of a file that matches `pattern` is written otherwise."""
    before = files[path].decode()
    after = re.sub(pattern, new, before, count=1)
    assert after != before, f"{path}: nothing like {pattern}"
    files[path] = after.encode()


def sheets(files: Files) -> Iterator[str]:
    """The files of data/risques that hold one risk."""
    for path in sorted(files):
        if path.startswith("data/risques/") and Path(path).stem not in SHARED:
            yield path


def first(files: Files, paths: Iterator[str], pattern: str) -> str:
    """The first of the files where something matches."""
    return next(path for path in paths if re.search(pattern, files[path].decode()))


def identity_and_address(files: Files, day: date) -> None:
    """The City says who publishes, and where."""
    for key, values in IDENTITY.items():
        replaced(files, "data/site.yaml", rf"(?m)^{key}: .*$", partial(unlike, key, values))


def unlike(key: str, values: Sequence[str], old: re.Match[str]) -> str:
    """The key with the first of the values that is not there yet."""
    quoted = next(text for text in (f'"{value}"' for value in values) if text not in old[0])
    return f"{key}: {quoted}"


def figure(files: Files, day: date) -> None:
    """A figure of a risk is brought up to date."""
    pattern = r"(?m)\bvaleur: (\d*[1-9])(?=$|[,} ])"
    path = first(files, sheets(files), pattern)
    replaced(files, path, pattern, lambda one: f"valeur: {int(one[1]) - 1}")


def past_event(files: Files, day: date) -> None:
    """An event is added, from a source that the sheet already names."""
    pattern = r"(?m)^evenements:\n(?=  - )"
    path = first(files, sheets(files), pattern)
    source = yaml.safe_load(files[path])["evenements"][0]["source"]
    told = f"debut: {day}\n    titre: Un évènement passé\n    source: {source}\n    statut: a_confirmer"
    replaced(files, path, pattern, f"evenements:\n  - {told}\n")


def crest_of_this_year(files: Files, day: date) -> None:
    """A crest of the Seine is added below the last: this year's, or that of the last year without one."""
    head, *rows = csv.reader(io.StringIO(files[CRESTS].decode(), newline=""))
    years = {row[head.index("annee")] for row in rows}
    year = next(year for year in range(day.year, 0, -1) if str(year) not in years)
    new = dict.fromkeys(head, "") | {
        "id_crue": f"crue-{year}", "annee": str(year), "date_debut": f"{year}-01-15", "precision_date": "jour",
        "hauteur_m": "4.20", "source": rows[-1][head.index("source")], "statut": "a_confirmer",
    }  # fmt: skip
    files[CRESTS] += (",".join(new.values()) + "\n").encode()


def opening_hours(files: Files, day: date) -> None:
    """The hours of a telephone number change."""
    hours = partial(unlike, "horaires", HOURS)
    replaced(files, "data/risques/contacts.yaml", r"(?m)\bhoraires: .*$", hours)


def contract_date(files: Files, day: date) -> None:
    """The year in which a contract was signed is found, or corrected."""
    head, row, *_ = files[CONTRACTS].decode().splitlines()
    fields = dict(zip(head.split(","), row.split(","), strict=True))
    fields["annee_signature"] = "2015" if fields["annee_signature"] != "2015" else "2014"
    replaced(files, CONTRACTS, re.escape(row), ",".join(fields.values()))


def translation(files: Files, day: date) -> None:
    """An English sentence is put better: one that no other file has, for a sentence has one translation."""
    pattern = re.compile(r'(?m)^ +en: "([^"\n\d]+)"$')
    pages = {
        path: raw.decode() for path, raw in files.items() if path.startswith("data/langues/en/")
    }
    sentences = Counter(match[1] for text in pages.values() for match in pattern.finditer(text))
    path, sentence = next(
        (path, match[1]) for path, text in sorted(pages.items()) for match in pattern.finditer(text)
        if sentences[match[1]] == 1
    )  # fmt: skip
    replaced(files, path, f'"{re.escape(sentence)}"', f'"{sentence} (put better)"')


def new_risk(files: Files, day: date) -> None:
    """The files that CONTRIBUTING shows, under names of their own."""
    name = next(name for name in NAMES if f"data/risques/{name}.yaml" not in files)
    for path, text in shown_files("Ajouter un risque").items():
        new = text.replace("exemple-2026", f"{name}-2026").replace("id: exemple", f"id: {name}")
        new = new.replace("des vitres", f"du danger {name}")  # an instruction is written once
        path = path.replace("exemple", name)
        files[path] = files.get(path, b"") + new.encode()


def new_version(files: Files, day: date) -> None:
    """CONTRIBUTING's recipe: the published version is kept, a table is corrected, the journal says so."""
    kept = archived(files, Path(CORRECTED).name)
    (description,) = (path for path in kept if path.endswith("datapackage.json"))
    old, digest = description.split("/")[-2], sha256(kept[description]).hexdigest()
    major, minor, patch = old.split(".")
    told = f"  - version: {major}.{minor}.{int(patch) + 1}\n    date: {day}\n    texte: Une note est complétée.\n"
    pattern = rf"(?m)^(  - version: {re.escape(old)}\n(?:    .+\n)+)"
    replaced(files, f"{CORRECTED}dataset.yaml", pattern, rf"{told}\g<1>    empreinte: {digest}\n")
    replaced(files, f"{CORRECTED}crues.csv", r",\n", ",Relue.\n")  # an empty note
    files |= kept


def archived(files: Files, identifier: str) -> Files:
    """What `archive` writes below versions/ of a dataset."""
    read = (f"data/datasets/{identifier}/", "data/sources.yaml", "data/site.yaml")
    made = published({path: raw for path, raw in files.items() if path.startswith(read)})
    with tempfile.TemporaryDirectory(prefix="prm-essai-") as folder, redirect_stdout(io.StringIO()):
        archive(identifier, made, Path(folder))
        written = [path for path in Path(folder).rglob("*") if path.is_file()]
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in written}


def withdrawn_figure(files: Files, day: date) -> None:
    """A statement with a figure is taken out of a list that keeps others, and no trace of it is kept."""
    path, form = next(
        (path, form) for form in STATEMENTS for path in sheets(files)
        if re.search(form, files[path].decode())
    )  # fmt: skip
    replaced(files, path, form, "")


def alert(files: Files, day: date) -> None:
    """An alert for all of Paris, on a risk that has instructions, with its source."""
    path = first(files, sheets(files), r"(?m)^consignes:\n")
    name = next(name for name in (f"{day}-essai", f"{day}-essai-2") if f"data/alertes/{name}.yaml" not in files)  # fmt: skip
    told = (
        f"id: {name}\nemise_le: {day} 00:30\nrisque: {Path(path).stem}\nniveau: information\ntitre: Un essai\n"
        "texte: Ceci est un essai.\nsecteurs: [paris]\n"
        "consignes:\n  - texte: Restez chez vous.\n    source: {nom: Essai, adresse: https://exemple.invalid/essai}\n"
        f"debut: {day} 01:00\nfin: {day} 23:00\n"
    )
    files[f"data/alertes/{name}.yaml"] = told.encode()


def dead_link(files: Files, day: date) -> None:
    """The page of a source has moved: its address, the day on which it was read again."""
    pattern = r'(?m)^(    adresse: "?https?://[^"\s]+?)/?("?)$'
    replaced(files, "data/risques/sources.yaml", pattern, r"\1/essai/\2")


EDITS: tuple[Callable[[Files, date], None], ...] = (
    identity_and_address, figure, past_event, crest_of_this_year, opening_hours, contract_date, translation,
    new_risk, new_version, withdrawn_figure,
)  # fmt: skip
