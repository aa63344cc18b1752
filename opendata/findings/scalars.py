"""Values of a YAML file that would be read as something else than what is written.

640.000 is read as 640, and a text ends where « # » follows a space: whoever wrote it is told, and nothing is
read; « no » is read as false, and is a word too. What YAML 1.1 makes of 010 or 13:30 is refused where nodes are
made (yaml_nodes.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from opendata.findings.finding import Finding
from opendata.findings.numbers import thousands

_BOOL, _FLOAT, _TEXT = (f"tag:yaml.org,2002:{name}" for name in ("bool", "float", "str"))
# Two spaces, « # » and a space: nobody writes a sentence so, and it is how comments stand beside a value.
_COMMENT = re.compile(r"[ \t]{2,}# ")
# What YAML ends a line with.
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_YES_OR_NO = "YAML 1.1 lit yes, no, on et off comme true ou false"
_NUMBERS = "un nombre s'écrit 640000, -3 ou 6.10"


def misread(path: str, text: str, root: yaml.Node | None) -> list[Finding]:
    """A finding at each value of the document that says one thing and would be read as another."""
    lines = _BREAK.split(text)
    return [
        Finding(path, node.start_mark.line + 1, node.start_mark.column + 1, *told)
        for node in _values(root)
        if not node.style
        and (told := _told(node, lines))  # what stands in quotes is read as it stands
    ]


def _values(root: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    """Every scalar that is no key, each once, whatever names it again."""
    pending, seen = [root], set[int]()
    while pending:
        node = pending.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            yield node
        elif isinstance(node, yaml.MappingNode):
            pending.extend(value for _, value in node.value)
        elif isinstance(node, yaml.SequenceNode):
            pending.extend(node.value)


def _told(node: yaml.ScalarNode, lines: list[str]) -> tuple[str, str, str] | None:
    """What, rule and remedy."""
    if node.tag == _TEXT:
        return _cut(node, lines)
    if node.tag == _BOOL and node.value not in ("true", "false"):
        return f"« {node.value} » : true ou false attendu", _YES_OR_NO, "écrire true ou false, ou mettre le mot entre guillemets"  # fmt: skip
    remedy = thousands(node.value) if node.tag == _FLOAT else None
    if remedy is None:
        return None
    return f"« {node.value} » : milliers ou décimales ?", _NUMBERS, remedy


def _cut(node: yaml.ScalarNode, lines: list[str]) -> tuple[str, str, str] | None:
    rest = "".join(lines[node.end_mark.line : node.end_mark.line + 1])[node.end_mark.column :]
    if not re.match(r"[ \t]+#", rest) or _COMMENT.match(rest):
        return None
    return (f"texte coupé : « {_shortened(rest.strip())} » n'est pas lu", "YAML : « # » après une espace ouvre un commentaire",
            "mettre tout le texte entre guillemets, ou deux espaces devant un commentaire")  # fmt: skip


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def malformed(path: str, text: str, mark: yaml.Mark | None) -> Finding:
    """What the parser could not read; a list below an empty one is named as what it is."""
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = [*_BREAK.split(text), *([""] * line)]  # the mark may stand after the last one
    above = next((number for number in range(line - 2, -1, -1) if lines[number].strip()), None)
    empty = above is not None and re.fullmatch(
        r"\s*(?:- )?([\w-]+): *(\[\]|\{\}) *(#.*)?", lines[above]
    )
    if above is not None and empty and lines[line - 1].strip():
        return Finding(path, above + 1, lines[above].index(empty[2]) + 1,
                       f"« {empty[1]} » dit vide ({empty[2]}), puis rempli aux lignes suivantes", "une clé a une valeur, écrite une fois",
                       f"retirer {empty[2]}, ou ce qui suit")  # fmt: skip
    return Finding(path, line, column, "YAML mal formé", "syntaxe YAML",
                   "vérifier retraits, deux-points et guillemets autour de cette ligne")  # fmt: skip
