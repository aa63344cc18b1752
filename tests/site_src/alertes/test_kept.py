"""An alert that was published is neither changed nor erased."""

from __future__ import annotations

from site_src.alertes.kept import altered
from tests.site_src.alertes.cases import ORANGE, UPDATE, files

RULE = "règle : une alerte publiée est mise à jour ou annulée par un autre fichier, jamais changée ni effacée"
REMEDY = "remède : remettre le fichier d'avant, puis publier « remplace » ou « annule » — page : /en-ce-moment/"


def test_what_is_erased_or_changed_is_told() -> None:
    before = files(ORANGE, UPDATE)
    now = {"data/alertes/crue-essai-2.yaml": b"id: crue-essai-2\n"}
    assert [str(one) for one in altered(before, now)] == [
        f"data/alertes/crue-essai-2.yaml:0:0: alerte publiée, changée depuis — {RULE} — {REMEDY}",
        f"data/alertes/crue-essai.yaml:0:0: alerte publiée, effacée depuis — {RULE} — {REMEDY}",
    ]


def test_a_new_alert_is_no_change() -> None:
    assert list(altered(files(ORANGE), files(ORANGE, UPDATE))) == []
