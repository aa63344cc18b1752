"""Ten corruptions and more of each of thirteen classes: all caught, with the place and the remedy."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from opendata.findings import Finding
from opendata.model import Licence, Source
from opendata.records.catalogue import read_datasets

FOLDER = "data/datasets/essai/"
YAML, LIEUX, MESURES, COMPTES = (
    f"{FOLDER}{name}" for name in ("dataset.yaml", "lieux.csv", "mesures.csv", "comptes.csv")
)
DECLARATION = """titre: Mesures d’essai
titre_court: Essai
description: Un jeu minuscule qui sert aux essais du contrôle des données, sans rapport avec un lieu réel.
mots_cles: [essai]
contact: {nom: Personne}
frequence: ponctuelle
couverture_temporelle: {debut: 2020, fin: 2021}
couverture_spatiale: {libelle: Nulle part, code_insee: "00000"}
methode: Écrit à la main pour les essais.
protection: Sans objet.
limites: [Ce ne sont pas des mesures.]
ruptures: []
theme: ENVI
taux: {texte: Aucun.}
lignee:
  sources: [ouverte]
  documents:
    - {id: carnet, titre: Carnet d’essai, editeur: Personne, annee: 2020, adresse: "", lu_le: 2026-01-01}
est_fictif: false
journal:
  - {version: 1.0.0, date: 2026-01-01, texte: Première publication.}
graphiques: []
sans_graphique: Rien à montrer.
ressources:
  - nom: lieux
    fichier: lieux.csv
    titre: Lieux
    description: Un lieu par ligne.
    nature: publique
    licence: etalab-2.0
    derive_de: [carnet]
    schema:
      fields:
        - {name: lieu, title: Lieu, description: Lieu., type: string, constraints: {required: true, unique: true, pattern: "[a-z]"}}
        - {name: libelle, title: Nom, description: Nom., type: string, constraints: {required: true}}
      primaryKey: [lieu]
  - nom: mesures
    fichier: mesures.csv
    titre: Mesures
    description: Une mesure par ligne.
    nature: publique
    licence: etalab-2.0
    derive_de: [ouverte]
    sans_totaux: Des hauteurs ne s’additionnent pas.
    schema:
      fields:
        - {name: lieu, title: Lieu, description: Lieu., type: string, constraints: {required: true}}
        - {name: annee, title: Année, description: Année., type: year, constraints: {required: true, minimum: 2000, maximum: 2100}}
        - {name: jour, title: Jour, description: Jour., type: date, constraints: {minimum: 2000-01-01, maximum: 2099-12-31}, missingValues: [{value: "", label: inconnu}]}
        - {name: hauteur_m, title: Hauteur, description: Hauteur., type: number, unit: m, constraints: {required: true, minimum: 0, maximum: 10}}
        - {name: nb, title: Nombre, description: Nombre., type: integer, unit: lectures, constraints: {required: true, minimum: 0, maximum: 100}}
        - {name: est_fiable, title: Fiable, description: Fiable., type: boolean, constraints: {required: true}}
        - name: etat
          title: État
          description: État.
          type: string
          constraints: {required: true}
          categories: [{value: bon, label: bonne mesure}, {value: douteux, label: mesure douteuse}]
      primaryKey: [lieu, annee]
      foreignKeys: [{fields: [lieu], reference: {resource: lieux, fields: [lieu]}}]
  - nom: comptes
    fichier: comptes.csv
    titre: Comptes
    description: Un compte par ligne.
    nature: publique
    licence: etalab-2.0
    derive_de: [carnet]
    totaux: [{colonne: secteur, total: Total, valeur: nb}]
    statut: {colonne: obs_status, valeur: nb, masque: [Q]}
    schema:
      fields:
        - {name: annee, title: Année, description: Année., type: year, constraints: {required: true}}
        - {name: secteur, title: Secteur, description: Secteur., type: string, constraints: {required: true}}
        - {name: nb, title: Nombre, description: Nombre., type: integer, unit: faits, missingValues: [{value: "", label: masqué}]}
        - {name: obs_status, title: Statut, description: Statut., type: string, constraints: {required: true}, categories: [{value: A, label: valeur}, {value: Q, label: masqué}]}
      primaryKey: [annee, secteur]
"""
CSV = {
    LIEUX: "lieu,libelle\na,Amont\nb,Bief de l’écluse\nc,Canal à l’arrêt\n",
    MESURES: "lieu,annee,jour,hauteur_m,nb,est_fiable,etat\na,2020,2020-01-01,6.10,12,true,bon\na,2021,2021-02-03,5.25,7,false,douteux\n"
    "b,2020,2020-05-06,3.00,0,true,bon\nb,2021,2021-07-08,4.50,99,true,bon\nc,2021,,0.75,45,false,douteux\n",
    COMPTES: "annee,secteur,nb,obs_status\n2020,Total,60,A\n2020,nord,10,A\n2020,sud,20,A\n2020,est,30,A\n"
    "2021,Total,50,A\n2021,nord,,Q\n2021,sud,,Q\n2021,est,15,A\n",
}
Files = dict[str, bytes]


def whole() -> Files:
    return {YAML: DECLARATION.encode(), **{path: text.encode() for path, text in CSV.items()}}


def source(name: str, licence: str, *, unsure: bool = False) -> Source:
    terms = Licence(licence, licence, "https://exemple.invalid", est_a_confirmer=unsure)
    return Source(
        name,
        "Personne",
        "Essai",
        "https://exemple.invalid",
        terms,
        "2020",
        "2026-01-01",
        "a.csv",
        "0" * 64,
        "Aucune.",
        (),
    )


SOURCES = {
    "ouverte": source("ouverte", "etalab-2.0"),
    "partage": source("partage", "ODbL-1.0"),
    "incertaine": source("incertaine", "etalab-2.0", unsure=True),
}


def found(files: Files) -> list[Finding]:
    findings: list[Finding] = []
    checked = read_datasets(files, SOURCES, findings)
    assert bool(checked) != bool(findings), "published and refused at once, or neither"
    return findings


@dataclass(frozen=True)
class Corruption:
    """What is spoiled, and where a finding must point: `line` 0 is the whole file."""

    kind: str
    what: str
    files: Files
    path: str
    line: int


def field(path: str, line: int, name: str, value: str) -> Files:
    """One field of a CSV replaced; `line` counts from 1, the header's."""
    rows = list(csv.reader(io.StringIO(CSV[path], newline="")))
    rows[line - 1][rows[0].index(name)] = value
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return {**whole(), path: text.getvalue().encode()}


def declared(before: str, after: str, rank: int = 0) -> tuple[Files, int]:
    """The `rank`-th occurrence of a text of dataset.yaml replaced, and its line."""
    starts = [match.start() for match in re.finditer(re.escape(before), DECLARATION)]
    start = starts[rank]
    text = DECLARATION[:start] + after + DECLARATION[start + len(before) :]
    return {**whole(), YAML: text.encode()}, DECLARATION.count("\n", 0, start) + 1


def fields(kind: str, path: str, cases: list[tuple[int, str, str]]) -> Iterator[Corruption]:
    for line, name, value in cases:
        yield Corruption(
            kind,
            f"{path.rpartition('/')[2]} {name} « {value} » ligne {line}",
            field(path, line, name, value),
            path,
            line,
        )


def declarations(kind: str, cases: list[tuple[str, str]], rank: int = 0) -> Iterator[Corruption]:
    for before, after in cases:
        files, line = declared(before, after, rank)
        yield Corruption(kind, f"{after!r} pour {before!r}, n° {rank}", files, YAML, line)


def types() -> Iterator[Corruption]:
    yield from fields("type", MESURES, [
        *((2, "hauteur_m", text) for text in ("haute", "6,10", "6 m", "NaN", "inf", "1e3", "+3", "0x1", ".5", "5.", " 6.1")),
        *((3, "nb", text) for text in ("12.0", "douze", "1 2", "1e2", "07")),
        *((4, "jour", text) for text in ("03/02/2021", "2021-13-01", "2021-02-30", "hier", "20210203")),
        *((5, "annee", text) for text in ("20", "2020.0", "MMXX", "-2020")),
        *((6, "est_fiable", text) for text in ("oui", "VRAI", "1", "True")),
    ])  # fmt: skip


def ranges() -> Iterator[Corruption]:
    yield from fields("range", MESURES, [
        *((2, "hauteur_m", text) for text in ("-0.01", "10.01", "61", "999999999")),
        *((3, "nb", text) for text in ("-1", "101", "100000")),
        *((4, "jour", text) for text in ("1999-12-31", "2100-01-01")),
        *((5, "annee", text) for text in ("1999", "2101", "9999")),
    ])  # fmt: skip
    yield from fields("range", LIEUX, [(2, "lieu", "A"), (3, "lieu", "bb")])


def keys() -> Iterator[Corruption]:
    yield from fields("key", MESURES, [
        (3, "annee", "2020"), (5, "annee", "2020"),  # the row above, again
        (2, "lieu", "z"), (4, "lieu", "0"), (6, "lieu", "A"), (6, "lieu", "é"),  # nowhere in lieux
        (2, "lieu", ""), (3, "annee", ""), (6, "lieu", ""),
    ])  # fmt: skip
    yield from fields("key", LIEUX, [(3, "lieu", "a"), (4, "lieu", "b"), (2, "lieu", "")])
    yield from fields(
        "key", COMPTES, [(5, "secteur", "nord"), (9, "secteur", ""), (3, "secteur", "Total")]
    )


def codes() -> Iterator[Corruption]:
    words = (
        "moyen",
        "Bon",
        "BON",
        "bonne mesure",
        "mauvais",
        "b",
        "doute",
        "bon;douteux",
        "1",
        "?",
    )
    yield from fields(
        "code", MESURES, [(2 + rank % 5, "etat", word) for rank, word in enumerate(words)]
    )
    yield from fields(
        "code", COMPTES, [(2, "obs_status", "B"), (3, "obs_status", "a"), (7, "obs_status", "AQ")]
    )


def columns(kind: str, change: Callable[[list[list[str]], int], None]) -> Iterator[Corruption]:
    for path, text in CSV.items():
        for rank in range(len(text.split("\n")[0].split(","))):
            rows = list(csv.reader(io.StringIO(text, newline="")))
            change(rows, rank)
            raw = "".join(",".join(row) + "\n" for row in rows).encode()
            yield Corruption(kind, f"{path} colonne {rank}", {**whole(), path: raw}, path, 1)


def missing_columns() -> Iterator[Corruption]:
    def drop(rows: list[list[str]], rank: int) -> None:
        for row in rows:
            del row[rank]

    yield from columns("missing column", drop)


def extra_columns() -> Iterator[Corruption]:
    def insert(rows: list[list[str]], rank: int) -> None:
        for number, row in enumerate(rows):
            row.insert(rank, "x" if number else "colonne_en_trop")

    yield from columns("extra column", insert)


def encodings() -> Iterator[Corruption]:
    whole_file = {"vide": b"", "blancs": b" \n\n", "nuls": b"\0" * 40}
    for path, text in CSV.items():
        spoiled = {
            "BOM": (b"\xef\xbb\xbf" + text.encode(), 1),
            "UTF-16": (text.encode("utf-16"), 1),
            "point-virgule": (text.replace(",", ";").encode(), 1),
            "guillemet": (text.replace("\n", '\n"', 1).encode(), 2),
            **{name: (raw, None) for name, raw in whole_file.items()},
        }
        for name, (raw, line) in spoiled.items():
            yield Corruption(
                "encoding",
                f"{name} {path}",
                {**whole(), path: raw},
                path,
                -1 if line is None else line,
            )
    for name in ("cp1252", "latin-1", "mac-roman", "cp850"):
        raw = CSV[LIEUX].replace("’", "'").encode(name)
        yield Corruption("encoding", f"{name} lieux", {**whole(), LIEUX: raw}, LIEUX, 3)
        yield Corruption(
            "encoding",
            f"{name} yaml",
            {**whole(), YAML: DECLARATION.replace("’", "'").encode(name)},
            YAML,
            3,
        )
    cut = CSV[LIEUX].encode()[: CSV[LIEUX].encode().index("é".encode()) + 1]
    yield Corruption(
        "encoding", "coupé au milieu d'un caractère", {**whole(), LIEUX: cut}, LIEUX, 3
    )


def totals() -> Iterator[Corruption]:
    yield from fields_at(2, [(2, value) for value in ("59", "61", "0", "600", "6")])
    yield from fields_at(2, [(3, "11"), (3, "0"), (4, "2"), (5, "31"), (5, "300")])
    yield from fields_at(
        6, [(6, "14"), (6, "0"), (9, "51"), (9, "150")]
    )  # what is shown passes the total


def fields_at(told: int, cases: list[tuple[int, str]]) -> Iterator[Corruption]:
    """A value of comptes changed at one line; the finding is at the line of the total."""
    for line, value in cases:
        yield Corruption(
            "totals", f"nb {value} ligne {line}", field(COMPTES, line, "nb", value), COMPTES, told
        )


def statuses() -> Iterator[Corruption]:
    yield from fields("status", COMPTES, [(line, "obs_status", "Q") for line in (2, 3, 4, 5, 6, 9)])
    yield from fields("status", COMPTES, [(line, "obs_status", "A") for line in (7, 8)])
    yield from fields("status", COMPTES, [(line, "nb", "") for line in (2, 3, 4, 5, 6, 9)])
    yield from fields("status", COMPTES, [(line, "nb", "5") for line in (7, 8)])


def licences() -> Iterator[Corruption]:
    for rank in range(3):
        yield from declarations("licence", [("    licence: etalab-2.0\n", text) for text in (
            "    licence: CC-BY-4.0\n", "    licence: ''\n", "    licence: [etalab-2.0]\n")], rank)  # fmt: skip
        files, line = declared("    licence: etalab-2.0\n", "", rank)
        yield Corruption("licence", f"sans licence, n° {rank}", files, YAML, -line)
    for name in ("partage", "incertaine"):
        for rank, before in enumerate(("derive_de: [carnet]", "derive_de: [ouverte]")):
            files, line = declared(before, before.replace("[", f"[{name}, "))
            text = files[YAML].decode().replace("sources: [ouverte]", f"sources: [ouverte, {name}]")
            place = line - 1 if name == "partage" else line  # at the licence, or at the source
            yield Corruption(
                "licence", f"{name} n° {rank}", {**files, YAML: text.encode()}, YAML, place
            )


def lineages() -> Iterator[Corruption]:
    yield from declarations("lineage", [
        ("derive_de: [ouverte]", "derive_de: [inconnue]"), ("derive_de: [ouverte]", "derive_de: []"),
        ("derive_de: [ouverte]", "derive_de: ouverte"), ("derive_de: [carnet]", "derive_de: [Carnet]"),
        ("derive_de: [carnet]", "derive_de: [carnet, autre]"), ("sources: [ouverte]", "sources: [absente]"),
        ("sources: [ouverte]", "sources: ouverte"), ("annee: 2020, adresse", "annee: avant, adresse"),
        ('adresse: ""', "adresse: nulle part"), ('adresse: ""', "adresse: http://exemple.invalid"),
        ("lu_le: 2026-01-01", "lu_le: hier"), ("editeur: Personne, ", ""), ("titre: Carnet d’essai, ", ""),
    ])  # fmt: skip


def versions() -> Iterator[Corruption]:
    entry = "  - {version: 1.0.0, date: 2026-01-01, texte: Première publication.}\n"
    yield from declarations("version", [("version: 1.0.0", f"version: {text}") for text in (
        "1.0", "v1.0.0", "01.0.0", "1.0.0-beta", "1", "''", "1,0,0")])  # fmt: skip
    older = "  - {version: %s, date: %s, texte: Avant.}\n"
    for version, date in (
        ("1.0.0", "2026-01-01"),
        ("2.0.0", "2026-01-01"),
        ("1.10.0", "2025-01-01"),
        ("0.9.0", "2026-06-01"),
    ):
        files, line = declared(entry, entry + older % (version, date))
        yield Corruption("version", f"{version} du {date} sous 1.0.0", files, YAML, line)
    files, line = declared(entry, entry + older % ("0.9.0", "2025-01-01"))
    yield Corruption("version", "version ancienne sans fichiers", files, YAML, line + 1)
    for name in ("1.0.0", "1.0.1", "10.0.0"):
        kept = {f"{FOLDER}versions/{name}/datapackage.json": b"{}"}
        yield Corruption("version", f"versions/{name}/ existe", {**whole(), **kept}, YAML, line)
    kept = {f"{FOLDER}versions/0.1.0/datapackage.json": b"{}"}
    yield Corruption(
        "version", "version que le journal ne dit pas", {**whole(), **kept}, next(iter(kept)), 0
    )


def metadata() -> Iterator[Corruption]:
    """What a reader looks for and is not there: the finding names it, at the head of what lacks it."""
    heads = ("titre", "titre_court", "description", "mots_cles", "contact", "frequence", "couverture_temporelle",
             "couverture_spatiale", "methode", "protection", "limites", "ruptures", "theme", "taux", "est_fictif")  # fmt: skip
    for line in DECLARATION.splitlines(keepends=True):
        if line.partition(":")[0] in heads:
            files, place = declared(line, "")
            yield Corruption("metadata", f"sans {line.partition(':')[0]}", files, YAML, -place)
    for before in (
        "    sans_totaux: Des hauteurs ne s’additionnent pas.\n",
        "sans_graphique: Rien à montrer.\n",
        "unit: m, ",
        "unit: lectures, ",
        'missingValues: [{value: "", label: inconnu}]',
        "title: Hauteur, ",
        "description: Hauteur., ",
    ):
        files, place = declared(before, "")
        yield Corruption("metadata", f"sans {before.strip()}", files, YAML, -place)
    for before, after in (
        ("sans_totaux: Des hauteurs ne s’additionnent pas.", "sans_totaux: ''"),
        ("    totaux: [", "    sans_totaux: Une raison de trop.\n    totaux: ["),
        ("name: secteur", "name: code_insee"),
        ("theme: ENVI", "theme: eau"),
        ("taux: {texte: Aucun.}", "taux: {}"),
    ):
        files, place = declared(before, after)
        yield Corruption("metadata", f"{after} pour {before}", files, YAML, -place)


MAKERS = (
    metadata,
    types,
    ranges,
    keys,
    codes,
    missing_columns,
    extra_columns,
    encodings,
    totals,
    statuses,
    licences,
    lineages,
    versions,
)
CASES = [case for make in MAKERS for case in make()]


def test_the_whole_dataset_has_no_finding() -> None:
    assert found(whole()) == []


def test_each_of_thirteen_classes_has_ten_corruptions() -> None:
    counts = Counter(case.kind for case in CASES)
    assert len(counts) == 13
    assert min(counts.values()) >= 10, counts
    assert len({(case.kind, case.what) for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}: {case.what}")
def test_a_corruption_is_caught_at_its_place_with_its_remedy(case: Corruption) -> None:
    findings = found(case.files)
    # A negative line: the finding may stand on any line (a whole file, a key that is not there).
    places = [
        one
        for one in findings
        if one.path == case.path and (case.line < 0 or one.line == case.line)
    ]
    assert places, (case.what, case.path, case.line, [str(one) for one in findings])
    for one in findings:
        assert one.quoi, one
        assert one.regle, one
        assert one.remede, one
        assert one.page == "/donnees/essai/"
