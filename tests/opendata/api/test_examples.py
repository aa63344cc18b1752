"""Every example that the page gives to copy runs against the published files, and a command of the README verifies them."""

from __future__ import annotations

import json
import mimetypes
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from opendata.records.dataset import Dataset
from site_src.donnees import calling
from site_src.donnees.examples import ARRONDISSEMENT, RIVOLI, STREETS, ZONES, Example, examples
from site_src.frame.identity import Identite
from site_src.frame.rendering import templates_of
from tests import builds

# How each kind of lines is run, from the folder that they may write into.
RUNS = {
    "Terminal": ["bash", "-euo", "pipefail", "-c"],
    "Python": [sys.executable, "-c"],
    "Python (pandas)": [sys.executable, "-c"],
    "JavaScript": ["node", "--input-type=module", "-e"],
    "R": ["Rscript", "-e"],
}
SHOWN = list(examples("", "0.0.0"))


@pytest.fixture(scope="module")
def base(called: Mapping[str, bytes]) -> Iterator[str]:
    """The address of a host of these files."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            raw = called.get(self.path.removeprefix("/donnees/"))
            self.send_response(200 if raw else 404)
            self.send_header("Content-Type", mimetypes.guess_type(self.path)[0] or "text/plain")
            self.end_headers()
            self.wfile.write(raw or b"")

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def said(base: str, index: Mapping[str, Any], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:  # fmt: skip
    """What each example prints, by its title; nothing of one whose tool is not on this machine."""
    place = tmp_path_factory.mktemp("exemples")
    version = next(one["version"] for one in index["jeux"] if one["id"] == ZONES)
    return {one.titre: _run(one, place) for one in examples(base, version) if shutil.which(RUNS[one.outil][0])}  # fmt: skip


def _run(example: Example, place: Path) -> str:
    done = subprocess.run([*RUNS[example.outil], example.code], cwd=place, capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("title", [one.titre for one in SHOWN])
def test_an_example_runs_as_it_stands(
    title: str, said: Mapping[str, str], called: Mapping[str, bytes]
) -> None:
    tool = RUNS[next(one.outil for one in SHOWN if one.titre == title)][0]
    if title not in said:
        pytest.skip(f"{tool} n'est pas sur cette machine")
    rows = json.loads(called[f"{ZONES}/par/arrondissement/{ARRONDISSEMENT}.json"])["lieux"]
    street = json.loads(called[f"{STREETS}/par/voie/{RIVOLI[-2:]}.json"])["lieux"][RIVOLI]
    expected = {
        "Trouver un jeu": json.loads(called["index.json"])["titre"],
        "Un arrondissement": f"{rows[ARRONDISSEMENT][ZONES][0]['part_vides_ouverts_pct']} % de la surface",
        "Une rue": f"{street['verdicts'][0]['zone']} {street['verdicts'][0]['verdict']}",
        "Une table entière": "quartier",
        "Les chiffres d’un graphique": "nb_habitants",
        "Garder une version, et la vérifier": f"{ZONES}.csv: ",
    }
    assert expected[title] in said[title]


def test_the_page_shows_the_examples_with_the_address_of_the_site(
    declared: Mapping[str, Dataset],
) -> None:
    version = calling.read_by_examples(declared)
    templates = templates_of(builds.committed("site_src/*/templates/*.j2"))
    unknown = builds.record(builds.UNKNOWN, "identite", Identite)
    known = unknown.model_copy(update={"adresse": "https://exemple.fr/"})
    page = calling.api_page(version, 1, known, templates)
    shown = re.findall(r"<code>(.*?)</code></pre>", page.body, re.DOTALL)
    assert len(shown) == len(SHOWN) + 2  # to check digests, and their signature
    assert "https://exemple.fr/donnees/index.json" in unescape(page.body)
    assert "localhost" not in page.body
    assert f"github.com/{calling.ANY_REPOSITORY}/" in unescape(page.body)
    assert "à la place de" in page.body
    published = known.model_copy(update={"depot": "https://github.com/o/d"})
    body = calling.api_page(version, 1, published, templates).body
    assert calling.VERIFICATION.format("o/d") in unescape(body)
    assert "à la place de" not in body
    # Only the action lays it: no link may lead to it.
    assert 'href="../provenance' not in body
    nowhere = calling.api_page(version, 1, unknown, templates)
    assert "http://localhost:8000/donnees/index.json" in unescape(nowhere.body)
    assert "make serve" in nowhere.body
    assert (
        "Des exemples"
        not in calling.api_page(calling.read_by_examples({}), 1, unknown, templates).body
    )


def test_the_command_of_the_readme_verifies_a_version_and_finds_a_changed_file(
    folder: Path, tmp_path: Path
) -> None:
    readme = (builds.ROOT / "README.md").read_text(encoding="utf-8")
    session = re.search(r"\$ cd site/donnees/(\S+)\n\$ (sha256sum .+)\n", readme)
    assert session is not None
    place = shutil.copytree(folder / session[1], tmp_path / "version")
    command = session[2].split()
    assert subprocess.run(command, cwd=place, check=False).returncode == 0
    with (place / "crues.csv").open("ab") as table:
        table.write(b"\n")
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "crues.csv" in done.stdout
