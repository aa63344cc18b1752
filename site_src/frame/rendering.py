"""Templates in which every value is text: never markup, never Markdown.

A value of a data file that holds `<b>`, `[x](javascript:…)` or `{{ }}` appears on the page
exactly as it was written. Only what a template or one of our functions builds as
`Markup` is markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from site_src.frame.typography import listed, long_date, number, typographie

# Everything that HTML or Markdown could read as syntax, anywhere in a line.
_SYNTAX = re.compile(r"""[&<>"'`*_{}\[\]()#+\-.!|~^=:\\$\n\r\t]""")
# Each room keeps its own.
TEMPLATES = "site_src/*/templates/*.j2"
# What every template may call.
FILTERS: Mapping[str, Callable[..., str]] = {
    "nombre": number,
    "date_longue": long_date,
    "liste": listed,
    "typographie": typographie,
}


def literal(value: object) -> Markup:
    """`value` as characters that neither HTML nor Markdown interprets."""
    if isinstance(value, Markup):
        return value
    if value is None:
        return Markup("")
    return Markup(_SYNTAX.sub(lambda match: f"&#{ord(match.group())};", str(value)))  # noqa: S704  (escaped here)


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
    env.filters |= {**FILTERS, **(filters or {})}
    return env


def templates_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """The Jinja templates of all rooms among a stage's files, by name: no two rooms share one."""
    return {
        PurePosixPath(path).name: raw.decode()
        for path, raw in files.items()
        if PurePosixPath(path).match(TEMPLATES)
    }
