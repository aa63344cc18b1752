"""data/proposes.yaml remembers what was proposed: a week tells what is new only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import yaml

from opendata.findings import Finding
from site_src.direct.orders import Arrete
from site_src.proposal.proposed import PATH, Maximum, Proposes, read_proposes, written
from tests.site_src.direct.answers import order


def orders(*rows: dict[str, Any]) -> Sequence[Arrete]:
    return [Arrete.model_validate(row) for row in rows]


def level(year: int, metres: float) -> Maximum:
    return Maximum(annee=year, maximum_m=metres, date_maximum=date(year, 1, 29), nb_jours=365)


def again(found: Proposes) -> Proposes:
    findings: list[Finding] = []
    read = read_proposes(written(found), findings)
    assert read is not None, findings
    return read


def test_while_there_is_no_file_nothing_was_proposed() -> None:
    assert read_proposes(None, []) == Proposes()


def test_what_is_written_is_read_as_it_was() -> None:
    odd = orders(order('A"1', libelle_risque_jo="Coulée : l'« eau » # 2"), order("B"))
    first = Proposes()
    kept = first.with_new(first.new_orders(odd), [level(2018, 5.88), level(2015, 3.5)])
    assert again(kept) == kept
    assert [one.annee for one in kept.maxima] == [2015, 2018]
    assert yaml.safe_load(written(Proposes())) == {"arretes": [], "maxima": []}


def test_an_order_and_a_level_are_new_once() -> None:
    first = Proposes()
    kept = first.with_new(first.new_orders(orders(order("A"))), [level(2018, 5.88)])
    assert [one.code for one in kept.new_orders(orders(order("A"), order("B")))] == ["B"]
    assert kept.new_maxima([level(2018, 5.88)]) == ()


def test_a_level_that_the_service_revised_is_new_and_takes_the_place_of_the_old() -> None:
    kept = Proposes(maxima=(level(2018, 5.88),))
    (new,) = kept.new_maxima([level(2018, 5.9)])
    assert kept.with_new((), [new]).maxima == (new,)


def test_a_file_that_cannot_be_read_is_located() -> None:
    findings: list[Finding] = []
    assert read_proposes(b"maxima:\n  - {annee: 2018}\n", findings) is None
    assert {one.path for one in findings} == {PATH}
    assert "« maximum_m » manque" in " ".join(one.quoi for one in findings)
