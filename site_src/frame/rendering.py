"""Templates in which every value is text: never markup, never Markdown.

A value of a data file that holds `<b>`, `[x](javascript:…)` or `{{ }}` appears on the page
exactly as it was written. Only what a template or one of our functions builds as
`Markup` is markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

# Everything that HTML or Markdown could read as syntax, anywhere in a line.
_SYNTAX = re.compile(r"""[&<>"'`*_{}\[\]()#+\-.!|~^=:\\$\n\r\t]""")
_MOIS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
         "octobre", "novembre", "décembre")  # fmt: skip
# Each room keeps its own.
TEMPLATES = "site_src/*/templates/*.j2"
NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


def literal(value: object) -> Markup:
    """`value` as characters that neither HTML nor Markdown interprets."""
    if isinstance(value, Markup):
        return value
    if value is None:
        return Markup("")
    return Markup(_SYNTAX.sub(lambda match: f"&#{ord(match.group())};", str(value)))  # noqa: S704  (escaped here)


def nombre(value: float, decimales: int = 0) -> str:
    """French figures: 2 103 778, 11,75."""
    text = f"{value:,.{decimales}f}"
    return text.replace(",", NARROW_SPACE).replace(".", ",")


def date_longue(value: date) -> str:
    """28 janvier 1910; 1er mars 2024."""
    jour = "1er" if value.day == 1 else str(value.day)
    return f"{jour}{NO_BREAK_SPACE}{_MOIS[value.month - 1]} {value.year}"


def environment(
    templates: Mapping[str, str], filters: Mapping[str, Callable[..., Any]] | None = None
) -> Environment:
    """Jinja2 over in-memory templates (name → text); an undefined name is an error, not a blank."""
    env = Environment(
        loader=DictLoader(dict(templates)),
        # `literal` escapes for Markdown too; autoescape makes macros and blocks return Markup.
        autoescape=True,
        finalize=literal,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters |= {"nombre": nombre, "date_longue": date_longue, **(filters or {})}
    return env


def templates_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """The Jinja templates of all rooms among a stage's files, by name: no two rooms share one."""
    return {
        PurePosixPath(path).name: raw.decode()
        for path, raw in files.items()
        if PurePosixPath(path).match(TEMPLATES)
    }
