"""What changed becomes a pull request: once, on a branch of its own, and the token is nowhere but where it goes."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from site_src.proposal.text import FAULTS_HEAD
from tools import source_pull_request
from tools.source_pull_request import GitHub, RefusedError, proposed

DAY = date(2026, 12, 1)
TOKEN = "jeton-invente"
TABLE = "data/datasets/lieux-frais/types.csv"
LAYER = "data/geo/gares.geojson"
TEXT = "### Sources\n\n- `gares` : nouvel original.\n"


class Api(BaseHTTPRequestHandler):
    """The two addresses that are asked."""

    server: Forge

    def do_GET(self) -> None:
        self._answer(200, self.server.opened)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(body)
        self._answer(*self.server.reply)

    def _answer(self, status: int, found: object) -> None:
        self.server.tokens.add(self.headers["Authorization"])
        raw = json.dumps(found).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the library's own name)
        """Nothing."""


class Forge(ThreadingHTTPServer):
    """GitHub, on this machine."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Api)
        self.opened: list[dict[str, Any]] = []
        self.asked: list[dict[str, Any]] = []
        self.tokens: set[str] = set()
        self.reply: tuple[int, object] = (201, {"html_url": "https://forge.invalid/pull/7"})

    def open(self, number: int, branch: str, repository: str = "ville/site") -> None:
        head = {"ref": branch, "repo": {"full_name": repository}}
        self.opened.append({"number": number, "head": head})


@pytest.fixture
def forge() -> Iterator[Forge]:
    server = Forge()
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def git(folder: Path, *words: str) -> str:
    identity = ("-c", "user.name=A", "-c", "user.email=a@exemple.invalid")
    command = ["git", "-C", str(folder), *identity, *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def layer(*names: str) -> str:
    point = {"type": "Point", "coordinates": [2.35, 48.85]}
    features = [
        {"type": "Feature", "properties": {"identifiant": name}, "geometry": point}
        for name in names
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout with one layer and one table, and where it is pushed."""
    root = tmp_path / "depot"
    for path, text in {TABLE: "type,nb\na,1\n", LAYER: layer("A", "B", "C")}.items():
        (root / path).parent.mkdir(parents=True)
        (root / path).write_text(text, encoding="utf-8")
    (root / "data/sources.yaml").write_text("consulte_le: 2026-11-22\n", encoding="utf-8")
    git(tmp_path, "init", "--quiet", "--bare", "distant.git")
    git(tmp_path, "init", "--quiet", "--initial-branch=main", "depot")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "-m", "Before")
    return root


@pytest.fixture
def github(root: Path, forge: Forge) -> GitHub:
    host, port = forge.server_address[:2]
    return GitHub(f"http://{host!s}:{port}", "ville/site", str(root.parent / "distant.git"), TOKEN)


def change(root: Path, day: str = "2026-12-01") -> None:
    (root / LAYER).write_text(layer("A", "B", "C", "D"), encoding="utf-8")
    (root / "data/sources.yaml").write_text(f"consulte_le: {day}\n", encoding="utf-8")


def branches(github: GitHub) -> list[str]:
    return git(Path(github.remote), "branch", "--format=%(refname:short)").split()


def test_nothing_changed_makes_no_pull_request(root: Path, github: GitHub, forge: Forge) -> None:
    assert proposed(root, TEXT, DAY, github) == "Rien à proposer : data/ est tel que publié."
    assert (branches(github), forge.asked) == ([], [])


def test_what_changed_is_said_in_numbers_and_proposed_on_its_own_branch(
    root: Path, github: GitHub, forge: Forge
) -> None:
    change(root)
    (root / TABLE).write_text("type,nb\na,2\n", encoding="utf-8")
    (root / "data/proposes.yaml").write_text("maxima: []\n", encoding="utf-8")
    said = proposed(root, TEXT, DAY, github)
    (asked,) = forge.asked
    assert said.endswith("Proposé : https://forge.invalid/pull/7")
    assert {name: asked[name] for name in ("title", "head", "base", "draft")} == {
        "title": "Sources officielles : ce qui a changé au 2026-12-01",
        "head": "sources-2026-12-01",
        "base": "main",
        "draft": False,
    }
    assert f"- `{LAYER}` : 3 objets → 4, 1 ajouté(s)." in asked["body"]
    assert f"- `{TABLE}` : 1 lignes → 1, 1 nouvelle(s) ou changée(s)" in asked["body"]
    assert TEXT.strip() in asked["body"]
    assert "Pour chaque jeu dont une table change (`lieux-frais`)" in asked["body"]
    pushed = git(Path(github.remote), "show", "--name-only", "--format=", "sources-2026-12-01")
    assert pushed.split() == [TABLE, LAYER, "data/proposes.yaml", "data/sources.yaml"]
    assert branches(github) == ["sources-2026-12-01"]


def test_texts_that_have_to_follow_make_a_draft(root: Path, github: GitHub, forge: Forge) -> None:
    change(root)
    proposed(root, f"{FAULTS_HEAD}\n\n- `x`\n\n{TEXT}", DAY, github)
    assert forge.asked[0]["draft"] is True


def test_the_same_change_is_proposed_once(root: Path, github: GitHub, forge: Forge) -> None:
    """Also on another day: the day on which an original was read is no change."""
    change(root)
    proposed(root, TEXT, DAY, github)
    forge.open(7, "sources-2026-12-01")
    git(root, "checkout", "--quiet", "main")
    change(root, "2026-12-08")
    assert proposed(root, TEXT, date(2026, 12, 8), github) == "Déjà proposé : #7, rien de plus."
    assert (len(forge.asked), branches(github)) == (1, ["sources-2026-12-01"])


def test_a_further_change_names_the_proposal_that_it_completes_and_leaves_its_branch(
    root: Path, github: GitHub, forge: Forge
) -> None:
    change(root)
    proposed(root, TEXT, DAY, github)
    forge.open(7, "sources-2026-12-01")
    git(root, "checkout", "--quiet", "main")
    before = git(Path(github.remote), "rev-parse", "sources-2026-12-01")
    (root / TABLE).write_text("type,nb\na,3\n", encoding="utf-8")
    proposed(root, TEXT, DAY, github)
    assert "reprend et complète #7, encore ouverte" in forge.asked[1]["body"]
    assert branches(github) == ["sources-2026-12-01", "sources-2026-12-01-2"]
    assert git(Path(github.remote), "rev-parse", "sources-2026-12-01") == before


def test_a_branch_of_a_stranger_is_not_one_of_ours(
    root: Path, github: GitHub, forge: Forge
) -> None:
    change(root)
    forge.open(3, "sources-2026-11-24", "autre/site")
    forge.open(4, "une-consigne")
    proposed(root, TEXT, DAY, github)
    assert "encore ouverte" not in forge.asked[0]["body"]


def test_a_layer_that_was_emptied_is_never_proposed(
    root: Path, github: GitHub, forge: Forge
) -> None:
    (root / LAYER).write_text(layer("A"), encoding="utf-8")
    with pytest.raises(RefusedError, match="2 objets perdus sur 3"):
        proposed(root, TEXT, DAY, github)
    assert (branches(github), forge.asked) == ([], [])


def test_what_github_refuses_is_told_without_the_token(
    root: Path, github: GitHub, forge: Forge
) -> None:
    change(root)
    forge.reply = (403, {"message": "GitHub Actions is not permitted to create pull requests"})
    with pytest.raises(RefusedError) as raised:
        proposed(root, TEXT, DAY, github)
    assert str(raised.value) == (
        "GitHub refuse (code 403) : GitHub Actions is not permitted to create pull requests"
    )
    assert forge.tokens == {f"Bearer {TOKEN}"}
    assert TOKEN not in repr(github)


def test_a_text_longer_than_github_takes_is_cut_and_says_so(
    root: Path, github: GitHub, forge: Forge
) -> None:
    change(root)
    proposed(root, "x" * 70_000, DAY, github)
    assert len(forge.asked[0]["body"]) == source_pull_request.LONGEST
    assert forge.asked[0]["body"].endswith("(La suite est dans le compte rendu de l'action.)\n")


def test_a_source_that_did_not_answer_fails_the_run_once_the_rest_is_done(
    tmp_path: Path,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(source_pull_request, "ROOT", root)
    (tmp_path / "proposition.md").write_text(TEXT, encoding="utf-8")
    (tmp_path / "muettes.txt").write_text("gares : il ne répond pas à temps\n", encoding="utf-8")
    assert source_pull_request.main([str(tmp_path), "--sans-envoi"]) == 1
    said = capsys.readouterr()
    assert said.out == "Rien à proposer : data/ est tel que publié.\n"
    assert said.err == "n'ont rien donné :\ngares : il ne répond pas à temps\n"


def test_without_what_propose_wrote_there_is_nothing_to_propose(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert source_pull_request.main([str(tmp_path)]) == 1
    assert "proposition.md absent" in capsys.readouterr().err


def test_outside_an_action_the_tool_says_what_it_lacks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GITHUB_REPOSITORY", "ville/site")
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    with pytest.raises(RefusedError, match="GITHUB_TOKEN"):
        source_pull_request._github()
