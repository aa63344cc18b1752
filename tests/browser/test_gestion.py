"""The real editor on a local repository: what is typed in a form ends as commits on a branch that `check` accepts.

decap-server stands in for GitHub and GitLab: the same editor, the same files, git itself.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from site_src.gestion.headers import HEADERS
from site_src.gestion.policy import GITHUB_API
from tests.builds import ROOT, findings
from tests.site_src.gestion.asked import published
from tools import browsing

SERVER = ROOT / "tools/gestion/node_modules/decap-server/dist/index.js"
ALERT = "2031-01-10-essai"
IN_TIME = 30_000
# decap-server answers so, and Chromium says it, of a branch that is not there yet.
MISSING = "Failed to load resource"


@dataclass
class Desk:
    """A repository, the editor in front of it; `complaints` are what the browser refused or could not find."""

    repository: Path
    address: str
    context: BrowserContext = field(repr=False)
    complaints: list[str] = field(default_factory=list)

    def git(self, *words: str) -> str:
        """What git says."""
        return subprocess.run(
            ["git", *words], cwd=self.repository, check=True, capture_output=True, text=True
        ).stdout

    def form(self, route: str) -> Page:
        """The editor, signed in, at one of its addresses."""
        page = self.context.new_page()
        page.on(
            "console",
            lambda said: (
                self.complaints.append(said.text)
                if said.type == "error" and MISSING not in said.text
                else None
            ),
        )
        page.on(
            "response",
            lambda answer: (
                self.complaints.append(answer.url)
                if answer.status >= 400 and "/api/" not in answer.url
                else None
            ),
        )
        page.on("requestfailed", lambda request: self.complaints.append(request.url))
        page.goto(f"{self.address}/gestion/#/{route}")
        page.get_by_role("button", name="Se connecter").click(timeout=IN_TIME)
        return page

    def branch(self, name: str) -> dict[str, bytes]:
        """The files of data/ and the pages on a branch."""
        folder = self.repository.with_name("branche")
        shutil.rmtree(folder, ignore_errors=True)
        self.git("worktree", "prune")
        self.git("worktree", "add", "--quiet", "--detach", str(folder), name)
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != ".git"}  # fmt: skip


@pytest.fixture
def desk(chromium: Browser, tmp_path: Path) -> Iterator[Desk]:
    """The repository as it is committed here, with nobody else's name in it."""
    repository = tmp_path / "depot"
    repository.mkdir()
    for folder in ("data", "site_src/pages"):
        shutil.copytree(ROOT / folder, repository / folder, ignore=shutil.ignore_patterns("direct"))
    for words in (("init", "--quiet", "--initial-branch=main"), ("config", "user.name", "Agente"), ("config", "user.email", "agente@exemple.fr"),
                  ("add", "--all"), ("commit", "--quiet", "--message=publié")):  # fmt: skip
        subprocess.run(["git", *words], cwd=repository, check=True)
    port = _free_port()
    with (
        _serving(repository, port),
        _hosted(_site(tmp_path / "site", port), f"http://localhost:{port}") as address,
    ):
        context = chromium.new_context(
            locale="fr-FR", timezone_id="Europe/Paris", viewport={"width": 1280, "height": 900}
        )
        yield Desk(repository, address, context)
        context.close()


@contextmanager
def _hosted(site: Path, local: str) -> Iterator[str]:
    """Where it is served as hosts do: their policy and the page's own hold at once."""

    class Host(SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            for name, value in HEADERS.items():
                self.send_header(name, value.replace("https:", local))
            super().end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = browsing.Server(("127.0.0.1", 0), partial(Host, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


def _site(folder: Path, port: int) -> Path:
    """/gestion/ as it is published, which asks this machine in the place of GitHub."""
    local = f"http://localhost:{port}"
    for path, raw in published().items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(raw)
    configuration = folder / "gestion/config.yml"
    configuration.write_text(
        f"{configuration.read_text()}local_backend: {{url: '{local}/api/v1'}}\n"
    )
    page = folder / "gestion/index.html"
    assert GITHUB_API in page.read_text()
    page.write_text(page.read_text().replace(GITHUB_API, local))
    return folder


@contextmanager
def _serving(repository: Path, port: int) -> Iterator[None]:
    """decap-server in its mode for git, until the end; Node's wrapper ends with it."""
    values = {**os.environ, "MODE": "git", "PORT": str(port), "GIT_REPO_DIRECTORY": str(repository), "BIND_HOST": "localhost", "LOG_LEVEL": "error"}  # fmt: skip
    process = subprocess.Popen(
        [browsing.NODE, str(SERVER)],
        env=values,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for(port)
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    end = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("localhost", port), 1).close()
        except OSError:
            assert time.monotonic() < end, "decap-server does not answer"
            time.sleep(0.05)
        else:
            return


def _chosen(page: Page, label: str, typed: str) -> None:
    """A choice of a list, found by its words."""
    page.get_by_label(label, exact=True).fill(typed)
    page.get_by_role("option", name=re.compile(re.escape(typed))).first.click()


def _saved(page: Page) -> None:
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("MODIFICATIONS ENREGISTRÉES").or_(
        page.get_by_text("Modifications enregistrées")
    ).first.wait_for(timeout=IN_TIME)


def test_an_alert_written_in_the_form_is_a_proposal_that_check_accepts(desk: Desk) -> None:
    page = desk.form("collections/alertes/new")
    page.get_by_label("Identifiant", exact=True).fill(ALERT, timeout=IN_TIME)
    page.get_by_label("Émise le").fill("2031-01-10T17:30")
    _chosen(page, "Risque", "Orage et foudre")
    _chosen(page, "Niveau", "vigilance orange")
    page.get_by_label("Titre", exact=True).fill("Orage d’essai")
    page.get_by_label("Texte", exact=True).fill("Un essai de formulaire.")
    _chosen(page, "Secteurs", "Paris")
    page.get_by_role("button", name="Ajouter consigne").click()
    _chosen(page, "Consigne de la fiche du risque (optionnel)", "Gagnez un bâtiment en dur.")
    page.get_by_label("Début", exact=True).fill("2031-01-10T18:00")
    page.get_by_label("Fin", exact=True).fill("2031-01-11T20:00")
    band = page.frame_locator("#preview-pane").locator(".prm-alerte--orange")
    band.first.wait_for(timeout=IN_TIME)
    _saved(page)
    (branch,) = re.findall(r"cms/alertes/\S+", desk.git("branch", "--list", "cms/*"))
    files = desk.branch(branch)
    written = yaml.safe_load(files[f"data/alertes/{ALERT}.yaml"])
    assert written == {
        "id": ALERT, "emise_le": "2031-01-10 17:30", "risque": "orage", "niveau": "vigilance orange", "titre": "Orage d’essai",
        "texte": "Un essai de formulaire.", "secteurs": ["paris"], "consignes": [{"registre": "Gagnez un bâtiment en dur."}],
        "debut": "2031-01-10 18:00", "fin": "2031-01-11 20:00",
    }  # fmt: skip
    assert not findings(files)
    assert not desk.complaints
    assert desk.git("diff", "--name-only", "main", branch).split() == [f"data/alertes/{ALERT}.yaml"]


def test_a_corrected_figure_changes_its_line_and_no_other(desk: Desk) -> None:
    before = (desk.repository / "data/risques/crue-seine.yaml").read_text()
    page = desk.form("collections/risques/entries/crue-seine")
    rank = page.get_by_label("Rang", exact=True)
    rank.wait_for(timeout=IN_TIME)
    rank.fill("7")
    _saved(page)
    (branch,) = re.findall(r"cms/risques/\S+", desk.git("branch", "--list", "cms/*"))
    files = desk.branch(branch)
    after = files["data/risques/crue-seine.yaml"].decode()
    assert after == re.sub(r"(?m)^rang: .*$", "rang: 7", before)
    assert not findings(files)
    assert not desk.complaints


def test_the_check_that_the_editor_makes_of_its_configuration_finds_it_right(desk: Desk) -> None:
    """On the page it is answered for (manuel.js): here Decap compiles it and runs it."""
    page = desk.context.browser.new_page(bypass_csp=True)  # type: ignore[union-attr]  # of a browser
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" and MISSING not in said.text else None)  # fmt: skip
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.route("**/manuel.js", lambda route: route.fulfill(body="window.CMS_MANUAL_INIT = true;", content_type="text/javascript"))  # fmt: skip
    page.goto(f"{desk.address}/gestion/")
    page.get_by_role("button", name="Login").or_(page.get_by_role("button", name="Se connecter")).wait_for(timeout=IN_TIME)  # fmt: skip
    page.close()
    assert faults == []


def test_what_a_form_refuses_is_said_in_french_beside_the_field(desk: Desk) -> None:
    page = desk.form("collections/alertes/new")
    page.set_viewport_size({"width": 390, "height": 664})
    page.get_by_label("Identifiant", exact=True).fill("Pas Un Identifiant", timeout=IN_TIME)
    button = page.get_by_role("button", name="Enregistrer").bounding_box()
    assert button
    assert button["x"] + button["width"] <= 390, "on a telephone too"
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_label("Titre", exact=True).fill("x" * 61)
    page.get_by_role("button", name="Enregistrer").click()
    said: Locator = page.get_by_text("une seule ligne, 60 caractères au plus")
    said.wait_for(timeout=IN_TIME)
    page.get_by_text("des minuscules sans accent").first.wait_for(timeout=IN_TIME)
    assert not desk.git("branch", "--list", "cms/*")
