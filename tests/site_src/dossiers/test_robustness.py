"""Whatever stands in a file is read or told with its place: nothing crashes."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from site_src.dossiers.pages import pages
from tests.site_src.dossiers.cases import LANGUAGES, files_of, read, templates

PATHS = (
    "data/organisation/cas.yaml",
    "data/organisation/sources.yaml",
    "data/se-preparer/kit.yaml",
    "data/se-preparer/plan.yaml",
    "data/langues/en/se-preparer/kit.yaml",
)
ODD: st.SearchStrategy[object] = st.sampled_from(
    [None, "", "x", "{x.y}", "{", 0, -1, 2.5, True, [], {}, [[]], [{}], {"x": "y"}, "1658-02-27"]
)


def places(value: object, keys: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The keys to every value inside `value`."""
    if keys:
        yield keys
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, item in items:
        yield from places(item, (*keys, key))


def put(value: Any, keys: tuple[str | int, ...], odd: object) -> object:
    changed = copy.deepcopy(value)
    target = changed
    for key in keys[:-1]:
        target = target[key]
    target[keys[-1]] = odd
    return changed


@pytest.mark.parametrize("path", PATHS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_an_odd_value_is_told_or_shown(path: str, data: st.DataObject) -> None:
    files = files_of()
    sound = yaml.safe_load(files[path])
    keys = data.draw(st.sampled_from(list(places(sound))))
    changed = put(sound, keys, data.draw(ODD))
    files[path] = yaml.safe_dump(changed, allow_unicode=True).encode()
    collection, traductions, findings = read(files)
    assert all(finding.path.startswith("data/") for finding in findings)
    if collection and traductions and not findings:
        pages(collection, LANGUAGES, traductions, templates())
