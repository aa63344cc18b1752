"""Where templates run that anybody may propose: ours, and those of the theme that MkDocs renders."""

from __future__ import annotations

from typing import Any

from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment


class Confined(ImmutableSandboxedEnvironment):
    """No attribute of Python's own, nothing changed, no text or list repeated a billion times."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401  (jinja2's own signature)
        """The product of two numbers; nothing else is multiplied, and nothing is raised to a power."""
        if operator == "**" or not all(isinstance(one, int | float) for one in (left, right)):
            raise SecurityError(f"« {operator} » ne multiplie que deux nombres")
        return super().call_binop(context, operator, left, right)
