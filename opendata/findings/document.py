"""YAML and JSON documents whose every value knows its line and column.

Positions cost far more than values on a layer of a megabyte, so they are computed only
when a finding asks for one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml

from opendata.findings.finding import Finding
from opendata.findings.text import decode

Key = str | int
# libyaml is ten times faster; PyYAML's own loader stands in where it is missing.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Document:
    """A parsed YAML or JSON file: its values, and where each one stands."""

    path: str
    text: str = field(repr=False)
    data: Any = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the file that it was read from."""
        return hashlib.sha256(f"{self.path}\0{self.text}".encode()).hexdigest()

    @cached_property
    def _root(self) -> yaml.Node | None:
        # JSON is read as the YAML it is: one position finder for both.
        try:
            node: yaml.Node | None = yaml.compose(self.text, Loader=_Loader)
        except yaml.YAMLError:  # JSON that YAML refuses, such as an escaped surrogate pair
            return None
        return node

    def place(self, keys: Sequence[Key]) -> tuple[int, int]:
        """(line, column) from 1 of the value at `keys`, or of the nearest parent that exists."""
        node = self._root
        for key in keys:
            child = _child(node, key)
            if child is None:
                break
            node = child
        return (1, 1) if node is None else (node.start_mark.line + 1, node.start_mark.column + 1)

    def finding(self, keys: Sequence[Key], quoi: str, regle: str, remede: str) -> Finding:
        """A finding at the value that `keys` leads to."""
        line, column = self.place(keys)
        return Finding(self.path, line, column, quoi, regle, remede)


def _child(node: yaml.Node | None, key: Key) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == str(key)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        item: yaml.Node = node.value[key]
        return item
    return None


def read_yaml(path: str, raw: bytes, findings: list[Finding]) -> Document | None:
    """One YAML document; `None` with findings on bad encoding, syntax or a key written twice."""
    text = decode(path, raw, findings)
    if text is None:
        return None
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
        repeated = _repeated_keys(path, root)  # before « << » brings in the keys of another mapping
        document = Document(path, text, root and loader.construct_document(root))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        findings.append(Finding(path, line, column, "YAML mal formé", "syntaxe YAML",
                                "vérifier retraits, deux-points et guillemets autour de cette ligne"))  # fmt: skip
        return None
    except (yaml.YAMLError, ValueError) as error:  # control characters; 2024-13-45 as a date
        quoi = f"valeur illisible ({type(error).__name__})"
        findings.append(Finding(path, 1, 1, quoi, "syntaxe YAML", "vérifier dates et caractères"))
        return None
    findings.extend(repeated)
    return None if repeated else document


def _twice(path: str, line: int, column: int, name: str) -> Finding:
    return Finding(path, line, column, f"clé « {name} » écrite deux fois", "une clé n'est écrite qu'une fois",
                   "garder une seule des deux valeurs")  # fmt: skip


def _repeated_keys(path: str, root: yaml.Node | None) -> list[Finding]:
    """A key written twice in one mapping: YAML and JSON would silently keep the last."""
    findings: list[Finding] = []
    pending: list[yaml.Node | None] = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, yaml.SequenceNode):
            pending.extend(node.value)
        if not isinstance(node, yaml.MappingNode):
            continue
        seen: set[str] = set()
        for name, value in node.value:
            pending.append(value)
            if name.value in seen:
                mark = name.start_mark
                findings.append(_twice(path, mark.line + 1, mark.column + 1, name.value))
            seen.add(name.value)
    return findings


def read_json(path: str, raw: bytes, findings: list[Finding]) -> Document | None:
    """One JSON document; `None` with findings on bad encoding, syntax or a key written twice."""
    text = decode(path, raw, findings)
    if text is None:
        return None
    repeated: list[str] = []
    try:
        document = Document(path, text, json.loads(text, object_pairs_hook=_object_hook(repeated)))
    except json.JSONDecodeError as error:
        findings.append(Finding(path, error.lineno, error.colno, "JSON mal formé", "syntaxe JSON (RFC 8259)",
                                "vérifier virgules, crochets et guillemets à cet endroit"))  # fmt: skip
        return None
    if repeated:
        # JSON that YAML cannot place: the key is named all the same, at the head of the file.
        findings.extend(
            _repeated_keys(path, document._root)
            or [_twice(path, 1, 1, name) for name in sorted(set(repeated))]
        )
    return None if repeated else document


def _object_hook(repeated: list[str]) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    """How json makes an object: the keys that come again are told in `repeated`."""

    def make(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        mapping = dict(pairs)
        if len(mapping) < len(pairs):
            names = [name for name, _ in pairs]
            repeated.extend(name for name in mapping if names.count(name) > 1)
        return mapping

    return make
