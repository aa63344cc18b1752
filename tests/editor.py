"""The real editor of /gestion/ in front of a local repository.

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

from playwright.sync_api import Browser, BrowserContext, Page

from site_src.gestion.headers import HEADERS
from site_src.gestion.policy import GITHUB_API
from tests.builds import ROOT
from tests.site_src.gestion.asked import published
from tools import browsing

SERVER = ROOT / "tools/gestion/node_modules/decap-server/dist/index.js"
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


@contextmanager
def desk_at(browser: Browser, folder: Path, width: int = 1280, height: int = 900) -> Iterator[Desk]:
    """The repository as it is committed here, copied into `folder` with nobody else's name in it, and a window on it (CSS pixels)."""
    repository = folder / "depot"
    repository.mkdir()
    for part in ("data", "site_src/pages"):
        shutil.copytree(ROOT / part, repository / part, ignore=shutil.ignore_patterns("direct"))
    for words in (("init", "--quiet", "--initial-branch=main"), ("config", "user.name", "Agente"), ("config", "user.email", "agente@exemple.fr"),
                  ("add", "--all"), ("commit", "--quiet", "--message=publié")):  # fmt: skip
        subprocess.run(["git", *words], cwd=repository, check=True)
    port = _free_port()
    with (
        _serving(repository, port),
        _hosted(_site(folder / "site", port), f"http://localhost:{port}") as address,
    ):
        context = browser.new_context(
            locale="fr-FR", timezone_id="Europe/Paris", color_scheme="light", viewport={"width": width, "height": height}
        )  # fmt: skip
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


def chosen(page: Page, label: str, typed: str) -> None:
    """A choice of a list, found by its words."""
    page.get_by_label(label, exact=True).fill(typed)
    page.get_by_role("option", name=re.compile(re.escape(typed))).first.click()
