"""What this checkout changes of what is published: a text in Markdown, and pictures of changed pages before and after.

    python -m tools.proposal_summary --depuis REVISION --vers FOLDER

REVISION, the published one, is built beside this checkout, whose site/ was built before. Written into FOLDER:
`resume.md`, also printed; a picture of each of five changed pages, at 390 px, on either side, where its text first differs;
`index.html`, with all of it.

Exit code 0 done, also when REVISION does not build with the packages of this checkout (it is said); 1 when there is no
site/, or when a table must not be there.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from html import escape
from itertools import zip_longest
from pathlib import Path

from playwright.sync_api import Browser

import build
from opendata.findings import FindingsError
from site_src.commands import APART
from site_src.engine import outputs
from site_src.engine.destination import MARK
from site_src.engine.epoch import epoch
from site_src.engine.tree import Tree
from site_src.proposal import summary as told
from site_src.proposal.summary import ChangedPage, Side
from tools.browsing import chromium, served

ROOT = Path(build.__file__).resolve().parent
TEXT, SHEET = "resume.md", "index.html"
WIDTH, HEIGHT = 390, 1328  # two screens of a telephone
ABOVE = 160  # pixels shown above what changes
# The pieces of text that are seen on a page, in their order, each with its place from the top; with what is folded, or not.
PIECES = """(unfolds) => {
    for (const folded of document.querySelectorAll("main details")) folded.open ||= unfolds;
    const walker = document.createTreeWalker(document.querySelector("main") ?? document.body, NodeFilter.SHOW_TEXT);
    const pieces = [];
    while (walker.nextNode()) {
        const text = walker.currentNode.data.trim().replace(/\\s+/g, " ");
        const element = walker.currentNode.parentElement;
        if (text && element.checkVisibility() && !element.matches("details:not([open])")) pieces.push([text, element.getBoundingClientRect().top + window.scrollY]);
    }
    return pieces;
}"""
BEFORE, AFTER = "avant", "apres"
STYLE = "body{font:16px sans-serif;max-width:60rem;margin:1rem auto;padding:0 1rem}pre{white-space:pre-wrap}section{display:flex;gap:8px;flex-wrap:wrap}img{border:1px solid;max-width:100%}"
UNBUILT = "{}\n\nLe site publié ne se construit pas avec les outils de cette proposition : rien n'est comparé.\n\n{}\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, write and print; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--depuis", default="origin/main", help="révision git publiée")
    parser.add_argument("--vers", type=Path, default=ROOT / "build" / "resume")
    for name in ("--adresse", "--depot", "--instant"):
        parser.add_argument(name, default="", help="comme pour build, et la même qu'alors")
    given = parser.parse_args(arguments)
    if not (ROOT / "site" / "index.html").is_file():
        sys.stderr.write("site/ absent : python build.py build d'abord\n")
        return 1
    with before(ROOT, given.depuis) as root:
        is_built = _build(root, given.adresse, given.depot, given.instant or epoch(ROOT))
        try:
            text = written(root if is_built else None, ROOT, given.vers)
        except FindingsError as error:
            for finding in error.findings:
                print(finding)
            return 1
    print(text)
    return 0


@contextmanager
def before(root: Path, revision: str) -> Iterator[Path]:
    """A checkout of the revision, with the packages and the store of this one, for as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="prm-avant-") as name:
        folder = Path(name) / "depot"
        _git(root, "worktree", "add", "--quiet", "--detach", str(folder), revision)
        try:
            for shared in ("node_modules", ".venv"):
                (folder / shared).symlink_to(root / shared)
            shutil.copytree(root / "build" / "cache", folder / "build" / "cache")
            yield folder
        finally:
            _git(root, "worktree", "remove", "--force", str(folder))


def _build(root: Path, adresse: str, depot: str, instant: str) -> bool:
    """Whether the site of a checkout could be built, with the dates of this one: they are no change of the proposal's."""
    words = ["--adresse", adresse, "--depot", depot, "--instant", instant]
    dated = {**os.environ, "SOURCE_DATE_EPOCH": epoch(ROOT, APART)}
    done = subprocess.run([sys.executable, "build.py", "build", *words], cwd=root, env=dated, stdout=sys.stderr, check=False)  # noqa: S603  # fmt: skip
    return done.returncode == 0


def written(old: Path | None, new: Path, folder: Path) -> str:
    """Write the text, the pictures and the sheet into `folder`; the text. Raises `FindingsError`."""
    folder.mkdir(parents=True, exist_ok=True)
    pages: list[ChangedPage] = []
    if old is None:
        text = UNBUILT.format(told.HEAD, told.OPENING.format(""))
    else:
        sides = (_side(old), _side(new))
        text, pages = told.summary(*sides), told.pictured(told.changed_pages(*sides), *sides)
        with chromium() as browser, served(old / "site") as published, served(new / "site") as proposed:  # fmt: skip
            _photograph(browser, {BEFORE: published, AFTER: proposed}, pages, folder)
    outputs.write({TEXT: text.encode(), SHEET: sheet(text, pages).encode()}, folder)
    return text


def _side(root: Path) -> Side:
    names = [name for name in _git(root, "ls-files", "-z").split("\0") if name]
    files = {name: (root / name).read_bytes() for name in names if (root / name).is_file()}
    site = Tree(root / "site").select(("**/*",))
    return Side(files, {path: raw for path, raw in site.items() if path != MARK})


def picture(page: ChangedPage, side: str) -> str:
    """The name of a picture: risques/orage/index.html → risques-orage-avant.jpg."""
    name = page.path.removesuffix("index.html").removesuffix(".html").strip("/").replace("/", "-")
    return f"{name or 'accueil'}-{side}.jpg"


def _photograph(browser: Browser, sites: Mapping[str, str], pages: Sequence[ChangedPage], folder: Path) -> None:  # fmt: skip
    """A picture of each page on either side, from where its text first differs: a page may be forty screens long."""
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light", reduced_motion="reduce")  # fmt: skip
    for one in pages:
        opened = {side: context.new_page() for side in sites}
        for side, page in opened.items():
            page.goto(f"{sites[side]}{one.address}", wait_until="load")
        places = (
            differing(*(page.evaluate(PIECES, unfolds) for page in opened.values()))
            for unfolds in (False, True)
        )
        tops = next(filter(any, places), (0, 0))
        for (side, page), top in zip(opened.items(), tops, strict=True):
            page.screenshot(path=folder / picture(one, side), type="jpeg", quality=70, full_page=True,
                            clip={"x": 0, "y": max(0, top - ABOVE), "width": WIDTH, "height": HEIGHT})  # fmt: skip
            page.close()
    context.close()


Pieces = Sequence[tuple[str, float]]  # a text, pixels from the top of the page


def differing(old: Pieces, new: Pieces) -> tuple[float, float]:
    """Where the texts of two pages first differ, in pixels from the top of each; 0 where they are the same."""
    texts = zip_longest(*([text for text, _ in side] for side in (old, new)))
    rank = next((rank for rank, (before, after) in enumerate(texts) if before != after), None)
    return (0, 0) if rank is None else (_top(old, rank), _top(new, rank))


def _top(pieces: Pieces, rank: int) -> float:
    """The place of a piece; that of the last one for what stands below it."""
    return pieces[min(rank, len(pieces) - 1)][1] if pieces else 0


def sheet(text: str, pages: Sequence[ChangedPage]) -> str:
    """The page that opens from a disk: the text as it is, then pictures side by side."""
    pictures = "".join(
        f"<h2>{escape(one.name)}</h2><section>"
        + "".join(f'<figure><figcaption>{said}</figcaption><img src="{escape(picture(one, side))}" alt="{escape(f"{one.name}, {said}")}"></figure>'
                  for side, said in ((BEFORE, "avant"), (AFTER, "après")))
        + "</section>"
        for one in pages
    )  # fmt: skip
    return f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>Ce que change cette proposition</title><style>{STYLE}</style><pre>{escape(text)}</pre>{pictures}\n'


def _git(root: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=True)  # noqa: S603, S607  # fmt: skip
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
