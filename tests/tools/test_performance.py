"""Lighthouse's performance is a median of five on every map's page, and 95 at least."""

import json
from pathlib import Path

import pytest
import yaml

from tools import weights
from tools.performance import OTHERS, Score, gathered, pages
from tools.verdict import failures

ROOT = Path(__file__).resolve().parents[2]


def test_every_declared_map_is_measured() -> None:
    declared = yaml.safe_load((ROOT / "data" / "cartes.yaml").read_text(encoding="utf-8"))
    read = [carte.id for carte in weights.read_maps(ROOT).cartes]
    assert read == [carte["id"] for carte in declared]
    assert pages(read) == [*(f"cartes/{name}/" for name in read), *OTHERS]


def test_home_ma_rue_and_a_risk_are_measured() -> None:
    assert pages([]) == ["", "ma-rue/", "risques/crue-seine/"]
    assert (ROOT / "data" / "risques" / "crue-seine.yaml").exists()


@pytest.mark.parametrize(
    ("rounds", "passes"),
    [((94, 94, 95, 100, 100), True), ((100, 100, 94, 94, 94), False), ((95,) * 5, True)],
)
def test_the_middle_round_is_judged(rounds: tuple[int, ...], passes: bool) -> None:
    assert Score("/", rounds).passes is passes


def test_a_page_below_95_fails_the_bench(capsys: pytest.CaptureFixture[str]) -> None:
    assert failures([Score("/", (94,) * 5), Score("/ma-rue/", (95,) * 5)]) == 1
    low, _ = capsys.readouterr().out.splitlines()
    assert low == "MANQUÉ Lighthouse mobile, / : 94 (au moins 95) — 94, 94, 94, 94, 94"


def test_a_peer_is_printed_and_never_judged() -> None:
    peer = Score("Material", (40, 41, 42, 43, 44), least=None)
    assert peer.passes
    assert str(peer) == "       Lighthouse mobile, Material : 42 — 40, 41, 42, 43, 44"


def test_what_is_not_performance_comes_from_the_first_round() -> None:
    first = {"performance": 98, "accessibility": 100, "best-practices": 96, "seo": 91}
    runs = [("a", first), ("b", first), ("a", {"performance": 97}), ("b", {"performance": 50})]
    lines = [json.dumps({"address": address, "scores": scores}) for address, scores in runs]
    ours, peer = gathered(lines, {"a": "/", "b": "pair"}, frozenset({"b"}))
    assert ours == Score("/", (98, 97), (("accessibilité", 100), ("bonnes pratiques", 96), ("référencement", 91)))  # fmt: skip
    assert (peer.page, peer.rounds, peer.least) == ("pair", (98, 50), None)
