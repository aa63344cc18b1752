"""The generated parts of .github/ARCHITECTURE.md: who imports whom, the readings, the stages.

    python -m tools.architecture

writes them again, from the contracts of pyproject.toml and the two tables of build.py.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import build
from site_src.engine.build import Plan

ROOT = Path(build.__file__).resolve().parent
PAGE = ROOT / ".github" / "ARCHITECTURE.md"
COMMAND = "python -m tools.architecture"
NOTHING = "—"
_PART = re.compile(r"(?s)(<!-- generated: (\w+) -->\n).*?(<!-- end -->)")


def contracts() -> Sequence[Mapping[str, Any]]:
    """Those of import-linter, as pyproject.toml holds them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: Sequence[Mapping[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return found


def written(text: str, plan: Plan, rules: Sequence[Mapping[str, Any]]) -> str:
    """`text` with its generated parts as `plan` and `rules` have them.

    Raises `KeyError` on a part of another name.
    """
    parts = {
        "layers": "\n".join(_layers(rules)),
        "walls": "\n".join(_table(("contract", "who", "imports"), _walls(rules))),
        "readings": "\n".join(_table(("reading", "reader", "files", "needs"), _readings(plan))),
        "stages": "\n".join(_table(("stage", "function", "takes", "needs"), _stages(plan))),
    }
    return _PART.sub(lambda part: f"{part[1]}{parts[part[2]]}\n{part[3]}", text)


def _layers(rules: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Each contract of layers, as a drawing."""
    for rule in rules:
        if rule["type"] == "layers":
            yield from (f"*{', '.join(rule['containers'])}: {rule['name']}*", "", "```text")
            yield from rule["layers"]
            yield "```"


def _walls(rules: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, ...]]:
    for rule in rules:
        if rule["type"] == "forbidden":
            yield (
                rule["name"],
                _code(rule["source_modules"]),
                f"none of {_code(rule['forbidden_modules'])}",
            )
        elif rule["type"] == "protected":
            opened = [line.rpartition(" -> ")[2] for line in rule["ignore_imports"]]
            others = f"every module but {_code(rule['allowed_importers'])}"
            yield (
                rule["name"],
                others,
                f"of {_code(rule['protected_modules'])} only {_code(opened)}",
            )


def _readings(plan: Plan) -> Iterator[tuple[str, ...]]:
    for reading in plan.readings:
        needs = [*reading.needs, *(f"{name}\\*" for name in reading.uses)]
        yield (reading.name, f"`{reading.reader}`", _code(reading.files), _list(needs))


def _stages(plan: Plan) -> Iterator[tuple[str, ...]]:
    for stage in plan.stages:
        yield (stage.name, f"`{stage.run}`", _list(stage.takes), _list(stage.needs))


def _list(words: Iterable[str]) -> str:
    return ", ".join(words) or NOTHING


def _code(words: Iterable[str]) -> str:
    return _list(f"`{word}`" for word in words)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for cells in (heads, ["---"] * len(heads), *rows):
        yield f"| {' | '.join(cells)} |"


def main() -> None:
    """Write the page again."""
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(written(text, build.PLAN, contracts()), encoding="utf-8")


if __name__ == "__main__":
    main()
