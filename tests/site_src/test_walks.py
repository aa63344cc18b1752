"""Each of the twelve tasks of the guide, walked: edit → check → build → diff, then undone.

Every step is an incremental build of one tree, whose store they share: some minutes, hence `make soak`. What `make test`
keeps of a task is its check (test_right_content.py), its mistake (test_mistakes.py) and its words (test_tasks.py);
test_edits.py builds there after five of them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from site_src.commands import APART
from site_src.engine.epoch import epoch
from site_src.engine.outputs import write
from site_src.engine.store import Stored
from site_src.proposal.summary import ChangedPage, Side, changed_pages
from tests.builds import ROOT, begin_as_built
from tests.site_src.test_edits import Repository
from tests.site_src.test_tasks import DAY, EVERYWHERE, TASKS, answers
from tools.build_times import copy_of

pytestmark = pytest.mark.soak
Pages = Mapping[str, bytes]


def pages_of(site: Stored) -> dict[str, bytes]:
    """The store drops what the next build does not publish: pages are kept here."""
    return {path: site[path] for path in site if path.endswith(".html")}


@pytest.fixture(scope="module")
def repository() -> Iterator[Repository]:
    """Built once."""
    options = {"adresse": "", "depot": "", "epoch": epoch(ROOT, APART), "instant": epoch(ROOT)}
    with tempfile.TemporaryDirectory(prefix="prm-essai-") as folder:
        root = copy_of(ROOT, Path(folder) / "depot")
        begin_as_built(root)
        yield Repository(root, options)


@pytest.fixture(scope="module")
def first(repository: Repository) -> tuple[dict[str, str], Pages]:
    """What is published before any task: digests of all, bytes of pages."""
    site = repository.build()
    return dict(site.digests), pages_of(site)


def unnamed(title: str, pages: list[ChangedPage]) -> list[str]:
    """The pages that changed and that the guide's answer does not name."""
    named = answers(title)
    return [one.address for one in pages if not any(fnmatchcase(one.address, form) for form in named)]  # fmt: skip


@pytest.mark.parametrize("title", TASKS)
def test_a_task_changes_the_pages_that_the_guide_names_and_undone_gives_the_first_bytes(
    repository: Repository, first: tuple[dict[str, str], Pages], title: str
) -> None:
    digests, pages = first
    good = {path.relative_to(repository.root).as_posix(): path.read_bytes()
            for path in (repository.root / "data").rglob("*") if path.is_file()}  # fmt: skip
    files = dict(good)
    TASKS[title](files, DAY)
    edited = {path: raw for path, raw in files.items() if raw != good.get(path)}
    try:
        write(edited, repository.root)
        after = pages_of(repository.build())
    finally:
        for path in edited.keys() - good.keys():
            (repository.root / path).unlink()
        write({path: good[path] for path in edited.keys() & good.keys()}, repository.root)
    changed = changed_pages(Side({}, pages), Side({}, after))
    seen = [one.address for one in changed]
    assert any(fnmatchcase(address, answers(title)[0]) for address in seen), seen
    assert unnamed(title, changed) == [] or title in EVERYWHERE
    assert dict(repository.build().digests) == digests
