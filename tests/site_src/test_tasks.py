"""The twelve tasks of the guide: each names the files that it changes, the answer, how long it takes, who helps."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from fnmatch import fnmatchcase

import pytest

from site_src.engine.epoch import epoch, latest_day
from tests import officer
from tests.builds import ROOT, committed
from tests.guide_pictures import ANSWERS, FORMS

GUIDE = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
IMAGES = ROOT / ".github" / "images"
# Words that say it, name of its file.
PICTURE = re.compile(r"!\[([^]]+)\]\(images/([^)]+)\)")
DAY = latest_day(epoch(ROOT))
Edit = Callable[[dict[str, bytes], date], None]
# Title of the task → what is done.
TASKS: dict[str, Edit] = {
    "Publier une alerte": officer.alert,
    "Corriger un chiffre": officer.figure,
    "Ajouter un évènement": officer.past_event,
    "Changer des horaires": officer.opening_hours,
    "Dater un contrat": officer.contract_date,
    "Corriger une traduction": officer.translation,
    "Ajouter un risque": officer.new_risk,
    "Publier une version d'un jeu": officer.new_version,
    "Dire qui publie": officer.identity_and_address,
    "Remplacer un lien mort": officer.dead_link,
    "Retirer un chiffre": officer.withdrawn_figure,
    "Défaire une erreur": officer.figure,
}


# Tasks in which the values of one file change, each on its line.
ONE_VALUE = ("Corriger un chiffre", "Changer des horaires", "Dater un contrat", "Corriger une traduction", "Remplacer un lien mort")  # fmt: skip
# Where each page may change: the address of the site is on all of them.
EVERYWHERE = {"Dire qui publie"}


def section(title: str) -> str:
    """What the guide says of a task."""
    found = re.search(rf"(?ms)^### \d+\. {re.escape(title)}$(.*?)(?=^##)", GUIDE)
    assert found, title
    return found[1]


@pytest.fixture(scope="module")
def good() -> dict[str, bytes]:
    return committed("data/**/*")


def touched(good: dict[str, bytes], edit: Edit) -> tuple[dict[str, bytes], list[str]]:
    edited = dict(good)
    edit(edited, DAY)
    return edited, sorted(path for path, raw in edited.items() if raw != good.get(path))


def answers(title: str) -> list[str]:
    """The addresses of pages that the guide's answer names, as patterns: /risques/<risque>/ → /risques/*/."""
    answer = section(title).partition("**Réponse**")[2].partition("**Durée**")[0]
    return [re.sub("<[^>]+>", "*", one) for one in re.findall(r"`(/[^`]*)`", answer)]


def test_the_guide_has_these_twelve_tasks() -> None:
    assert re.findall(r"(?m)^### \d+\. (.+)$", GUIDE) == list(TASKS)
    assert len(TASKS) == 12


@pytest.mark.parametrize("title", TASKS)
def test_the_guide_names_every_file_that_the_task_changes(
    good: dict[str, bytes], title: str
) -> None:
    named = re.findall(r"`(data/[^`]+)`", section(title))
    forms = [re.sub("<[^>]+>", "*", one) + ("*" if one.endswith("/") else "") for one in named]
    _, paths = touched(good, TASKS[title])
    assert paths
    for path in paths:
        assert any(fnmatchcase(path, form) for form in forms), path


@pytest.mark.parametrize("title", TASKS)
def test_the_guide_says_what_the_answer_is_how_long_it_takes_and_who_helps(title: str) -> None:
    told = section(title)
    for mark in ("**Fichier**", "**Réponse**", "**Durée**", "**Aide**"):
        assert mark in told, mark
    assert re.search(r"\d+ (s|min)\b", told.partition("**Durée**")[2].partition("**Aide**")[0])


@pytest.mark.parametrize("title", TASKS)
def test_the_answer_names_the_pages_where_it_is_seen(title: str) -> None:
    assert answers(title), title


@pytest.mark.parametrize("title", TASKS)
def test_each_task_has_a_picture_said_in_words_that_weighs_40_kb_at_most(title: str) -> None:
    (shown,) = PICTURE.findall(section(title))
    words, name = shown
    assert len(words.split()) >= 8, words
    assert (IMAGES / name).stat().st_size <= 40_000


def test_no_picture_of_the_guide_is_unused_and_none_is_shown_twice() -> None:
    shown = [name for _, name in PICTURE.findall(GUIDE)]
    assert sorted(shown) == sorted({path.name for path in IMAGES.glob("*.webp")})
    assert {f"{name}.webp" for name in (*FORMS, *ANSWERS)} == set(shown) - {"copie-a-relire.webp"}
    assert sum(path.stat().st_size for path in IMAGES.iterdir()) <= 400_000


@pytest.mark.parametrize("title", ONE_VALUE)
def test_the_guide_names_the_key_or_the_column_of_the_value_that_changes(
    good: dict[str, bytes], title: str
) -> None:
    edited, (path,) = touched(good, TASKS[title])
    old, new = (files[path].decode().splitlines() for files in (good, edited))
    changed = [(was, line) for was, line in zip(old, new, strict=True) if was != line]
    for was, line in changed:
        if path.endswith(".csv"):
            cells = zip(old[0].split(","), was.split(","), line.split(","), strict=True)
            names = [column for column, before, after in cells if before != after]
        else:
            names = re.findall(r"(?:^|[ {])([a-z_]+):", line)
        assert any(re.search(f"`{name}\\b", section(title)) for name in names), names
