"""Lighthouse's performance is a median of three on every kind of page and every map, 98 at least; the rest is whole."""

import json
import re
from pathlib import Path

import pytest
import yaml

from tools import weights
from tools.performance import LIGHTHOUSE, OTHERS, Score, asked, gathered, left_out, pages
from tools.verdict import failures

ROOT = Path(__file__).resolve().parents[2]


def test_every_declared_map_is_measured() -> None:
    declared = yaml.safe_load((ROOT / "data" / "cartes.yaml").read_text(encoding="utf-8"))
    read = weights.read_maps(ROOT).cartes
    assert [carte.id for carte in read] == [carte["id"] for carte in declared]
    places = [carte.place for carte in read]
    assert pages(places) == [*places, *OTHERS]


def test_home_ma_rue_and_a_risk_are_measured() -> None:
    assert pages([]) == ["", "ma-rue/", "risques/crue-seine/"]
    assert (ROOT / "data" / "risques" / "crue-seine.yaml").exists()


@pytest.mark.parametrize(
    ("rounds", "passes"),
    [((97, 98, 100), True), ((100, 97, 97), False), ((98,) * 3, True)],
)
def test_the_middle_round_is_judged(rounds: tuple[int, ...], passes: bool) -> None:
    assert Score("/", rounds).passes is passes


def test_a_page_below_98_fails_the_bench(capsys: pytest.CaptureFixture[str]) -> None:
    assert failures([Score("/", (97,) * 3), Score("/ma-rue/", (98,) * 3)]) == 1
    low, _ = capsys.readouterr().out.splitlines()
    assert low == "MANQUÉ Lighthouse mobile, / : 97 (au moins 98) — 97, 97, 97"


def test_a_page_that_is_not_whole_in_the_rest_fails_the_bench() -> None:
    assert Score("/", (98,), (("accessibilité", 100), ("référencement", 100))).passes
    assert not Score("/", (98,), (("accessibilité", 97), ("référencement", 100))).passes


def test_a_document_of_each_kind_is_measured_once() -> None:
    documents = ["cartes/a/index.html", "index.html", "neuf/index.html"]
    assert pages(["cartes/a/"], documents) == ["cartes/a/", *OTHERS, "neuf/"]


def test_a_page_is_not_blamed_for_asking_search_engines_to_leave_it_out(tmp_path: Path) -> None:
    for name, head in (("a", '<meta name="robots" content="noindex">'), ("b", "")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(head, encoding="utf-8")
    (tmp_path / "index.html").write_text("", encoding="utf-8")
    (tmp_path / "crise.html").write_text('<meta name="robots" content="noindex">', encoding="utf-8")
    (tmp_path / "sitemap.xml").touch()
    skipped = left_out(tmp_path, ["", "a/", "b/", "crise.html"])
    assert skipped == {"": [], "a/": ["is-crawlable"], "b/": [], "crise.html": ["is-crawlable"]}


def test_a_page_of_a_site_without_an_address_is_not_blamed_for_relative_ones(
    tmp_path: Path,
) -> None:
    (tmp_path / "index.html").write_text("", encoding="utf-8")
    (tmp_path / "a.html").write_text('<meta name="robots" content="noindex">', encoding="utf-8")
    pages_of_it = ["", "a.html"]
    assert left_out(tmp_path, pages_of_it) == {"": ["hreflang"], "a.html": ["is-crawlable", "hreflang"]}  # fmt: skip
    (tmp_path / "sitemap.xml").touch()
    assert left_out(tmp_path, pages_of_it) == {"": [], "a.html": ["is-crawlable"]}


def test_measure_reads_every_word_that_it_is_given() -> None:
    text = (LIGHTHOUSE / "measure.mjs").read_text(encoding="utf-8")
    (read,) = re.findall(r"const \{ (.+) \} = JSON\.parse\(process\.argv\[2\]\);", text)
    assert read.split(", ") == list(asked([], {}))
    assert "skipAudits = skipped[address]" in text


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
