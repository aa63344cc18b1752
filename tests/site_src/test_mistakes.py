"""What a newcomer does wrong in each task of the guide is found: one line, its place, its rule, its remedy."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from site_src.alertes.kept import altered
from tests import newcomer, officer
from tests.newcomer import MISTAKES
from tests.officer import Files
from tests.site_src.test_tasks import DAY, GUIDE, TASKS

UNDONE = "Défaire une erreur"


def places(path: str, before: str, after: str, wrong: str) -> tuple[int, int]:
    """Line and column of what is wrong, the nearest to the first line that changed; in a table, line and field."""
    old, lines = before.splitlines(), after.splitlines()
    changed = next(rank for rank, line in enumerate(lines) if line not in old[rank : rank + 1])
    if path.endswith(".csv"):
        row = next(csv.reader(io.StringIO(lines[changed])))
        return changed + 1, row.index(wrong) + 1 if wrong else len(lines[0].split(","))
    found = [(rank, match) for rank, line in enumerate(lines) if (match := re.search(wrong, line))]
    rank, match = min(found, key=lambda one: abs(one[0] - changed))
    return rank + 1, match.start() + 1


def field_of(document: object, value: object, name: str = "") -> str:
    """The dotted name of a value in a document: description.2.valeur."""
    pairs = document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()  # fmt: skip
    for key, inner in pairs:
        found = f"{name}{key}" if inner == value else field_of(inner, value, f"{name}{key}.")
        if found:
            return found
    return ""


def names(files: Files, path: str) -> dict[str, str]:
    """What a finding quotes of the files: no value of them is written here."""
    document = yaml.safe_load(files[path]) if path.startswith("data/risques/") and b"horaires:de" not in files[path] else {}  # fmt: skip
    families = [f"'{one['id']}'" for one in yaml.safe_load(files["data/risques/familles.yaml"])["familles"]]  # fmt: skip
    text = re.search(r'en: "([^"]*7919[^"]*)"', files[path].decode())
    return {
        "page": f"/risques/{Path(path).stem}/",
        "field": field_of(document, "61,5"),
        "families": f"{', '.join(families[:-1])} ou {families[-1]}",
        "text": text[1] if text else "",
    }


def test_every_task_but_the_last_has_a_mistake() -> None:
    assert [*MISTAKES, UNDONE] == list(TASKS)


def test_the_message_that_the_guide_shows_is_that_of_a_figure_with_a_comma() -> None:
    said = re.escape(MISTAKES["Corriger un chiffre"].said)
    said = said.replace(re.escape("{field}"), r"[\w.]+").replace(
        re.escape("{page}"), r"/risques/\1/"
    )
    assert re.search(rf"(?m)^data/risques/([\w-]+)\.yaml:\d+:\d+: {said}$", GUIDE)


@pytest.mark.parametrize("title", MISTAKES)
def test_the_mistake_of_a_newcomer_is_one_line_that_says_where_and_what_to_do(
    content: Files, check: Callable[[Files], list[str]], title: str
) -> None:
    mistake, files = MISTAKES[title], dict(content)
    mistake.make(files, DAY)
    changed = {path: raw for path, raw in files.items() if raw != content.get(path)}
    path = next(path for path in changed if path.startswith(mistake.path) and (path == mistake.path or path != newcomer.SOURCES))  # fmt: skip
    texts = (content.get(path, b"").decode(), changed[path].decode())
    line, field = places(path, *texts, mistake.wrong)
    said = mistake.said.format(**names(files, path))
    assert check(files) == [f"{path}:{line + mistake.below}:{field}: {said}"]


def test_to_undo_an_alert_by_effacing_it_is_found(content: Files) -> None:
    published = dict(content)
    officer.alert(published, DAY)
    (path,) = published.keys() - content.keys()
    assert [str(found) for found in altered(published, content)] == [(
        f"{path}:0:0: alerte publiée, effacée depuis — règle : une alerte publiée est mise à jour ou annulée par un autre "
        "fichier, jamais changée ni effacée — remède : remettre le fichier d'avant, puis publier « remplace » ou « annule » "
        "— page : /en-ce-moment/"
    )]  # fmt: skip
