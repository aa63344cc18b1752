"""What is wrong in an input: line, field, rule and remedy, never the value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """A located problem, in French. Line and field count from 1; 0 means the whole file or line."""

    line: int
    field: int
    quoi: str
    regle: str
    remede: str

    def at(self, path: str) -> str:
        """One line to print: `path:line:field: quoi — règle : … — remède : …`."""
        place = f"{path}:{self.line}:{self.field}"
        return f"{place}: {self.quoi} — règle : {self.regle} — remède : {self.remede}"


class ProblemsError(Exception):
    """An input that cannot be used; carries every problem found in one file."""

    def __init__(self, path: str, problems: list[Problem]) -> None:
        self.path = path
        self.problems = tuple(sorted(set(problems)))
        super().__init__(f"{len(self.problems)} problème(s) dans {path}")

    def __str__(self) -> str:
        return "\n".join(problem.at(self.path) for problem in self.problems)
