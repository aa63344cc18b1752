"""What the accessibility statement and the page about eco-design are made from: the checks, run on site/ and written down.

    python -m tools.accessibilite

Writes data/accessibilite/resultats.yaml, which the next build shows: when, of which revision, what was asked of which
pages and what was found, and what a first visit weighs. A failure is written down, not hidden: the exit code is 0.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from playwright.sync_api import Browser, Page, Request

import build
from site_src.accessibilite.records import RESULTATS, Resultats, Sorte
from tools import access, html_checkers
from tools.browsing import chromium, served
from tools.kinds import one_of_each
from tools.page_kinds import page_kinds

ROOT = Path(build.__file__).resolve().parent
PACKAGES = ("axe-core", "vnu-jar", "html-validate")
MAP = "/interactive/"  # its document is drawn after it has loaded, and says so
DRAWN = re.compile("Carte affichée|Map shown")
WITHOUT_SCRIPTS, HTML = "sans-script", "html"
HEAD = """# Écrit par `make accessibilite` : ce que les contrôles ont trouvé. Ne pas modifier à la main.
"""


def address_of(kind: Sorte) -> str:
    """Where the page of a kind is opened: that of a missing page is the document that answers for it."""
    return kind.fichier if kind.absente else kind.adresse


def measured(
    browser: Browser, address: str, kind: Sorte
) -> tuple[access.Faults, dict[str, object]]:
    """Every check of one kind of page, and its weight. Two windows, one with scripts and one without."""
    with browser.new_context(reduced_motion="reduce", service_workers="block",
                             viewport={"width": 390, "height": 844}) as context:  # fmt: skip
        page = context.new_page()
        asked: list[Request] = []
        page.on("requestfinished", lambda request: asked.append(request))
        opened(page, f"{address}/{address_of(kind)}", is_map=MAP in kind.adresse)
        weight = weighed(address, asked)
        faults = access.checked(page, is_framed=kind.document)
    with browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}) as context:  # fmt: skip
        page = context.new_page()
        opened(page, f"{address}/{address_of(kind)}", is_map=False)
        faults[WITHOUT_SCRIPTS] = access.without_scripts(page)
    return faults, {"sorte": kind.id, **weight}


def opened(page: Page, url: str, *, is_map: bool) -> None:
    """Wait for what the page asks for by itself; a map goes on after it has loaded."""
    page.goto(url, wait_until="load")
    if is_map:
        page.get_by_text(DRAWN).wait_for()
    page.wait_for_load_state("networkidle")


def weighed(address: str, asked: Sequence[Request]) -> dict[str, int]:
    """Requests, bytes as gzip sends them, requests to other hosts, fonts."""
    host = urlsplit(address).netloc
    ours = [one for one in asked if urlsplit(one.url).netloc == host]
    foreign = [one for one in asked if urlsplit(one.url).netloc not in (host, "")]
    bodies = [(one, one.response()) for one in ours]
    octets = sum(len(gzip.compress(answer.body(), 6, mtime=0)) for _, answer in bodies if answer)
    fonts = sum(one.resource_type == "font" for one in ours)
    return {"requetes": len(ours), "octets": octets, "tiers": len(foreign), "polices": fonts}


def gathered(
    kinds: Sequence[Sorte], found: Mapping[str, access.Faults]
) -> Iterator[dict[str, object]]:
    """What each check found, in the order in which it was asked."""
    names = dict.fromkeys(name for faults in found.values() for name in faults)
    for name in names:
        failures = [
            {"sorte": kind.id, "quoi": what}
            for kind in kinds
            for what in found[kind.id].get(name, ())
        ]
        yield {
            "id": name,
            "pages": sum(name in faults for faults in found.values()),
            "echecs": failures,
        }


def html_result(site: Path) -> dict[str, object]:
    """What both checkers of HTML say of the documents of `site`."""
    documents = sorted(site.rglob("*.html"))
    chosen = one_of_each(path.relative_to(site).as_posix() for path in documents)
    has_java = html_checkers.java() is not None
    said = [*(html_checkers.nu(site, ROOT) if has_java else ()),
            *html_checkers.html_validate([site / path for path in chosen] if has_java else documents, site, ROOT)]  # fmt: skip
    return {"id": HTML, "pages": len(documents), "echecs": [{"sorte": HTML, "quoi": one} for one in said]}  # fmt: skip


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 of files, in the order of their names."""
    whole = hashlib.sha256()
    for path in sorted(paths):
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def tools_used() -> list[str]:
    """The checkers, each with its version."""
    versions = [json.loads((ROOT / "node_modules" / name / "package.json").read_text(encoding="utf-8")) for name in PACKAGES]  # fmt: skip
    return [f"{one['name']} {one['version']}" for one in versions]


def revision() -> str:
    """The commit that is checked out."""
    said = subprocess.run(  # noqa: S603  (our own words)
        [shutil.which("git") or "git", "rev-parse", "--short=10", "HEAD"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return said.stdout.strip() or "inconnue"


def record(site: Path, kinds: Sequence[Sorte], day: date) -> dict[str, Any]:
    """The record of a run on `site`, as it is written."""
    found: dict[str, access.Faults] = {}
    weights = []
    with served(site) as address, chromium() as browser:
        name = f"Chromium {browser.version}"
        for kind in kinds:
            print(kind.nom, flush=True)
            found[kind.id], weight = measured(browser, address, kind)
            weights.append(weight)
    return {
        "mesure_le": day,
        "revision": revision(),
        "empreinte": digest(site.rglob("*.html")),
        "navigateur": name,
        "outils": tools_used(),
        "sortes": [kind.id for kind in kinds],
        "controles": [*gathered(kinds, found), html_result(site)],
        "poids": weights,
    }


def written(values: Mapping[str, Any]) -> str:
    """The file. Raises `pydantic.ValidationError` when a reading would refuse it."""
    Resultats.model_validate(values)
    body: str = yaml.safe_dump(dict(values), allow_unicode=True, sort_keys=False, width=120)
    return HEAD + body


def main() -> int:
    """Check site/, write what was found; 1 without a site."""
    site, started = ROOT / "site", time.monotonic()
    if not (site / "index.html").exists():
        print("site/ manque : python build.py build")
        return 1
    values = record(site, page_kinds(), date.today())  # noqa: DTZ011  (the day where it is run)
    (ROOT / RESULTATS).write_text(written(values), encoding="utf-8")
    for one in values["controles"]:
        print(f"{one['id']} : {one['pages']} pages, {len(one['echecs'])} échec(s)")
    print(
        f"{RESULTATS} : écrit en {time.monotonic() - started:.0f} s ; le relire, puis python build.py build"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
