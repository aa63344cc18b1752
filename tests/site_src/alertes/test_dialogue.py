"""`build.py alert` asks one question at a time; what it writes is what `check` accepts, and never over a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import pytest

from opendata.findings import Finding
from site_src.alertes.dialogue import Talk, Values, file_text, message
from site_src.alertes.history import Alerts
from site_src.alertes.reading import FOLDER, read_alerts
from site_src.engine.usage import UsageError
from tests.site_src.alertes.cases import CANCELLATION, ORANGE, SCOPE, UPDATE, at, files, read

NOW = at("2031-01-10 19:00")
# Question by question: risk, level, title, text, places, instructions, a new one, its source, issuer, hours, link, English.
ANSWERS = (
    "2", "3", "La Seine monte", "Elle monte. Elle montera demain.", "13/salpetriere, 5", "1",
    "Évitez les quais.", "Préfecture d'essai", "https://exemple.invalid/quais", "Keep away.", "",
    "Préfecture d'essai", "", "2031-01-11 20:00",
    "Vigicrues", "https://exemple.invalid/niveau", "", "The Seine rises", "It rises.",
)  # fmt: skip


def answered(
    answers: Iterable[str],
    alerts: Alerts | None = None,
    taken: Sequence[str] = (),
    cancelled: str = "",
) -> tuple[Values, list[str], list[str]]:
    """The values, the questions and what was said, of a talk in which every answer was asked for."""
    given = iter(answers)
    asked: list[str] = []
    said: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return next(given)

    values = message(Talk(ask, said.append), SCOPE, alerts or Alerts(), NOW, taken, cancelled)
    assert list(given) == []
    return values, asked, said


def is_accepted(values: Values, *texts: str) -> bool:
    findings: list[Finding] = []
    every = {**files(*texts), f"{FOLDER}/{values['id']}.yaml": file_text(values)}
    return read_alerts(every, SCOPE, date(2031, 1, 10), findings) is not None


def test_the_answers_become_a_file_that_the_control_accepts() -> None:
    values, asked, _ = answered(ANSWERS)
    assert is_accepted(values)
    assert values["id"] == "2031-01-10-crue-seine"
    assert values["emise_le"] == values["debut"] == "2031-01-10 19:00"
    assert values["secteurs"] == ["13/salpetriere", "5"]
    assert [line.get("registre") or line["texte"] for line in values["consignes"]] == [
        "Ne descendez pas à la cave.",
        "Évitez les quais.",
    ]
    assert asked[0] == "Quel risque ?"


def test_the_shortest_talk_makes_an_alert_too() -> None:
    values, *_ = answered(["2", "1", "Un essai", "Un essai.", "", "1", "", "", "", "2031-01-11 20:00", "", ""])  # fmt: skip
    assert is_accepted(values)
    assert values["secteurs"] == ["paris"]
    assert not {"en", "liens", "emetteur", "remplace"} & values.keys()


@pytest.mark.parametrize(
    ("place", "wrong", "told"),
    [
        (0, "9", "  « 9 » — écrire un nombre de 1 à 2"),
        (1, "orange", "  « orange » — écrire un nombre de 1 à 5"),
        (2, "a" * 61, "  un titre de 61 caractères — garder ce qu'il faut savoir tout de suite"),
        (2, "", "  réponse attendue"),
        (4, "21", "  secteur « 21 » inconnu — recopier la fin de l'adresse de sa page, après /mon-quartier/"),
        (6, "Les quais sont fermés.", "  consigne « Les quais sont fermés.… » — mettre le verbe en tête"),
        (8, "exemple.invalid", "  adresse « exemple.invalid » — recopier l'adresse complète de la page"),
        (12, "demain", "  moment « demain » — écrire par exemple 2026-11-28 18:00"),
        (13, "2031-01-10 18:00", "  fin (2031-01-10 18:00) avant le début (2031-01-10 19:00) — corriger l'un des moments"),
        (13, "2031-02-10 18:00",
         "  alerte de plus de 7 jours, jusqu'au 2031-02-10 18:00 — rapprocher « fin », puis publier une mise à jour (« remplace »)"),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_stand_is_told_why_and_asked_again(place: int, wrong: str, told: str) -> None:  # fmt: skip
    values, asked, said = answered([*ANSWERS[:place], wrong, *ANSWERS[place:]])
    assert told in said
    assert asked[place] == asked[place + 1]
    assert is_accepted(values)


def test_a_danger_is_not_written_without_who_declared_it() -> None:
    values, asked, _ = answered([*ANSWERS[:1], "5", *ANSWERS[2:11], "", *ANSWERS[11:]])
    assert asked[11] == asked[12] == "Qui a décidé cette alerte ?"
    assert values["emetteur"] == "Préfecture d'essai"


def test_an_alert_without_an_instruction_is_asked_for_one() -> None:
    values, _, said = answered([*ANSWERS[:5], "", "", *ANSWERS[5:]])
    assert "  alerte sans consigne — en choisir une, ou en écrire une avec sa source" in said
    assert is_accepted(values)


def test_an_alert_may_take_the_place_of_one_that_stands() -> None:
    values, asked, _ = answered([ANSWERS[0], "1", *ANSWERS[1:]], read(ORANGE))
    assert asked[1] == "Prend-elle la suite d'une de ces alertes ? (vide : non)"
    assert values["remplace"] == "crue-essai"
    assert is_accepted(values, ORANGE)


def test_no_file_is_written_over() -> None:
    taken = ["2031-01-10-crue-seine", "2031-01-10-crue-seine-2"]
    values, *_ = answered(ANSWERS, taken=taken)
    assert values["id"] == "2031-01-10-crue-seine-3"


def test_an_alert_is_cancelled_by_its_name() -> None:
    values, asked, _ = answered(["L'eau redescend.", "Préfecture d'essai"], read(ORANGE), cancelled="crue-essai")  # fmt: skip
    assert values["annule"] == "crue-essai"
    assert is_accepted(values, ORANGE)
    assert asked == ["Pourquoi ne vaut-elle plus ?", "Qui l'annule ?"]


def test_what_does_not_stand_cannot_be_cancelled() -> None:
    with pytest.raises(UsageError, match=r"--annule crue-essai-2 : aucune alerte en cours de ce nom \(aucune\)"):  # fmt: skip
        answered([], read(ORANGE, UPDATE, CANCELLATION), cancelled="crue-essai-2")
