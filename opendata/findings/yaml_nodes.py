"""YAML → nodes, within limits: size, aliases, keys written once, numbers as people read them.

libyaml tells a document as events, one after another. Its own way to nodes recurses and repeats what
aliases name, without an end when one names itself; YAML 1.1 then reads some texts as numbers that nobody
meant (075101 in octal, 18:30 in base 60). Here nodes are made one event at a time, and all of it is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from opendata.findings import limits
from opendata.findings.finding import Finding, first_findings

# libyaml is ten times faster; PyYAML's own loader stands in where it is missing.
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_SIMPLE = "YAML simple : textes, nombres, dates, listes, groupes"
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_NUMBER_STARTS = frozenset("+-.0123456789")
_TAG = "tag:yaml.org,2002:"
Fault = tuple[str, str, str]


@dataclass
class _Open:
    """A list or group being read: its children so far, keys and values in turn."""

    node: yaml.CollectionNode
    anchor: str | None
    before: int
    children: list[yaml.Node] = field(default_factory=list)


@dataclass
class _Reading:
    """Where the reading of a document stands: what is open, what anchors name, what was found."""

    path: str
    loader: Any
    findings: list[Finding] = field(default_factory=list)
    nodes: int = 0
    aliases: int = 0
    opened: list[_Open] = field(default_factory=list)
    anchors: dict[str, tuple[yaml.Node, int]] = field(default_factory=dict)
    root: yaml.Node | None = None

    def report(self, mark: Any, fault: Fault) -> None:  # noqa: ANN401  (libyaml's marks have no type)
        self.findings.append(Finding(self.path, mark.line + 1, mark.column + 1, *fault))

    def place(self, node: yaml.Node) -> None:
        """Puts a node where it is read: into what is open, or at the head of the document."""
        if self.opened:
            self.opened[-1].children.append(node)
        else:
            self.root = node


def read_nodes(path: str, loader: Any, findings: list[Finding]) -> yaml.Node | None:  # noqa: ANN401
    """The nodes of the one document of `loader`; with findings, not all of them are there.

    Raises yaml.MarkedYAMLError or yaml.reader.ReaderError where it is no YAML at all.
    """
    reading = _Reading(path, loader)
    documents = 0
    while (event := loader.get_event()) is not None:
        step = _STEPS.get(type(event))
        if step is not None:
            step(reading, event)
            if _too_large(reading, event.start_mark) or len(reading.findings) > limits.FINDINGS:
                break
        elif type(event) is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise yaml.composer.ComposerError(None, None, "second document", _marks(event)[0])
    findings.extend(first_findings(sorted(reading.findings)))
    return reading.root


def _marks(event: yaml.Event) -> tuple[Any, Any]:
    """Where an event starts and ends: libyaml's marks, for which PyYAML's stubs have another type."""
    return event.start_mark, event.end_mark


def _scalar(reading: _Reading, event: yaml.ScalarEvent) -> None:
    reading.nodes += 1
    value, tag = event.value, f"{_TAG}str"
    mark, end = _marks(event)
    if event.implicit[0]:
        tag = reading.loader.resolve(yaml.ScalarNode, value, (True, False))
        if value[:1] in _NUMBER_STARTS and (fault := _number_fault(reading.loader, tag, value)):
            reading.report(mark, fault)
    elif event.tag:
        reading.report(mark, _tag_fault(event.tag))
    elif event.style in ("'", '"') and value != value.strip():
        reading.report(mark, (f"« {_short(value.strip())} » : espaces en trop au début ou à la fin",
                              "un texte commence et finit par un caractère visible", f"écrire « {_short(value.strip())} »"))  # fmt: skip
    node = yaml.ScalarNode(tag, value, mark, end, style=event.style)
    _name(reading, event.anchor, node, 1)
    reading.place(node)


def _start(reading: _Reading, event: yaml.CollectionStartEvent) -> None:
    is_list = type(event) is yaml.SequenceStartEvent
    kind, tag = (yaml.SequenceNode, "seq") if is_list else (yaml.MappingNode, "map")
    if event.tag:
        reading.report(event.start_mark, _tag_fault(event.tag))
    node = kind(_TAG + tag, [], _marks(event)[0], None, flow_style=event.flow_style)
    reading.place(node)
    reading.opened.append(_Open(node, event.anchor, reading.nodes))
    reading.nodes += 1


def _end(reading: _Reading, event: yaml.CollectionEndEvent) -> None:
    closed = reading.opened.pop()
    closed.node.end_mark = _marks(event)[1]
    if isinstance(closed.node, yaml.SequenceNode):
        closed.node.value = closed.children
    else:
        closed.node.value = list(zip(closed.children[::2], closed.children[1::2], strict=True))
        _judge_keys(reading, closed.children[::2])
    _name(reading, closed.anchor, closed.node, reading.nodes - closed.before)


def _alias(reading: _Reading, event: yaml.AliasEvent) -> None:
    name, (mark, end) = event.anchor or "", _marks(event)
    reading.aliases += 1
    if any(opened.anchor == name for opened in reading.opened):
        reading.report(mark, (f"« *{name} » se contient lui-même", "un renvoi vise une valeur déjà complète",
                              "écrire la valeur au lieu du renvoi"))  # fmt: skip
        reading.place(yaml.ScalarNode(f"{_TAG}null", "", mark, end))
    elif name in reading.anchors:
        node, size = reading.anchors[name]
        reading.nodes += size
        reading.place(node)
    else:
        raise yaml.composer.ComposerError(None, None, "undefined alias", mark)


_STEPS: dict[type, Any] = {
    yaml.ScalarEvent: _scalar,
    yaml.SequenceStartEvent: _start,
    yaml.MappingStartEvent: _start,
    yaml.SequenceEndEvent: _end,
    yaml.MappingEndEvent: _end,
    yaml.AliasEvent: _alias,
}


def _name(reading: _Reading, anchor: str | None, node: yaml.Node, size: int) -> None:
    if anchor is None:
        return
    if anchor in reading.anchors:
        raise yaml.composer.ComposerError(None, None, "duplicate anchor", node.start_mark)
    reading.anchors[anchor] = node, size


def _judge_keys(reading: _Reading, keys: list[yaml.Node]) -> None:
    """A key written twice in one group, of which YAML would silently keep the last; a key that is no text."""
    seen: set[str] = set()
    for key in keys:
        if not isinstance(key, yaml.ScalarNode):
            reading.report(key.start_mark, ("clé qui n'est pas un texte", "une clé est un mot", "écrire des lignes « clé: valeur »"))  # fmt: skip
        elif key.value in seen:
            reading.report(key.start_mark, twice(key.value))
        else:
            seen.add(key.value)


def twice(name: str) -> Fault:
    """What is wrong with a key that comes again, of YAML and of JSON."""
    return f"clé « {name} » écrite deux fois", "une clé n'est écrite qu'une fois", "garder une seule des deux valeurs"  # fmt: skip


def _too_large(reading: _Reading, mark: Any) -> bool:  # noqa: ANN401
    """Whether to stop here: what is beyond is not worth reading."""
    if len(reading.opened) > limits.DEPTH:
        reading.report(mark, ("imbrication trop profonde", limits.DEPTH_RULE, "aplatir la structure"))  # fmt: skip
    elif reading.nodes > limits.YAML_NODES:
        rule = f"au plus {limits.counted(limits.YAML_NODES)} valeurs, celles que répètent les renvois comptées"
        reading.report(mark, ("trop de valeurs", rule, "partager le fichier, ou renvoyer à moins de valeurs"))  # fmt: skip
    elif reading.aliases > limits.ALIASES:
        reading.report(mark, ("trop de renvois", f"au plus {limits.ALIASES} renvois « *nom »", "écrire les valeurs"))  # fmt: skip
    else:
        return False
    return True


def _tag_fault(tag: str) -> Fault:
    return f"type imposé « {_short(tag)} »", _SIMPLE, "retirer ce qui commence par « ! »"


def _number_fault(loader: Any, tag: str, value: str) -> Fault | None:  # noqa: ANN401
    kind = tag.removeprefix(_TAG)
    if kind == "timestamp":
        return _date_fault(loader, tag, value)
    if kind in ("int", "float") and not _DECIMAL.fullmatch(value):
        if value.lstrip("+-.").lower() in ("inf", "nan"):
            return f"« {value} » n'est pas un nombre fini", limits.FINITE_RULE, limits.FINITE_REMEDY
        return (f"« {_short(value)} » : YAML y lit un autre nombre", "un nombre s'écrit en base 10, sans zéro en tête",
                "mettre entre guillemets un code, une heure, un numéro")  # fmt: skip
    return limits.number_fault(value)


def _date_fault(loader: Any, tag: str, value: str) -> Fault | None:  # noqa: ANN401
    try:
        loader.construct_yaml_timestamp(yaml.ScalarNode(tag, value))
    except (ValueError, OverflowError):
        return (f"« {_short(value)} » n'est pas une date du calendrier", "date AAAA-MM-JJ",
                "corriger le mois ou le jour, ou mettre un texte entre guillemets")  # fmt: skip
    return None


def _short(value: str) -> str:
    return value if len(value) <= 60 else f"{value[:57]}…"
