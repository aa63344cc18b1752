"""Whatever a service says, a round gives records, the page gives a text, and nothing is made of a value that was not there."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from site_src.direct.fetching import Round, fetch
from site_src.direct.published import Moment, published, returned
from site_src.direct.records import Direct
from site_src.direct.transport import Question, Reply
from tests.site_src.direct.answers import KEYS, NOW, QUIET, hubeau, parametres

PARAMETRES = parametres()
ADDRESSES = {getattr(PARAMETRES.services, name).adresse: name for name in QUIET}
SMALL = {**QUIET, "hubeau": hubeau(hours=3)}
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from([
        "", "1", "01", "vert", "NaN", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-01-28",
        "2026-01-28T14:00:00", "2026-W05-3", 10**30, -(10**30), 1e308, -0.0, [], {}, [[]], [{}], [None], {"": None},
    ]),
)  # fmt: skip


def places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value inside an answer."""
    yield way
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()  # fmt: skip
    for key, inner in pairs:
        yield from places(inner, (*way, key))


EVERYWHERE = [(name, way) for name, answer in SMALL.items() for way in places(answer)]


def altered(name: str, way: tuple[Any, ...], new: object, *, is_dropped: bool) -> bytes:
    """A good answer with one value changed, or left out."""
    if not way:
        return json.dumps(new).encode()
    answer = copy.deepcopy(SMALL[name])
    inside: Any = answer
    for key in way[:-1]:
        inside = inside[key]
    if is_dropped:
        del inside[way[-1]]
    else:
        inside[way[-1]] = new
    return json.dumps(answer).encode()


def a_round(bodies: dict[str, bytes]) -> Direct:
    def ask(question: Question) -> Reply:
        return Reply(bodies[ADDRESSES[question.address]])

    return fetch(Direct(), Round(PARAMETRES, NOW, ask, KEYS))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(EVERYWHERE), ODD, st.booleans())
def test_one_odd_value_anywhere_is_read_or_told(
    place: tuple[str, tuple[Any, ...]], new: object, is_dropped: bool
) -> None:
    name, way = place
    bodies = {other: json.dumps(answer).encode() for other, answer in SMALL.items()}
    direct = a_round({**bodies, name: altered(name, way, new, is_dropped=is_dropped)})
    assert len(direct.fiches) == 4
    for fiche in direct.fiches.values():
        assert fiche.statut in ("a_jour", "douteux") or fiche.motif
        assert (getattr(fiche, "valeur", None) is None) == (
            fiche.statut not in ("a_jour", "douteux")
        )
    assert returned(published(Moment(direct, PARAMETRES))) == direct


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(list(QUIET)), st.binary(max_size=60))
def test_any_bytes_are_no_value(name: str, raw: bytes) -> None:
    direct = a_round({**dict.fromkeys(QUIET, b"{}"), name: raw})
    assert {getattr(fiche, "valeur", None) for fiche in direct.fiches.values()} == {None}
