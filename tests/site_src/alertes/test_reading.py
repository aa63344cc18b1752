"""data/alertes/*.yaml are read whole, or each problem is said at its place with its remedy."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.site_src.alertes.cases import CANCELLATION, ORANGE, SCOPE, UPDATE, edited, read, refused

GUIDE = Path(__file__).parents[3] / ".github" / "CONTRIBUTING.md"
FILE = "data/alertes/crue-essai.yaml"
PAGE = " — page : /en-ce-moment/"


def test_no_file_is_no_alert() -> None:
    assert read().alerts == ()


def test_a_sound_alert_is_read_with_the_languages_that_it_has() -> None:
    (alert,) = read(ORANGE).alerts
    assert alert.secteurs == ("5", "13/salpetriere")
    assert alert.langues == ("fr", "en")
    assert alert.emetteur == "Préfecture d'essai"


def test_messages_come_in_the_order_in_which_they_were_issued() -> None:
    alerts = read(CANCELLATION, UPDATE, ORANGE)
    assert [one.id for one in alerts.alerts] == ["crue-essai", "crue-essai-2"]
    assert [one.id for one in alerts.cancellations] == ["crue-essai-fin"]


@pytest.mark.parametrize(
    ("pattern", "new", "expected"),
    [
        (
            "titre: .*",
            "titre: '=1+1'",
            (
                f"{FILE}:5:8: « =1+1 » : un tableur y lirait une formule — règle : ce que dit une alerte est aussi une case de "
                "table — remède : commencer par un mot"
            ),
        ),
        (
            "titre: .*",
            'titre: "Un\\\\ndeux"',
            (
                f"{FILE}:5:8: titre sur plusieurs lignes — règle : un titre d'alerte tient sur une ligne — "
                "remède : écrire une seule ligne"
            ),
        ),
        ("fin: .*", "fin: 2031-01-10 17:45",
         (f"{FILE}:15:6: fin (2031-01-10 17:45) avant le début (2031-01-10 18:00) — règle : une alerte finit après avoir "
         "commencé et après avoir été émise — remède : corriger l'un des moments")),
        ("secteurs: .*", "secteurs: [5, 21]",
         (f"{FILE}:7:15: secteur « 21 » inconnu — règle : un secteur est « paris », un arrondissement (13) ou un quartier "
         "(13/salpetriere) — remède : recopier la fin de l'adresse de sa page, après /mon-quartier/")),
        ("risque: .*", "risque: crue-marne",
         (f"{FILE}:3:9: risque « crue-marne » inconnu — règle : une alerte porte sur un risque du registre — "
         "remède : choisir parmi canicule, crue-seine")),
        (r"consignes:\n(?:  .+\n)+", "consignes: []\n",
         (f"{FILE}:8:12: alerte sans consigne — règle : une alerte dit quoi faire — remède : reprendre une consigne de la "
         "fiche du risque, ou en écrire une avec sa source")),
        ("titre: .*", f"titre: {'a' * 61}",
         (f"{FILE}:5:8: un titre de 61 caractères — règle : un titre d'alerte a 60 caractères au plus — "
         "remède : garder ce qu'il faut savoir tout de suite")),
        ("texte: .*", f"texte: {'a' * 301}",
         (f"{FILE}:6:8: un texte de 301 caractères — règle : un texte d'alerte a 300 caractères au plus — "
         "remède : garder ce qu'il faut savoir tout de suite")),
        ("fin: .*", "fin: 2031-01-17 18:01",
         (f"{FILE}:15:6: alerte de plus de 7 jours, jusqu'au 2031-01-17 18:01 — règle : une alerte dure 7 jours au plus, "
         "puis se renouvelle — remède : rapprocher « fin », puis publier une mise à jour (« remplace »)")),
        (r"vigilance orange((?:\n.*)+)emetteur: .*\n", r"danger en cours\1",
         (f"{FILE}:1:1: « danger en cours » sans émetteur — règle : un danger en cours est déclaré par une autorité nommée — "
         "remède : écrire « emetteur »")),
        ("niveau: .*", "niveau: orange",
         (f"{FILE}:4:9: « orange » n'est pas admis — règle : champ niveau — remède : choisir parmi 'information', "
         "'vigilance jaune', 'vigilance orange', 'vigilance rouge' ou 'danger en cours'")),
        ("debut: .*", "debut: 2031-01-10 18h",
         (f"{FILE}:14:8: moment « 2031-01-10 18h » — règle : un moment est « AAAA-MM-JJ HH:MM », à l'heure de Paris — "
         "remède : écrire par exemple 2026-11-28 18:00")),
        ("registre: .*", "registre: Montez sur le toit.",
         (f"{FILE}:9:15: consigne absente de la fiche : « Montez sur le toit. » — règle : « registre » reprend mot pour mot "
         "une consigne de data/risques/crue-seine.yaml — remède : la recopier, ou écrire « texte » et « source »")),
        (r"    source: .*\n", "",
         (f"{FILE}:10:5: consigne sans source : « Évitez les quais bas. » — règle : une consigne qui n'est pas au registre a sa "
         "source — remède : ajouter « source » : nom et adresse de la page")),
        ("registre: .*", "en: Up.",
         (f"{FILE}:9:5: consigne sans texte, ou qui en a deux — règle : une consigne reprend le registre, ou a son texte et sa "
         "source — remède : écrire « registre », ou bien « texte » et « source »")),
        ("(registre: .*)", r"\1\n    en: Up.",
         (f"{FILE}:9:5: source ou traduction écrite deux fois : « Ne descendez pas à la cave. » — règle : une consigne du registre "
         "en a la source et la traduction — remède : retirer « source » et « en »")),
        ("adresse: https://exemple.invalid/niveau", "adresse: http://exemple.invalid/niveau",
         (f"{FILE}:17:42: adresse « http://exemple.invalid/niveau » — règle : un lien mène à une page précise, en https — "
         "remède : recopier l'adresse complète de la page")),
    ],
)  # fmt: skip
def test_a_broken_alert_is_told_in_these_words(pattern: str, new: str, expected: str) -> None:
    assert refused(edited(ORANGE, (pattern, new))) == [expected + PAGE]


def test_the_id_is_the_name_of_the_file() -> None:
    text = ORANGE.replace(
        "id: crue-essai\n", 'id: "crue-essai"\n'
    )  # so that the file is named otherwise
    assert refused(text) == [
        "data/alertes/\"crue-essai\".yaml:1:5: « crue-essai » n'est pas le nom du fichier — règle : l'identifiant d'une alerte "
        "est le nom de son fichier — remède : renommer l'un des deux" + PAGE
    ]


def test_all_problems_of_all_files_are_told_at_once() -> None:
    assert len(refused(edited(ORANGE, ("secteurs: .*", "secteurs: [21, 22]")), "id: vide\n")) > 3


CHAIN = "règle : une alerte mise à jour ou annulée est publiée avant ce qui la suit, une seule fois"


def test_an_update_of_an_alert_that_is_not_there_is_refused() -> None:
    assert refused(UPDATE) == [
        f"data/alertes/crue-essai-2.yaml:3:11: alerte « crue-essai » absente de data/alertes — {CHAIN} — remède : corriger "
        "l'identifiant, ou remettre le fichier : une alerte publiée n'est jamais effacée" + PAGE
    ]


def test_an_update_is_issued_after_what_it_replaces() -> None:
    early = edited(UPDATE, ("emise_le: .*", "emise_le: 2031-01-10 17:30"))
    assert refused(ORANGE, early) == [
        f"data/alertes/crue-essai-2.yaml:2:11: émise avant « crue-essai » (2031-01-10 17:30), qu'elle suit — {CHAIN} — "
        "remède : corriger « emise_le »" + PAGE
    ]


def test_an_alert_is_followed_once() -> None:
    other = UPDATE.replace("crue-essai-2", "crue-essai-3")
    assert refused(ORANGE, UPDATE, other) == [
        f"data/alertes/crue-essai-{number}.yaml:3:11: « crue-essai » remplacée ou annulée 2 fois — {CHAIN} — "
        "remède : suivre la dernière alerte de la suite" + PAGE
        for number in (2, 3)
    ]


def test_an_update_keeps_the_risk() -> None:
    other = edited(UPDATE, ("risque: .*", "risque: canicule"), (r"registre: .*", "texte: Buvez.\n    source: {nom: Essai, adresse: https://exemple.invalid/eau}"))  # fmt: skip
    assert refused(ORANGE, other) == [
        "data/alertes/crue-essai-2.yaml:4:9: risque « canicule », celui de « crue-essai » est « crue-seine » — règle : une mise à "
        "jour garde le risque de l'alerte — remède : reprendre son risque, ou publier une autre alerte"
        + PAGE
    ]


def test_a_message_that_is_none_of_ours_cannot_be_cancelled() -> None:
    assert refused(ORANGE, CANCELLATION)[0].startswith(
        "data/alertes/crue-essai-fin.yaml:3:9: alerte « crue-essai-2 » absente de data/alertes"
    )


OTHER = edited(UPDATE, ("remplace: .*\n", ""))


def test_two_levels_on_one_place_and_risk_contradict_each_other() -> None:
    assert refused(ORANGE, OTHER) == [
        "data/alertes/crue-essai-2.yaml:4:9: « vigilance rouge », mais « vigilance orange » selon crue-essai (paris) — règle : deux "
        "alertes ne se contredisent pas sur un secteur et un risque — remède : remplacer l'une par l'autre (« remplace »), "
        "ou l'annuler" + PAGE
    ]


@pytest.mark.parametrize(
    "changes",
    [
        [("secteurs: .*", "secteurs: [13/salpetriere]"), ("niveau: .*", "niveau: vigilance orange")],  # the same level
        [("debut: .*", "debut: 2031-01-12 08:00")],  # another time
    ],
)  # fmt: skip
def test_alerts_that_do_not_meet_or_say_the_same_agree(changes: list[tuple[str, str]]) -> None:
    assert len(read(ORANGE, edited(OTHER, *changes)).alerts) == 2


def test_an_alert_elsewhere_agrees() -> None:
    south = edited(ORANGE, ("secteurs: .*", "secteurs: [13/salpetriere]"))
    assert len(read(south, edited(OTHER, ("secteurs: .*", "secteurs: [5]"))).alerts) == 2


def test_a_quartier_is_part_of_its_arrondissement_and_of_paris() -> None:
    assert SCOPE.overlap(["13"], ["13/salpetriere"]) == ["13"]
    assert SCOPE.overlap(["13/salpetriere"], ["paris"]) == ["13/salpetriere"]
    assert SCOPE.overlap(["5"], ["13", "13/salpetriere"]) == []


def test_what_is_over_keeps_words_that_the_register_has_no_more() -> None:
    gone = edited(ORANGE, ("registre: .*", "registre: Montez sur le toit."))
    assert len(read(gone, day=date(2031, 1, 12)).alerts) == 1
    assert refused(gone, day=date(2031, 1, 11))


def test_what_is_over_keeps_a_risk_that_the_register_has_no_more() -> None:
    gone = edited(ORANGE, ("risque: .*", "risque: crue-ancienne"))
    assert len(read(gone, day=date(2031, 1, 12)).alerts) == 1
    assert SCOPE.risk("crue-ancienne").titre == "crue-ancienne"


def test_an_update_renews_what_began_long_before() -> None:
    long = edited(UPDATE, ("debut: .*", "debut: 2031-01-02 08:00"), ("fin: .*", "fin: 2031-01-18 08:00"))  # fmt: skip
    assert read(ORANGE, long).alerts[-1].id == "crue-essai-2"


def test_the_alert_that_the_guide_shows_is_a_sound_one() -> None:
    section = GUIDE.read_text(encoding="utf-8").partition("## Publier une alerte")[2]
    shown = section.partition("```yaml\n")[2].partition("```")[0]
    known = edited(shown, ("secteurs: .*", "secteurs: [13, 5]"))
    assert read(known).alerts[0].langues == ("fr", "en")
    assert "secteurs: [13, 5/sorbonne]" in shown
