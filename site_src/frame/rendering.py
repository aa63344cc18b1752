"""Templates in which every value is text: never markup, never Markdown.

A value of a data file that holds `<b>`, `[x](javascript:…)` or `{{ }}` appears on the page
exactly as it was written. Only what a template or one of our functions builds as
`Markup` is markup.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, DictLoader, Environment, StrictUndefined, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup

from site_src.engine.memo import Memo
from site_src.frame.confinement import Confined
from site_src.frame.typography import SAME_TEXTS, listed, long_date, number, typographie

# Everything that HTML or Markdown could read as syntax, anywhere in a line.
_SYNTAX = re.compile(r"""[&<>"'`*_{}\[\]()#+\-.!|~^=:\\$\n\r\t]""")
# Each room keeps its own.
TEMPLATES = "site_src/*/templates/*.j2"
_NAMED = re.compile(r"""["']([\w-]+(?:\.md)?\.j2)["']""")


def embedded(values: object) -> Markup:
    """JSON that may stand in a document, as a script reads values and words: nothing in it ends its element."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704  (no « < » is left)


# What every template may call.
FILTERS: Mapping[str, Callable[..., str]] = {
    "json": embedded,
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
    return _escaped(str(value))


@lru_cache(maxsize=SAME_TEXTS)
def _escaped(text: str) -> Markup:
    return Markup(_SYNTAX.sub(lambda match: f"&#{ord(match.group())};", text))  # noqa: S704  (escaped here)


class Templates(dict[str, str]):
    """Jinja templates by name. What is compiled of them serves all environments of a process, and later builds by `memo`."""

    def __init__(self, texts: Mapping[str, str], memo: Memo | None = None) -> None:
        super().__init__(texts)
        self._memo = memo
        self._compiled: dict[str, _Compiled] = {}

    @property
    def fingerprint(self) -> str:
        """SHA-256 of names and texts."""
        return hashlib.sha256(json.dumps(sorted(self.items())).encode()).hexdigest()

    def compiled(self, dialect: str) -> BytecodeCache:
        """What was compiled in environments with the same filters, which `dialect` names."""
        return self._compiled.setdefault(dialect, _Compiled(dialect, self._memo))

    def only(self, *names: str) -> Templates:
        """Those called `names`, and whatever they extend, include or import by name."""
        found: dict[str, str] = {}
        pending = [name for name in names if name in self]
        while pending:
            name = pending.pop()
            found[name] = self[name]
            pending += (set(_NAMED.findall(self[name])) & self.keys()) - found.keys()
        chosen = Templates(dict(sorted(found.items())), self._memo)
        chosen._compiled = self._compiled
        return chosen


class _Compiled(BytecodeCache):
    def __init__(self, dialect: str, memo: Memo | None) -> None:
        self._dialect = dialect
        self._memo = memo
        # By key and checksum, which tells another text.
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        place = bucket.key, bucket.checksum
        if place in self._code:
            bucket.code = self._code[place]
            return
        kept = self._memo.recall(self._name(bucket)) if self._memo else None
        if kept:
            bucket.bytecode_from_string(kept)
        if bucket.code:
            self._code[place] = bucket.code

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            self._code[bucket.key, bucket.checksum] = bucket.code
        if self._memo:
            self._memo.keep(self._name(bucket), bucket.bytecode_to_string())

    def _name(self, bucket: Bucket) -> str:
        """Jinja takes what is kept of another text, or by another Jinja or Python, for nothing."""
        return f"{self._dialect}-{bucket.key}"


class _TextAlone(CodeGenerator):
    """Computes nothing while it compiles: a filter may know the data of this build, which the next has not."""

    def _output_child_to_const(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> str:
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)


def environment(
    templates: Mapping[str, str],
    filters: Mapping[str, Callable[..., Any]] | None = None,
    dialect: str = "",
) -> Environment:
    """Jinja2 over in-memory templates (name → text); an undefined name is an error, not a blank.

    A page is a template that anybody may propose: it is confined (no attribute of Python's own, nothing changed).
    `dialect` names the filters, for what `Templates` keeps compiled.
    """
    env = Confined(
        loader=DictLoader(dict(templates)),
        bytecode_cache=templates.compiled(dialect) if isinstance(templates, Templates) else None,
        # `literal` escapes for Markdown too; autoescape makes macros and blocks return Markup.
        autoescape=True,
        finalize=literal,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        optimized=False,
    )
    env.code_generator_class = _TextAlone
    env.filters |= {**FILTERS, **(filters or {})}
    return env


def templates_of(files: Mapping[str, bytes], memo: Memo | None = None) -> Templates:
    """The Jinja templates of all rooms among a stage's files, by name: no two rooms share one.

    What is compiled of them stays in `memo`.
    """
    return Templates(
        {
            PurePosixPath(path).name: raw.decode()
            for path, raw in files.items()
            if PurePosixPath(path).match(TEMPLATES)
        },
        memo,
    )
