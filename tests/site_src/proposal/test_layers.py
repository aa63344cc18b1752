"""New originals change the layers and tables that they make, and nothing else; nothing is emptied unseen."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from maps.derivation import changes
from opendata.findings import FindingsError
from opendata.model import SOURCES_PATH
from site_src.direct.originals import Original
from site_src.proposal import layers
from site_src.proposal.layers import Renewed, made_again, renewed
from site_src.territoires.imprints import PATH as IMPRINTS
from tests.site_src.proposal.sample import DAY, LAYER, SHUT, fountains, original, sources, tree


@pytest.fixture(scope="module")
def published() -> dict[str, bytes]:
    return tree()


@pytest.fixture(scope="module")
def rows(published: Mapping[str, bytes]) -> list[dict[str, Any]]:
    return fountains(published)


@pytest.fixture(scope="module")
def one_less(published: Mapping[str, bytes], rows: list[dict[str, Any]]) -> Renewed:
    return renewed(published, sources(), {"fontaines": original("fontaines", rows[1:])}, DAY)


def test_what_the_original_changes_is_written_and_nothing_else(
    one_less: Renewed, published: Mapping[str, bytes]
) -> None:
    folder = "data/datasets/lieux-frais"
    possible = {f"{folder}/{name}.csv" for name in ("fontaines", "arrondissements", "indisponibilites")}  # fmt: skip
    always = {LAYER, f"{folder}/fontaines.csv", SOURCES_PATH, IMPRINTS}
    assert always <= set(one_less.files) <= always | possible
    assert one_less.taken == {"fontaines"}
    (line,) = changes.changes({LAYER: published[LAYER]}, {LAYER: one_less.files[LAYER]}, [])
    assert line.endswith(", 1 perdu(s).")


def test_the_new_original_is_described_by_its_digest_and_the_day(
    one_less: Renewed, rows: list[dict[str, Any]], published: Mapping[str, bytes]
) -> None:
    before, after = (
        {one["id"]: one for one in yaml.safe_load(side[SOURCES_PATH])}
        for side in (published, one_less.files)
    )
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"fontaines"}
    assert after["fontaines"]["consulte_le"] == DAY
    assert after["fontaines"]["sha256"] == original("fontaines", rows[1:]).empreinte


def test_imprints_are_those_of_the_files_as_they_become(
    one_less: Renewed, published: Mapping[str, bytes]
) -> None:
    told = yaml.safe_load(one_less.files[IMPRINTS])["fichiers"]
    after = {**published, **one_less.files}
    assert {path: one["sha256"] for path, one in told.items()} == {
        path: hashlib.sha256(after[path]).hexdigest() for path in told
    }


def test_another_file_of_the_same_places_changes_nothing_and_is_not_described(
    published: Mapping[str, bytes], rows: list[dict[str, Any]]
) -> None:
    """Portals write the same rows otherwise: a proposal without any change is work for nobody."""
    again = {"fontaines": original("fontaines", [*reversed(rows)])}
    found = renewed(published, sources(), again, DAY)
    assert (dict(found.files), found.taken) == ({}, frozenset())


def test_without_any_new_original_nothing_is_derived(
    published: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(layers, "_written")
    held = {"fontaines": original("fontaines", [], is_new=False)}
    assert renewed(published, sources(), held, DAY) == Renewed()


def test_an_original_that_cannot_be_taken_alone_is_left(
    published: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Quartiers and arrondissements share their outlines, and one of their originals has no machine address."""
    monkeypatch.delattr(layers, "_written")
    held = {"quartiers": Original(sources()["quartiers"], b"{}")}
    assert made_again(held) == set()
    assert renewed(published, sources(), held, DAY) == Renewed()


def test_a_table_that_is_emptied_is_a_finding(
    published: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    head = published[SHUT].splitlines(keepends=True)[0]
    monkeypatch.setattr(layers, "_written", lambda *_: {SHUT: head})
    with pytest.raises(FindingsError) as raised:
        renewed(published, sources(), {"fontaines": original("fontaines", [1])}, DAY)
    (found,) = raised.value.findings
    count = len(published[SHUT].splitlines()) - 1
    assert str(found) == (
        f"{SHUT}:0:0: {count} lignes → 0 — règle : une table dérivée ne se vide pas d'un millésime à l'autre"
        " — remède : lire l'original : son format ou son contenu a changé"
    )


def test_a_column_that_went_is_a_finding_and_nothing_is_written(
    published: Mapping[str, bytes], rows: list[dict[str, Any]]
) -> None:
    without = [{key: value for key, value in row.items() if key != "dispo"} for row in rows]
    with pytest.raises(FindingsError) as raised:
        renewed(published, sources(), {"fontaines": original("fontaines", without)}, DAY)
    assert "colonne « dispo » absente" in raised.value.findings[0].quoi


def test_another_category_of_radon_is_a_finding(
    published: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layers, "_written", lambda *_: {})
    raw = b"insee_com;classe_potentiel\n" + b"".join(b"%d;3\n" % code for code in range(75101, 75121))  # fmt: skip
    with pytest.raises(FindingsError) as raised:
        renewed(published, sources(), {"radon": Original(sources()["radon"], raw)}, DAY)
    assert len(raised.value.findings) == 20
