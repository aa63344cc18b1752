"""The whole of a week: what is asked, what is written, what the proposal says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from opendata.findings import Finding, FindingsError
from site_src.direct.answers import FeedError
from site_src.direct.services import PATH as SERVICES
from site_src.direct.transport import Ask, Question, Reply
from site_src.proposal import proposed, text, weekly
from site_src.proposal.asking import REMEDY, Received, asked
from site_src.proposal.layers import Renewed
from site_src.proposal.proposed import Proposes
from site_src.proposal.weekly import Proposal, proposal, with_faults
from tests.site_src.direct.answers import crest, crests, order, orders, parametres, raw
from tests.site_src.proposal.sample import DAY, ROOT, original, sources

YEAR = [crest((date(2018, 1, 1) + timedelta(day)).isoformat(), 1200.0 + day) for day in range(365)]
SLOW = {"obs_elab": raw(crests(*YEAR)), "catnat": raw(orders(order("A"), order("B")))}


def answering(**others: bytes | FeedError) -> Ask:
    """A service that gives `others` by the end of the address, what slow services say, else nothing."""
    known: dict[str, bytes | FeedError] = {**SLOW, **others}

    def ask(question: Question) -> Reply:
        path = question.address
        found = next((known[name] for name in known if f"/{name}" in path), None)
        if isinstance(found, bytes):
            return Reply(found)
        raise found or FeedError("injoignable", "il ne répond pas à temps")

    return ask


def received(folder: Path, ask: Ask, findings: list[Finding]) -> Received:
    two = {name: sources()[name] for name in ("gares", "population-iris")}
    return asked(two, parametres(), folder, DAY, ask, findings)


def week(got: Received, before: Proposes | None = None) -> Proposal:
    described = {name: sources()[name] for name in ("gares", "fontaines", "population-iris", "quartiers")}  # fmt: skip
    return proposal({}, described, got, before or Proposes(), DAY, [])


def test_a_service_that_is_silent_or_refuses_is_named_and_its_layers_stay(tmp_path: Path) -> None:
    findings: list[Finding] = []
    got = received(tmp_path, answering(catnat=FeedError("refuse", "il refuse (code 404)")), findings)  # fmt: skip
    assert got.silent == {
        "gares": "il ne répond pas à temps",
        "georisques-catnat": "il refuse (code 404)",
    }
    assert not findings
    found = week(got)
    assert found.silent == "gares : il ne répond pas à temps\ngeorisques-catnat : il refuse (code 404)\n"  # fmt: skip
    assert "- `georisques-catnat` : non lu (il refuse (code 404))." in found.text
    assert "- `gares` : non rafraîchi, le service n'a pas donné l'original" in found.text


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ({"emplacement-des-gares-idf": b'{"error_code": "ODSQLError", "message": "x"}'},
         "emplacement-des-gares-idf.geojson:0:0: gares : sa réponse est un message d'erreur"),
        ({"emplacement-des-gares-idf": b'{"type": "FeatureCollection", "features": []}'},
         "emplacement-des-gares-idf.geojson:0:0: gares : l'original reçu est vide"),
        ({"catnat": raw({**orders(), "results": 0, "data": []})},
         f"{SERVICES}:0:0: georisques-catnat : il ne publie aucun arrêté pour Paris"),
        ({"obs_elab": raw(crests(crest("2018-01-29", 1.0, code_station="B720000001")))},
         f"{SERVICES}:0:0: hubeau-elaborees : sa réponse mêle d'autres stations"),
    ],
)  # fmt: skip
def test_an_answer_of_another_shape_is_a_finding_and_nothing_is_proposed(
    tmp_path: Path, others: dict[str, bytes], told: str
) -> None:
    findings: list[Finding] = []
    got = received(tmp_path, answering(**others), findings)
    assert [str(one).partition(" — ")[0] for one in findings] == [told]
    assert str(findings[0]).endswith(REMEDY)
    with pytest.raises(FindingsError):
        proposal({}, {}, got, Proposes(), DAY, findings)


def test_an_original_laid_by_hand_is_read_when_it_is_the_one_described(tmp_path: Path) -> None:
    (tmp_path / sources()["population-iris"].fichier).write_bytes(b"autre")
    findings: list[Finding] = []
    assert "population-iris" not in received(tmp_path, answering(), findings).originals
    assert "empreinte sha256" in findings[0].quoi


def test_new_orders_and_levels_are_proposed_once_and_no_table_is_written() -> None:
    got = Received({}, *slow(), {})
    found = week(got)
    assert set(found.files) == {proposed.PATH}
    assert text.ORDERS_HEAD in found.text
    assert (
        "- `Inondations et/ou Coulées de Boue`, du 2018-01-15 au 2018-02-05 : arrêté du 2018-02-14 (`B`), Journal "
        "officiel du 2018-02-15."
    ) in found.text
    assert (
        "- 2018 : 1,56 m le 2018-12-31 (365 jours lus) ; ligne nouvelle, la table n'a pas cette année."
        in found.text
    )
    again = proposed.read_proposes(found.files[proposed.PATH], [])
    later = week(got, again)
    assert not later.files
    assert later.text.startswith(text.NOTHING)


def slow() -> tuple[tuple, tuple]:  # type: ignore[type-arg]
    got = asked({}, parametres(), ROOT, DAY, answering(), [])
    return got.crests, got.orders


def test_each_source_is_told_with_what_became_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    new = original("gares", [1])
    monkeypatch.setattr(weekly, "renewed", lambda *_: Renewed({}, frozenset({"gares"})))
    originals = {
        "gares": new,
        "fontaines": original("fontaines", [1], is_new=False),
        "quartiers": original("quartiers", [1]),
    }
    said = week(Received(originals, (), (), {})).text.partition(text.SOURCES_HEAD)[2]
    reason = sources()["population-iris"].sans_telechargement
    assert said.strip().splitlines() == [
        (
            f"- `gares` : nouvel original, sha256 `{new.empreinte}`. Le millésime et les limites écrits dans"
            " `data/sources.yaml` sont à relire."
        ),
        (
            "- `quartiers` : nouvel original, non repris : il fait aussi une couche qui demande `arrondissements`,"
            " `population-arrondissement`."
        ),
        f"- `population-iris` : sans adresse pour machines, donc non rafraîchi : {reason}.",
        "- Inchangé : `fontaines`.",
    ]


def test_words_of_a_service_are_shown_as_they_are_never_as_marks() -> None:
    line = text.faults([Finding("a.yaml", 1, 1, "`@tous` [x](y)", "r", "m")])
    assert "".join(line) == "- `a.yaml:1:1: '@tous' [x](y) — règle : r — remède : m`"


def test_a_text_that_has_to_follow_is_told_and_a_fault_of_our_own_is_a_finding() -> None:
    found = Proposal({"data/geo/gares.geojson": b""}, "### Sources\n", "")
    text_of_people = Finding("data/cartes.yaml", 3, 1, "« 260 gares » : 261", "r", "écrire 261")
    told = with_faults(found, [text_of_people]).text
    assert told.startswith(text.FAULTS_HEAD)
    assert "- `data/cartes.yaml:3:1: « 260 gares » : 261 — règle : r — remède : écrire 261`" in told
    assert with_faults(found, []) == found
    with pytest.raises(FindingsError):
        with_faults(found, [text_of_people, replace(text_of_people, path="data/geo/gares.geojson")])
