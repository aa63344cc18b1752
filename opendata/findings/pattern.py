"""Regular expressions that anybody may propose, matched in a time that grows with the text alone.

Python's own engine goes back on its steps: `(a+)+$` and thirty characters hold it for hours. The engine of
pydantic (Rust's regex) never does, and refuses the few forms that need it (look-around, back-references).
"""

from __future__ import annotations

import re
from functools import lru_cache

from pydantic_core import SchemaError, SchemaValidator, core_schema


def is_pattern(pattern: str) -> bool:
    """Whether every reader can match it: this engine, and Python's for those who read the published schema."""
    try:
        re.compile(pattern)
        _validator(pattern)
    except (re.error, SchemaError, RecursionError, OverflowError):
        return False
    return True


def matches(pattern: str, text: str) -> bool:
    """Whether the whole of `text` has that form; `pattern` is one (`is_pattern`)."""
    return _validator(pattern).isinstance_python(text)


@lru_cache(maxsize=256)
def _validator(pattern: str) -> SchemaValidator:
    return SchemaValidator(core_schema.str_schema(pattern=f"^(?:{pattern})$"))
