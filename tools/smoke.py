"""What an alert published without the long tests must still show: one document of each kind, read from site/.

    python -m tools.smoke

Each document has one title, a text, a policy before
anything that loads, files that are there, and the band while an alert stands. Links are checked by the seal.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import build
from site_src.publishing.links import faults_of, read_document
from tools.kinds import kinds_of

ROOT = Path(build.__file__).resolve().parent
POLICY, BAND, PLACE = "Content-Security-Policy", "data-alertes", "<!--alertes:bandeau"
SHORTEST = 200  # characters of a document that says something


def faults(site: Mapping[str, str], files: frozenset[str]) -> Iterator[str]:
    """What is wrong with the documents of `site` (path → HTML); `files` are all that is published."""
    has_band = any(BAND in html for html in site.values())
    for path, html in site.items():
        if html.count("<h1") != 1:
            yield f"{path} : {html.count('<h1')} titre(s)"
        if len(html) < SHORTEST:
            yield f"{path} : presque vide"
        if POLICY not in html or html.index(POLICY) > html.find("<script"):
            yield f"{path} : sans politique de sécurité avant ses scripts"
        if has_band and PLACE in html:
            yield f"{path} : sans le bandeau de l'alerte"
        document = read_document(path, html)
        document.links.clear()  # only what it loads: other documents are not read here
        yield from (str(one) for one in faults_of({path: document}, files, {}, "/"))


def main() -> int:
    """Print what is wrong; 1 when something is."""
    folder = ROOT / "site"
    files = frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())  # fmt: skip
    chosen = kinds_of(folder)
    found = list(faults({path: (folder / path).read_text(encoding="utf-8") for path in chosen}, files))  # fmt: skip
    for line in found:
        print(line)
    print(f"{len(chosen)} sortes de pages regardées, {len(found)} problème(s)")
    return 1 if found or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())
