"""A YAML file as located texts: every scalar is a text, and knows its line and column.

Nothing is guessed (`no` is a text, not false), nothing stands for something else (anchors, tags), no key comes
twice: what a release says is what is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from opendata.disclosure.problems import Problem, ProblemsError

BYTES = 1_000_000
DEPTH = 8
PLAIN = "un fichier YAML sans ancre ni étiquette, d'au plus 8 niveaux"
# How a description that is no file is called.
GIVEN = "description"
NOTHING = ("", "~", "null")


@dataclass(frozen=True)
class Entry:
    """A value where it stands: a text, a list or a mapping of others, or nothing."""

    line: int
    column: int
    value: str | Sequence[Entry] | Mapping[str, Entry] | None

    def problem(self, quoi: str, regle: str, remede: str) -> Problem:
        """What is wrong with this value."""
        return Problem(self.line, self.column, quoi, regle, remede)


def given_document(value: object) -> Entry:
    """The same of a value of a program (mappings, lists, texts, numbers), which stands at no line.

    Raises ProblemsError when it is something else.
    """
    match value:
        case None:
            return Entry(0, 0, None)
        case bool():
            return Entry(0, 0, str(value).lower())
        case str() | int() | float():
            return Entry(0, 0, str(value))
        case Mapping():
            return Entry(0, 0, {str(key): given_document(one) for key, one in value.items()})
        case list() | tuple() | set() | frozenset():
            return Entry(0, 0, [given_document(one) for one in value])
        case _:
            raise ProblemsError(GIVEN, [Problem(0, 0, "valeur qui n'est ni texte, ni liste, ni clés", PLAIN, "l'écrire en texte")])  # fmt: skip


def read_document(path: Path) -> Entry:
    """The value of a file. Raises ProblemsError."""
    try:
        with path.open("rb") as file:
            raw = file.read(BYTES + 1)
        if len(raw) > BYTES:
            raise ProblemsError(str(path), [Problem(0, 0, "fichier trop gros", "au plus 1 Mo", "vérifier le chemin")])  # fmt: skip
        node = yaml.compose(raw.decode("utf-8-sig"), yaml.SafeLoader)
    except OSError:
        raise ProblemsError(
            str(path), [Problem(0, 0, "fichier illisible", PLAIN, "vérifier le chemin")]
        ) from None
    except UnicodeDecodeError:
        raise ProblemsError(
            str(path),
            [Problem(0, 0, "texte qui n'est pas en UTF-8", PLAIN, "enregistrer en UTF-8")],
        ) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise ProblemsError(str(path), [Problem(line, column, "YAML mal formé", PLAIN, "corriger la ligne")]) from None  # fmt: skip
    except (yaml.YAMLError, RecursionError):
        raise ProblemsError(str(path), [Problem(0, 0, "YAML mal formé", PLAIN, "corriger le fichier")]) from None  # fmt: skip
    problems: list[Problem] = []
    entry = Entry(1, 1, None) if node is None else _Reader(problems).entry(node, 0)
    if problems:
        raise ProblemsError(str(path), problems)
    return entry


class _Reader:
    """YAML nodes to entries; what is wrong goes to `problems`."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        self._seen: set[int] = set()

    def entry(self, node: yaml.Node, depth: int) -> Entry:
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        if depth > DEPTH or id(node) in self._seen:
            self.problems.append(Problem(line, column, "ancre, ou trop de niveaux", PLAIN, "écrire la valeur en entier"))  # fmt: skip
            return Entry(line, column, None)
        self._seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            empty = node.style is None and node.value in NOTHING
            return Entry(line, column, None if empty else str(node.value))
        if isinstance(node, yaml.SequenceNode):
            return Entry(line, column, [self.entry(item, depth + 1) for item in node.value])
        return Entry(line, column, dict(self._pairs(node, depth)))

    def _pairs(self, node: yaml.Node, depth: int) -> Iterator[tuple[str, Entry]]:
        lines: dict[str, int] = {}
        for key, value in node.value:
            line, column = key.start_mark.line + 1, key.start_mark.column + 1
            if not isinstance(key, yaml.ScalarNode):
                self.problems.append(Problem(line, column, "clé qui n'est pas un mot", PLAIN, "corriger la clé"))  # fmt: skip
            elif key.value in lines:
                self.problems.append(Problem(line, column, f"clé « {key.value} » déjà en ligne {lines[key.value]}",
                                             "une clé une seule fois", "retirer l'une des deux"))  # fmt: skip
            else:
                lines[key.value] = line
                yield key.value, self.entry(value, depth + 1)
