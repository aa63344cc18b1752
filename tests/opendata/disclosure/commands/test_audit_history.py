"""The command `audit-history`, and what it says of a history that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from opendata.disclosure.__main__ import main
from opendata.disclosure.history.file import checksum

HEAD = "release,date,table,sha256,dimensions,facts,status\n"
ABSENT = "0" * 64


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def published(name: str, *rows: str) -> None:
    Path(name).write_text("\n".join(["lieu,value,status", *rows, ""]), encoding="utf-8")


def history(*lines: str) -> Path:
    """A history; `#name` stands for the checksum of a table."""
    text = HEAD
    for line in lines:
        for name in sorted(path.name for path in Path().glob("*.csv")):
            line = line.replace(f"#{name}", checksum(Path(name)))
        text += line + "\n"
    Path("h.csv").write_text(text, encoding="utf-8")
    return Path("h.csv")


def three_then_four(fourth: str = "13") -> Path:
    published("trois.csv", "Total,30,published", "a,10,published", "b,20,published")
    total = 29 + int(fourth)
    published("quatre.csv", f"Total,{total},published", f"a,{fourth},published", "b,29,published")
    return history("trois,2025-10-15,trois.csv,#trois.csv,lieu,trimestre=T1|T2|T3,published",
                   "quatre,2026-01-15,quatre.csv,#quatre.csv,lieu,trimestre=T1|T2|T3|T4,published")  # fmt: skip


def test_a_difference_of_two_releases_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit-history", str(three_then_four())]) == 1
    assert capsys.readouterr().out == (
        "plusieurs publications : (a, T4) = 3 : différence de publications\n"
        "2 publications, 0 cases masquées attaquées, 1 retrouvée(s), 1 exposée(s)\n"
        "« quatre » : issue la moins chère : masquer aussi (a), (b) (coût 2 ; ne pas publier la marge lieu : 2 ; ne rien publier : 4)\n"
    )


def test_a_history_that_tells_nothing_small_is_safe(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit-history", str(three_then_four("18"))]) == 0
    assert capsys.readouterr().out == "2 publications, 0 cases masquées attaquées, 0 retrouvée(s), 0 exposée(s)\n"  # fmt: skip


def test_a_withdrawn_release_is_attacked_too(capsys: pytest.CaptureFixture[str]) -> None:
    path = three_then_four()
    path.write_text(path.read_text(encoding="utf-8").replace("T3,published", "T3,withdrawn"), encoding="utf-8")  # fmt: skip
    assert main(["audit-history", str(path)]) == 1
    assert "(a, T4) = 3" in capsys.readouterr().out


def test_an_earlier_release_whose_bytes_changed_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = three_then_four()
    published("trois.csv", "Total,31,published", "a,11,published", "b,20,published")
    assert main(["audit-history", str(path)]) == 1
    assert capsys.readouterr().err == (
        "h.csv:2:4: la table « trois.csv » a changé depuis sa publication — règle : une publication garde ses octets "
        "— remède : remettre la table publiée : une correction est une publication de plus\n"
    )


def test_every_problem_of_a_history_is_said_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    published("t.csv", "Total,30,published", "a,30,published")
    published("faux.csv", "Total,30,published", "a,trente,published")
    path = history(
        f"un,2025-13-01,absente.csv,{ABSENT},lieu,,published",
        "deux,2025-10-15,t.csv,#t.csv,lieu=lieux.csv,,published",
        "deux,2025-09-15,t.csv,abc,lieu,trimestre=,gone",
        "trois,2025-10-15,t.csv,#t.csv,=x,,published",
        "quatre,2025-10-15,faux.csv,#faux.csv,lieu,,published",
    )
    assert main(["audit-history", str(path)]) == 1
    assert capsys.readouterr().err == (
        "h.csv:2:2: date non valable — règle : date AAAA-MM-JJ — remède : écrire la date de publication\n"
        "h.csv:2:3: table « absente.csv » absente — règle : une histoire nomme des tables gardées, depuis son dossier — remède : remettre la table, ou corriger le chemin\n"
        "h.csv:3:5: hiérarchie « lieux.csv » absente — règle : une hiérarchie est un fichier, depuis le dossier de l'histoire — remède : corriger le chemin\n"
        "h.csv:4:1: publication « deux » déjà en ligne 3 — règle : chaque publication a son nom — remède : donner un autre nom\n"
        "h.csv:4:2: date avant celle d'une ligne précédente (2025-10-15) — règle : les publications sont dans l'ordre de leur date — remède : mettre les lignes dans l'ordre\n"
        "h.csv:4:4: somme de contrôle non valable — règle : SHA-256 en 64 chiffres hexadécimaux — remède : écrire celle que donne sha256sum\n"
        "h.csv:4:6: faits mal écrits — règle : NOM=CODE|CODE, séparés par « ; » — remède : corriger\n"
        "h.csv:4:7: statut « gone » inconnu — règle : published ou withdrawn — remède : corriger\n"
        "h.csv:5:5: dimensions mal écrites — règle : NOM ou NOM=hierarchie.csv, séparés par « ; » — remède : corriger\n"
        "faux.csv:3:2: effectif non valable — règle : un effectif est un nombre entier, zéro compris, d'au plus 15 chiffres — remède : corriger\n"
    )  # fmt: skip


def test_a_history_without_a_release_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit-history", str(history())]) == 1
    assert capsys.readouterr().err == (
        "h.csv:0:0: aucune publication — règle : une histoire a au moins une publication — remède : ajouter une ligne par table publiée\n"
    )


def test_releases_that_nothing_relates_are_not_audited(capsys: pytest.CaptureFixture[str]) -> None:
    published("lieux.csv", "Total,60,published", "a,20,published", "b,40,published")
    published("zones.csv", "Total,60,published", "y,25,published", "z,35,published")
    path = history("lieux,2025-10-15,lieux.csv,#lieux.csv,lieu,,published",
                   "zones,2025-10-15,zones.csv,#zones.csv,lieu,,published")  # fmt: skip
    assert main(["audit-history", str(path)]) == 1
    assert capsys.readouterr().err == (
        "rien n'est écrit : des codes de « lieu » publiés avant ne sont plus là, et rien ne dit ce qu'ils partagent avec les nouveaux\n"
    )
