"""What a newcomer does wrong in each of the twelve tasks of the guide: one wrong value a task, and what `check` says of it.

A mistake finds its place by the form of the files, as the edits of tests/officer.py do, and never by a value.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tests import officer
from tests.officer import Files

HOURS = "data/risques/contacts.yaml"
SOURCES = "data/risques/sources.yaml"
SITE = "data/site.yaml"
PUBLIC = "https://risques.exemple.paris/"


@dataclass(frozen=True)
class Mistake:
    """`make` writes it; `wrong` is a pattern that finds the place that `check` shows, in the file that `path` begins;
    `said` is what it says of it. `below`: how many lines further it sees it.
    """

    make: Callable[[Files, date], None]
    path: str
    wrong: str
    said: str
    below: int = 0


def alert_of_a_level_cut_short(files: Files, day: date) -> None:
    officer.alert(files, day)
    (path,) = (path for path in files if path.startswith(f"data/alertes/{day}-essai"))
    officer.replaced(files, path, "niveau: .*", "niveau: orange")


def figure_with_a_comma(files: Files, day: date) -> None:
    pattern = r"(?m)^( +)valeur: \d+$"
    path = officer.first(files, officer.sheets(files), pattern)
    officer.replaced(files, path, pattern, r"\1valeur: 61,5")


def event_from_a_source_that_is_not_declared(files: Files, day: date) -> None:
    officer.past_event(files, day)
    path = next(
        path for path in officer.sheets(files) if "Un évènement passé" in files[path].decode()
    )
    officer.replaced(files, path, r"(Un évènement passé\n    source: ).*", r"\1le-journal")


def hours_without_a_space(files: Files, day: date) -> None:
    officer.replaced(files, HOURS, r"(?m)\bhoraires: .*$", "horaires:de 9 h à 17 h")


def contract_dated_to_the_day(files: Files, day: date) -> None:
    officer.contract_date(files, day)
    officer.replaced(files, officer.CONTRACTS, "(?<=,)201[45](?=,)", "12/03/2015")


def translation_with_another_number(files: Files, day: date) -> None:
    """A year read, 7919 written: a number that no French sentence has."""
    pattern = r'(?m)^( +en: "[^"\d]*)\d+(?=[^"\d]*"$)'
    paths = (path for path in sorted(files) if path.startswith("data/langues/en/"))
    officer.replaced(files, officer.first(files, paths, pattern), pattern, r"\g<1>7919")


def risk_of_a_family_misspelt(files: Files, day: date) -> None:
    officer.new_risk(files, day)
    path = next(path for path in officer.sheets(files) if "Nom du risque" in files[path].decode())
    officer.replaced(files, path, "famille: .*", "famille: naturel")


def height_with_a_comma(files: Files, day: date) -> None:
    head, *rows = csv.reader(io.StringIO(files[officer.CRESTS].decode(), newline=""))
    height = rows[0][head.index("hauteur_m")]
    officer.replaced(files, officer.CRESTS, f",{re.escape(height)},", ",6,20,")


def address_of_nobody(files: Files, day: date) -> None:
    text = files[SITE].decode()
    for key, value in (
        ("adresse", PUBLIC),
        ("editeur", ""),
        ("courriel", "risques@exemple.invalid"),
    ):
        text = re.sub(rf"(?m)^{key}: .*$", f'{key}: "{value}"', text, count=1)
    files[SITE] = text.encode()


def page_read_on_a_french_day(files: Files, day: date) -> None:
    officer.dead_link(files, day)
    officer.replaced(files, SOURCES, "lu_le: .*", "lu_le: 29/11/2026")


def figure_erased_and_its_sentence_kept(files: Files, day: date) -> None:
    pattern = r"(?m)^( +- texte: .*\{valeur\}.*\n) +valeur: \d+\n"
    path = officer.first(files, officer.sheets(files), pattern)
    officer.replaced(files, path, pattern, r"\1")


# Title of the task → what is done wrong.
MISTAKES = {
    "Publier une alerte": Mistake(
        alert_of_a_level_cut_short, "data/alertes/", r"(?<=^niveau: )orange$",
        "« orange » n'est pas admis — règle : champ niveau — remède : choisir parmi 'information', 'vigilance jaune', "
        "'vigilance orange', 'vigilance rouge' ou 'danger en cours' — page : /en-ce-moment/",
    ),
    "Corriger un chiffre": Mistake(
        figure_with_a_comma, "data/risques/", "(?<=valeur: )61,5$",
        "« 61,5 » : nombre attendu — règle : champ {field} — remède : écrire 61.5 — page : {page}",
    ),
    "Ajouter un évènement": Mistake(
        event_from_a_source_that_is_not_declared, "data/risques/", "(?<=source: )le-journal$",
        "source « le-journal » inconnue — règle : une source est déclarée dans data/risques/sources.yaml — remède : "
        "corriger l'identifiant, ou y déclarer la source — page : {page}",
    ),
    "Changer des horaires": Mistake(
        hours_without_a_space, HOURS, "(?<= )horaires:de",
        "YAML mal formé — règle : syntaxe YAML — remède : vérifier retraits, deux-points et guillemets autour de cette "
        "ligne — page : /risques/",
        below=1,
    ),
    "Dater un contrat": Mistake(
        contract_dated_to_the_day, officer.CONTRACTS, "12/03/2015",
        "annee_signature « 12/03/2015 » : année attendue — règle : dataset.yaml, annee_signature — remède : écrire quatre "
        "chiffres — page : /donnees/prevention/",
    ),
    "Corriger une traduction": Mistake(
        translation_with_another_number, "data/langues/en/", r"(?<=^  - )fr(?=:)",
        "chiffres différents dans « {text} » — règle : une traduction a les mêmes chiffres que l'original (heures écrites "
        "19:00) — remède : recopier les chiffres du français",
    ),
    "Ajouter un risque": Mistake(
        risk_of_a_family_misspelt, "data/risques/", "(?<=^famille: )naturel$",
        "« naturel » n'est pas admis — règle : champ famille — remède : choisir parmi {families} — page : {page}",
    ),
    "Publier une version d'un jeu": Mistake(
        height_with_a_comma, officer.CRESTS, "",
        "12 champ(s) au lieu de 11 — règle : autant de champs que de colonnes — remède : compléter ou raccourcir la ligne ; "
        "mettre entre guillemets un texte à virgule — page : /donnees/crues/",
    ),
    "Dire qui publie": Mistake(
        address_of_nobody, SITE, '(?<=^editeur: )""$',
        "« editeur » vide pour un site public — règle : un site à une adresse publique dit qui le publie et où lui écrire "
        "— remède : remplir editeur, ou construire sans adresse — page : /mentions-legales/",
    ),
    "Remplacer un lien mort": Mistake(
        page_read_on_a_french_day, SOURCES, "(?<=lu_le: )29/11/2026$",
        "date « 29/11/2026 » — règle : une date est AAAA, AAAA-MM ou AAAA-MM-JJ ; « s.d. » si la source n'en porte pas — "
        "remède : corriger la date — page : /risques/",
    ),
    "Retirer un chiffre": Mistake(
        figure_erased_and_its_sentence_kept, "data/risques/", r"(?<=- )texte: .*\{valeur\}",
        "« valeur » et texte ne vont pas ensemble — règle : la valeur prend la place de {{valeur}} dans le texte — remède : "
        "donner les deux, ou aucun des deux — page : {page}",
    ),
}  # fmt: skip
