"""Texts that some program would run or take for its own syntax, and every place of the data that holds a text.

Places are found from the records' own types: a field that is added to a record is found the day it is read.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, RootModel, TypeAdapter, ValidationError

Key = str | int

# What is text to a reader: each must come out as it is, in every form that is published.
TEXTS = (
    "{{7*7}}",
    "{{ cycler.__init__.__globals__ }}",
    "{% raw %}",
    "{% include 'x' %}",
    "{# note #}",
    "#{7*7}",
    "${7*7}",
    "`id`",
    "</script><xss>",
    "</title><xss>",
    "<xss onerror=alert(x)>",
    '" onmouseover="alert(x)',
    "' onfocus='alert(x)",
    "onclick=alert(x)",
    "javascript:alert(x)",
    "[lien](javascript:alert(x))",
    "![image](x)",
    "]]>",
    "<![CDATA[x",
    "<!-- x",
    "&lt;xss&gt;&amp;",
    "=cmd|' /C calc'!A0",
    "@SUM(A:B)",
    "#set text(red)",
    '#eval("x")',
    "$x$ @cle",
    r"\write18{id} \uFFxss",
    "*gras* _italique_ ~~barre~~",
    "{: .classe onclick=x }",
    "| a | b |",
    "!ENV HOME &a *a",
    '"]; alert(x); ["',
    "%(x)s %n {x.__class__}",
    "'; DROP TABLE x; --",
)


@dataclass(frozen=True)
class Place:
    """A text of a document: the keys that lead to it, the record and the field that hold it."""

    path: str
    keys: tuple[Key, ...]
    record: str
    field: str


def places(path: str, record: type[BaseModel], data: object) -> Iterator[Place]:
    """Every text of a parsed file that is read as `record`."""
    for keys, model, name in _texts(record, data, (), record, ""):
        yield Place(path, keys, model.__name__, name)


Found = tuple[tuple[Key, ...], type[BaseModel], str]


def _texts(
    kind: Any, value: object, keys: tuple[Key, ...], owner: type[BaseModel], name: str
) -> Iterator[Found]:  # fmt: skip
    """Where `value`, which is read as `kind` for a field of `owner`, holds a text."""
    origin, inside = get_origin(kind), get_args(kind)
    if kind is str and isinstance(value, str):
        yield keys, owner, name
    elif origin is Annotated:
        yield from _texts(inside[0], value, keys, owner, name)
    elif origin in (Union, types.UnionType):
        yield from _texts(_branch(inside, value), value, keys, owner, name)
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from _texts_of(kind, value, keys)
    else:
        for key, part, item in _parts(inside, value):
            yield from _texts(part, item, (*keys, key), owner, name)


def _texts_of(kind: type[BaseModel], value: object, keys: tuple[Key, ...]) -> Iterator[Found]:
    if issubclass(kind, RootModel):
        yield from _texts(kind.model_fields["root"].annotation, value, keys, kind, "root")
    elif isinstance(value, Mapping):
        for field, info in kind.model_fields.items():
            key = info.alias or field
            if key in value:
                yield from _texts(info.annotation, value[key], (*keys, key), kind, field)


def _parts(inside: tuple[Any, ...], value: object) -> Iterator[tuple[Key, Any, object]]:
    """What a list or a mapping holds: its key, its type, itself."""
    if isinstance(value, Mapping) and len(inside) == 2:
        yield from ((key, inside[1], item) for key, item in value.items())
    elif isinstance(value, list) and inside:
        is_open = len(inside) == 1 or inside[-1] is ...
        kinds = [inside[0]] * len(value) if is_open else inside
        yield from (
            (rank, part, item) for rank, (part, item) in enumerate(zip(kinds, value, strict=False))
        )


def _branch(kinds: Sequence[Any], value: object) -> Any:
    """The one of `kinds` that `value` is."""
    for kind in kinds:
        try:
            TypeAdapter(kind).validate_python(value)
        except ValidationError:
            continue
        return kind
    return None
