"""The file that describes a release: facts, rules, dimensions, and the tables made of them.

    facts: faits.csv
    count: n
    hide: 1-4
    dimensions:
      region: [comtes.csv, groupes.csv]
      type:
    tables:
      - name: region-type
        dimensions: [region, type]
        margins: [region*type, region, type, Total]
      - name: comtes
        dimensions: {region: comtes.csv}
        count: victimes

Keys are the options of `protect`. A table's dimension shows all its codes, or, where hierarchies are named,
the groups of these alone (`finest` adds the finest codes). A table may count another column than the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from opendata.disclosure.codes import folded
from opendata.disclosure.hierarchy import TOTAL, Hierarchy
from opendata.disclosure.linked.document import GIVEN, Entry, given_document, read_document
from opendata.disclosure.problems import Problem, ProblemsError
from opendata.disclosure.reading import CountsLayout, read_trees
from opendata.disclosure.rows import Source

WRITTEN = ("table", "value", "status", "primary", "lower", "upper", "lower_int", "upper_int")
KEYS = ("facts", "count", "hide", "protection", "contributor", "min-contributors", "dominance", "coalition",
        "ignore", "only-declared", "totals", "dimensions", "tables", "independent")  # fmt: skip
TABLE_KEYS = ("name", "dimensions", "margins", "count")
# Keys of amounts, which have their own command: see TABLES.md for why.
AMOUNT_KEYS = ("amount", "holding", "p-percent", "nk", "cost", "prior")
FINEST = "finest"
TABLES = 200
NAME = "un nom fait de lettres sans accent, de chiffres, de tirets et de points, d'au plus 60 caractères"


@dataclass(frozen=True)
class Shape:
    """A table of the release: its dimensions, each with the hierarchies whose groups it shows (none: all codes).

    `finest`: the dimensions of which, beside such groups, the finest codes are shown; `margins`: the detailed
    dimensions of each margin, `None` for all of them; `count`: the column that it counts, `None` for rows.
    """

    name: str
    line: int
    column: int
    dimensions: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]
    finest: frozenset[str]
    margins: tuple[frozenset[str], ...] | None
    count: str | None


@dataclass(frozen=True)
class Description:
    """A release as its file describes it. Paths are those of the file's own folder."""

    path: Path
    facts: Source
    layout: CountsLayout
    hierarchies: Mapping[str, Mapping[str, Hierarchy]]
    tables: tuple[Shape, ...]
    inputs: tuple[Path, ...]
    hide: tuple[int, int]
    exact: bool
    min_contributors: int | None
    dominance: float | None
    coalition: int
    independent: frozenset[frozenset[str]]

    def systems(self) -> Iterator[Description]:
        """The tables of each counted column by themselves: no sum ties two counts of the same facts."""
        counted = dict.fromkeys(shape.count for shape in self.tables)
        for count in counted:
            others = frozenset(other for other in counted if other not in (None, count))
            layout = replace(self.layout, amount=count, ignored=self.layout.ignored | others)
            tables = tuple(shape for shape in self.tables if shape.count == count)
            yield replace(self, layout=layout, tables=tables)


def read_description(
    given: Path | Mapping[str, object], with_facts: bool = True, facts: Source | None = None,
    memory: Mapping[str, Source] | None = None,
) -> Description:  # fmt: skip
    """The description in a file, or as a program holds it (its paths are then those of the working folder).

    Without `with_facts`, its facts need not be there: an audit never reads them. `facts`: the table that is read in their
    place; `memory`: tables in memory that stand for the hierarchies of their names. Raises ProblemsError with every problem of it, or of a hierarchy.
    """
    path = given if isinstance(given, Path) else Path(GIVEN)
    entry = read_document(given) if isinstance(given, Path) else given_document(given)
    reader = _Reader(path, with_facts, facts, memory or {})
    described = reader.description(entry)
    if reader.problems or described is None:
        raise ProblemsError(str(path), reader.problems)
    return described


class _Reader:
    """Reads entries, and gathers what is wrong with them."""

    def __init__(
        self, path: Path, with_facts: bool, facts: Source | None, memory: Mapping[str, Source]
    ) -> None:
        self.path, self.with_facts, self.facts, self.memory = path, with_facts, facts, memory
        self.problems = list[Problem]()

    def description(self, entry: Entry) -> Description | None:
        top = self._mapping(entry, "une diffusion", KEYS)
        if self.problems and not top:
            return None
        wanted = ("dimensions", "tables") if self.facts else ("facts", "dimensions", "tables")
        missing = [key for key in wanted if key not in top]
        for key in missing:
            self._wrong(entry, f"clé « {key} » absente", "une diffusion dit facts, dimensions et tables", "l'ajouter")  # fmt: skip
        if missing:
            return None
        facts = self.facts or self._file(top["facts"], "fichier des faits", self.with_facts)
        files = self._dimensions(top["dimensions"])
        count = self._text(top.get("count"))
        shapes = self._tables(top["tables"], files, count)
        contributor = self._text(top.get("contributor"))
        exact = self._choice(top.get("protection"), ("interval", "exact")) == "exact"
        least = self._whole(top.get("min-contributors"), 1_000_000)
        share = self._share(top.get("dominance"))
        coalition = self._whole(top.get("coalition"), 100)
        for key in ("min-contributors", "dominance", "coalition"):
            if top.get(key) and not contributor:
                self._wrong(top[key], f"« {key} » sans contributeurs", "cette règle lit la colonne de « contributor »", "la nommer")  # fmt: skip
        hide = self._range(top.get("hide"))
        totals = self._totals(top.get("totals"), files)
        independent = self._independent(top.get("independent"), files)
        ignored = frozenset(self._texts(top.get("ignore")))
        only = self._choice(top.get("only-declared"), ("true", "false")) == "true"
        self._roles(top, files, count, contributor)
        if self.problems or facts is None:
            return None
        trees = {name: read_trees([(name, p) for p in paths.values()] or [(name, None)])[name] for name, paths in files.items()}  # fmt: skip
        named = {name: dict(zip(paths, trees[name], strict=False)) for name, paths in files.items()}
        layout = CountsLayout(trees, count, contributor, ignored, totals, only)
        named_files = (facts, *(p for paths in files.values() for p in paths.values()))
        inputs = (self.path, *(one for one in named_files if isinstance(one, Path)))
        return Description(self.path, facts, layout, named, shapes, inputs, hide, exact, least, share,
                           coalition or 1, independent)  # fmt: skip

    # -- parts -----------------------------------------------------------------------------

    def _dimensions(self, entry: Entry) -> dict[str, dict[str, Source]]:
        """Dimension → its hierarchy files, as they are written."""
        found: dict[str, dict[str, Source]] = {}
        for name, given in self._mapping(entry, "les dimensions", None).items():
            if name in WRITTEN or "*" in name or name == TOTAL or not name.strip():
                self._wrong(given, f"« {name} » ne peut pas nommer une dimension",
                            "cet outil écrit cette colonne, ou lit ce mot autrement", "renommer la colonne du fichier")  # fmt: skip
            found[name] = {}
            for one in self._entries(given):
                file = self._file(one, "hiérarchie")
                if isinstance(one.value, str):
                    found[name][one.value] = file or self.path.parent / one.value
        if not found:
            self._wrong(entry, "aucune dimension", "une diffusion a des dimensions", "les nommer")
        return found

    def _tables(
        self, entry: Entry, files: Mapping[str, Mapping[str, Source]], count: str | None
    ) -> tuple[Shape, ...]:
        shapes: list[Shape] = []
        first: dict[str, int] = {}
        given = self._entries(entry)
        if not given or len(given) > TABLES:
            self._wrong(entry, f"{len(given)} tables", f"une diffusion a de 1 à {TABLES} tables", "corriger la liste")  # fmt: skip
        for one in given:
            shape = self._table(one, files, count)
            if shape is None:
                continue
            line = first.get(folded(shape.name))
            if line is not None:
                self._wrong(Entry(shape.line, shape.column, None), f"table « {shape.name} » déjà décrite en ligne {line}",
                            "deux tables n'ont pas le même nom", "renommer l'une des deux")  # fmt: skip
            first.setdefault(folded(shape.name), shape.line)
            shapes.append(shape)
        return tuple(shapes)

    def _table(
        self, entry: Entry, files: Mapping[str, Mapping[str, Source]], count: str | None
    ) -> Shape | None:
        table = self._mapping(entry, "une table", TABLE_KEYS)
        for key in ("name", "dimensions"):
            if table.get(key) is None or table[key].value in (None, [], {}):
                self._wrong(entry, f"table sans « {key} »", "une table a un nom et des dimensions", "l'ajouter")  # fmt: skip
                return None
        name = self._text(table["name"]) or ""
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}", name) or name.endswith("."):
            self._wrong(table["name"], f"nom de table « {name} »", NAME, "renommer la table")
        chosen = self._shown(table["dimensions"], files)
        names = tuple(chosen)
        own = self._text(table.get("count")) or count
        if "count" in table and own in files:
            self._wrong(table["count"], f"« {own} » sert déjà", "une colonne a un seul rôle", "nommer une autre colonne")  # fmt: skip
        groups = {n: tuple(f for f in shown if f != FINEST) for n, shown in chosen.items()}
        finest = frozenset(n for n, shown in chosen.items() if FINEST in shown)
        return Shape(name, table["name"].line, table["name"].column, names, groups, finest,
                     self._margins(table.get("margins"), names), own)  # fmt: skip

    def _shown(
        self, entry: Entry, files: Mapping[str, Mapping[str, Source]]
    ) -> dict[str, tuple[str, ...]]:
        """Dimension → what of it a table names."""
        pairs: list[tuple[str, Entry]]
        if isinstance(entry.value, Mapping):
            pairs = list(entry.value.items())
        else:
            pairs = [(self._text(one) or "", Entry(one.line, one.column, None)) for one in self._entries(entry)]  # fmt: skip
        chosen: dict[str, tuple[str, ...]] = {}
        for name, given in pairs:
            if name not in files:
                self._wrong(given, f"dimension « {name} » inconnue", f"les dimensions de la diffusion sont {', '.join(files)}",
                            "corriger le nom, ou déclarer la dimension")  # fmt: skip
                continue
            if name in chosen:
                self._wrong(given, f"dimension « {name} » répétée", "une table a chaque dimension une fois", "la retirer")  # fmt: skip
            for one in self._entries(given):
                if self._text(one) not in (FINEST, *files[name]):
                    known = ", ".join((FINEST, *files[name]))
                    self._wrong(one, f"hiérarchie « {self._text(one)} » inconnue de « {name} »", f"une table nomme {known}",
                                "corriger le nom, ou la déclarer dans dimensions")  # fmt: skip
            chosen[name] = tuple(self._texts(given))
        return chosen

    def _margins(
        self, entry: Entry | None, names: Sequence[str]
    ) -> tuple[frozenset[str], ...] | None:
        if entry is None or entry.value is None:
            return None
        margins = []
        for one in self._entries(entry):
            detailed = frozenset((self._text(one) or "").split("*")) - {TOTAL}
            unknown = sorted(detailed - set(names))
            if unknown:
                self._wrong(one, f"marge sur « {', '.join(unknown)} »", f"les dimensions de cette table sont {', '.join(names)}",
                            f"corriger la marge, par exemple {'*'.join(names)}, ou {TOTAL}")  # fmt: skip
            margins.append(detailed)
        return tuple(margins)

    def _totals(
        self, entry: Entry | None, files: Mapping[str, Mapping[str, Source]]
    ) -> dict[str, str]:
        found = {} if entry is None else self._mapping(entry, "les totaux", tuple(files))
        return {name: self._text(code) or TOTAL for name, code in found.items()}

    def _independent(
        self, entry: Entry | None, files: Mapping[str, Mapping[str, Source]]
    ) -> frozenset[frozenset[str]]:
        pairs = set()
        for one in () if entry is None else self._entries(entry):
            pair = frozenset(self._texts(one))
            if len(pair) != 2 or not pair <= set(files):
                self._wrong(one, "paire de dimensions mal écrite", "deux dimensions de la diffusion : [région, type]", "corriger la paire")  # fmt: skip
            pairs.add(pair)
        return frozenset(pairs)

    def _roles(
        self, top: Mapping[str, Entry], files: Mapping[str, object], count: str | None, contributor: str | None
    ) -> None:  # fmt: skip
        """A column has one role."""
        for key, name in (("count", count), ("contributor", contributor)):
            if name is not None and (name in files or (key == "contributor" and name == count)):
                self._wrong(top[key], f"« {name} » sert déjà", "une colonne a un seul rôle", "nommer une autre colonne")  # fmt: skip

    # -- values ----------------------------------------------------------------------------

    def _wrong(self, entry: Entry, quoi: str, regle: str, remede: str) -> None:
        self.problems.append(entry.problem(quoi, regle, remede))

    def _mapping(self, entry: Entry, what: str, keys: Sequence[str] | None) -> dict[str, Entry]:
        if not isinstance(entry.value, Mapping):
            self._wrong(entry, f"{what} : ni clés ni valeurs", f"{what} s'écrit « clé : valeur »", "corriger la ligne")  # fmt: skip
            return {}
        for key, value in entry.value.items():
            if key in AMOUNT_KEYS and keys in (KEYS, TABLE_KEYS):
                self._wrong(value, f"clé « {key} » : une diffusion compte des faits, pas des montants",
                            "des montants et des effectifs liés ne sont pas attaqués ensemble", "la retirer, et protéger les montants par protect-amounts")  # fmt: skip
            elif keys is not None and key not in keys:
                self._wrong(value, f"clé « {key} » inconnue", f"les clés sont {', '.join(keys)}", "corriger la clé, ou la retirer")  # fmt: skip
        return dict(entry.value)

    def _entries(self, entry: Entry) -> Sequence[Entry]:
        """The items of a list; one value is a list of one."""
        if entry.value is None:
            return ()
        if isinstance(entry.value, Mapping):
            self._wrong(entry, "clés au lieu d'une liste", "une liste : [a, b]", "corriger la ligne")  # fmt: skip
            return ()
        return (entry,) if isinstance(entry.value, str) else tuple(entry.value)

    def _texts(self, entry: Entry | None) -> tuple[str, ...]:
        entries = () if entry is None else self._entries(entry)
        return tuple(text for one in entries if (text := self._text(one)) is not None)

    def _text(self, entry: Entry | None) -> str | None:
        if entry is None or entry.value is None:
            return None
        if not isinstance(entry.value, str):
            self._wrong(entry, "liste ou clés au lieu d'un mot", "un seul mot", "corriger la ligne")
            return None
        return entry.value

    def _choice(self, entry: Entry | None, words: Sequence[str]) -> str | None:
        text = self._text(entry)
        if entry is not None and text is not None and text not in words:
            self._wrong(
                entry,
                f"valeur « {text} » non valable",
                f"un mot parmi {', '.join(words)}",
                "corriger le mot",
            )
        return text

    def _whole(self, entry: Entry | None, most: int) -> int | None:
        """A whole number from 1."""
        text = self._text(entry)
        if entry is None or text is None:
            return None
        if not re.fullmatch(r"[1-9][0-9]{0,8}", text) or int(text) > most:
            self._wrong(entry, f"valeur « {text} » non valable", f"un nombre entier de 1 à {most}", "corriger le nombre")  # fmt: skip
            return None
        return int(text)

    def _share(self, entry: Entry | None) -> float | None:
        """A share above 0, at most 1."""
        text = self._text(entry)
        if entry is None or text is None:
            return None
        if not re.fullmatch(r"0?\.[0-9]{1,6}|1(\.0{1,6})?", text) or float(text) == 0:
            self._wrong(entry, f"valeur « {text} » non valable", "une part au-dessus de 0 et au plus 1 : 0.85", "corriger la part")  # fmt: skip
            return None
        return float(text)

    def _range(self, entry: Entry | None) -> tuple[int, int]:
        text = self._text(entry)
        if entry is None or text is None:
            return 1, 4
        found = re.fullmatch(r"([0-9]{1,9})-([0-9]{1,9})", text)
        if found is None or int(found[1]) > int(found[2]):
            self._wrong(entry, f"valeur « {text} » non valable", "deux entiers, le petit d'abord : 1-4", "corriger les bornes")  # fmt: skip
            return 1, 4
        return int(found[1]), int(found[2])

    def _file(self, entry: Entry, what: str, needed: bool = True) -> Source | None:
        text = self._text(entry)
        if text is not None and text in self.memory:
            return self.memory[text]
        path = self.path.parent / (text or "")
        if text is None or (needed and not path.is_file()):
            self._wrong(entry, f"{what} « {text} » introuvable", "un fichier, par rapport au dossier de la diffusion", "corriger le chemin")  # fmt: skip
            return None
        return path
