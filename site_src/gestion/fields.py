"""A record → the fields of its form, as Decap CMS declares them: widgets, limits, patterns, choices, in the record's order."""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, MaxLen, MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from site_src.gestion.choices import Choices
from site_src.gestion.kinds import Kind, kind_of
from site_src.gestion.labels import Labels

Widget = dict[str, Any]
# A record that holds itself (a chart of who answers to whom) has its form so deep.
DEEPEST = 4
MOMENT = {
    "widget": "datetime",
    "format": "YYYY-MM-DD HH:mm",
    "date_format": "DD/MM/YYYY",
    "time_format": "HH:mm",
    "default": "",
}
DAY = {
    "widget": "datetime",
    "format": "YYYY-MM-DD",
    "date_format": "DD/MM/YYYY",
    "time_format": False,
    "default": "",
}
# Texts that take more than a line, whatever the record.
_LONG = frozenset({"texte", "resume", "description", "note", "perimetre", "methode", "en", "fr"})
# What the line of a folded item of a list says of it.
_NAMES = ("titre", "nom", "texte", "fr", "libelle", "registre", "intro", "jeu", "id")


@dataclass(frozen=True)
class Shape:
    """An annotation without its wrappings: `kind` of the value, the metadata met on the way, whether `None` may stand for it."""

    kind: Any
    metadata: tuple[object, ...] = ()
    is_optional: bool = False


def shape_of(annotation: Any, metadata: Iterable[object] = ()) -> Shape:  # noqa: ANN401  (an annotation is any type form)
    """The shape of `Annotated[…]`, of `X | None`, of both."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *own = get_args(annotation)
        return shape_of(inner, (*own, *metadata))
    if origin in (Union, types.UnionType):
        (one,) = [part for part in get_args(annotation) if part is not type(None)]
        found = shape_of(one, metadata)
        return Shape(found.kind, found.metadata, is_optional=True)
    flat = tuple(
        part
        for one in metadata
        for part in (one.metadata if isinstance(one, FieldInfo) else (one,))
    )
    return Shape(annotation, flat)


def records_of(record: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """The record and all that its fields hold, by name of the class."""
    found: dict[str, type[BaseModel]] = {}
    waiting = [record]
    while waiting:
        one = waiting.pop()
        if one.__name__ not in found:
            found[one.__name__] = one
            waiting += [
                kind for info in one.model_fields.values() if (kind := _record_in(info.annotation))
            ]
    return found


def _record_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401
    kind = shape_of(annotation).kind
    if get_origin(kind) is tuple:
        kind = shape_of(get_args(kind)[0]).kind
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


@dataclass(frozen=True)
class Forms:
    """How forms are written: the French words of each field, and what it may name."""

    labels: Labels = field(repr=False)
    choices: Choices = field(repr=False)

    def fields(
        self, record: type[BaseModel], *, depth: int = 0, is_asked: bool = True
    ) -> list[Widget]:
        """The fields of a record's form. `is_asked`: what the record must have must be typed; a part that may be left out whole asks nothing."""
        own = record.__name__
        made = []
        for name, info in record.model_fields.items():
            if not self.labels.is_shown(own, name) or (
                depth >= DEEPEST and _record_in(info.annotation) is record
            ):
                continue
            shape = shape_of(info.annotation, info.metadata)
            is_held = info.is_required() and is_asked
            is_required = is_held and not _may_be_empty(shape)
            help_text = self.labels.help(own, name)
            made.append({"name": info.alias or name, "label": self.labels.label(own, name), "required": is_required}
                        | self._widget(own, name, shape, depth, is_asked=is_held)
                        | _default(info, shape)
                        | ({"ecrit": True} if is_held else {})  # written even when it is empty (unwritten.js)
                    | ({"hint": help_text} if help_text else {}))  # fmt: skip
        return made

    def only(self, record: type[BaseModel], names: Sequence[str]) -> list[Widget]:
        """Some of the fields of a record: the others of the file stay as they are."""
        return [one for one in self.fields(record) if one["name"] in names]

    def _widget(
        self, record: str, name: str, shape: Shape, depth: int, *, is_asked: bool
    ) -> Widget:
        kind = shape.kind
        if get_origin(kind) is tuple:
            return self._list(record, name, get_args(kind)[0], shape, depth)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return {"widget": "object", "collapsed": depth > 0 or not is_asked,
                    "fields": self.fields(kind, depth=depth + 1, is_asked=is_asked)}  # fmt: skip
        return self._scalar(record, name, shape)

    def _list(self, record: str, name: str, item: Any, whole: Shape, depth: int) -> Widget:  # noqa: ANN401
        shape = shape_of(item)
        most_needed = [one.min_length for one in whole.metadata if isinstance(one, MinLen)]
        least = {"min": max(most_needed)} if most_needed else {}
        if isinstance(shape.kind, type) and issubclass(shape.kind, BaseModel):
            words = self.labels.fiches[shape.kind.__name__]
            fields = self.fields(shape.kind, depth=depth + 1)
            names = {one["name"] for one in fields}
            summary = next((one for one in _NAMES if one in names), "")
            return {"widget": "list", "collapsed": True, "label_singular": words.nom.casefold(), "fields": fields, **least,
                    **({"summary": f"{{{{fields.{summary}}}}}"} if summary else {})}  # fmt: skip
        options = self.choices.of(record, name)
        if options:
            return {"widget": "select", "multiple": True, "options": options, **least}
        one = {"name": "valeur", "label": self.labels.label(record, name)} | self._scalar(
            record, name, shape
        )
        return {"widget": "list", "field": one, **least}

    def _scalar(self, record: str, name: str, shape: Shape) -> Widget:
        options = self.choices.of(record, name)
        if options:
            return {"widget": "select", "options": options}
        if get_origin(shape.kind) is Literal:
            return self._literal(get_args(shape.kind))
        kind = kind_of(shape.metadata)
        if kind.is_moment:
            return dict(MOMENT)
        if kind.pattern:
            return _text(name, shape, kind)
        if shape.kind is bool:
            return {"widget": "boolean"}
        if shape.kind is date:
            return dict(DAY)
        if shape.kind in (int, float):
            return _number(shape, kind)
        return _text(name, shape, kind)

    def _literal(self, values: Sequence[str]) -> Widget:
        if len(values) == 1:
            return {"widget": "hidden", "default": values[0]}
        return {"widget": "select", "options": [{"label": self.labels.choix.get(one, one), "value": one} for one in values]}  # fmt: skip


def _default(info: FieldInfo, shape: Shape) -> Widget:
    """What a field holds before anybody typed: a yes or no and a choice have one, a text has none."""
    if shape.kind is bool:
        return {} if info.is_required() else {"default": bool(info.default)}
    is_chosen = isinstance(info.default, str) and info.default and get_origin(shape.kind) is Literal
    return {"default": info.default} if is_chosen else {}


def _may_be_empty(shape: Shape) -> bool:
    """Whether the record takes an empty list there."""
    return get_origin(shape.kind) is tuple and not any(
        isinstance(one, MinLen) for one in shape.metadata
    )


def _number(shape: Shape, kind: Kind) -> Widget:
    low, high = kind.minimum, kind.maximum
    for one in shape.metadata:
        bound: Any = one
        if isinstance(one, Ge | Gt):
            low = float(bound.ge if isinstance(one, Ge) else bound.gt)
        elif isinstance(one, Le):
            high = float(bound.le)
    bounds = {name: value for name, value in (("min", low), ("max", high)) if value is not None}
    is_whole = shape.kind is int
    return {
        "widget": "number",
        "value_type": "int" if is_whole else "float",
        "step": 1 if is_whole else 0.001,
        **bounds,
    }


def _text(name: str, shape: Shape, kind: Kind) -> Widget:
    longest = next(iter(_lengths(shape)), None)
    widget = "text" if kind.is_long or (name in _LONG and longest is None) else "string"
    if kind.pattern:
        return {"widget": widget, "pattern": [kind.pattern, kind.message]}
    if longest:
        return {
            "widget": widget,
            "pattern": [rf"^.{{1,{longest}}}$", f"{longest} caractères au plus"],
        }
    return {"widget": widget}


def _lengths(shape: Shape) -> Iterator[int]:
    return (one.max_length for one in shape.metadata if isinstance(one, MaxLen))
