"""What `build.py propose` changed in this checkout, as a pull request that somebody reads.

    python -m tools.source_pull_request DOSSIER [--sans-envoi]

DOSSIER is the one given to `propose`. Nothing changed: no pull request. The same change already open: none either. A
branch that exists is never written over: somebody may have worked on it. `--sans-envoi` prints the text, and stops.

Exit code 0 done, 1 when GitHub refused or when a source did not answer (once everything else is done).
The token comes from the environment (GITHUB_TOKEN), goes to git and to GitHub's API alone, and is never printed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx

import build
from opendata.findings import Finding
from opendata.model import SOURCES_PATH
from site_src.proposal.text import FAULTS_HEAD
from site_src.proposal.weekly import SILENT, TEXT
from site_src.territoires.imprints import PATH as IMPRINTS
from tools import source_changes

ROOT = Path(build.__file__).resolve().parent
BASE = "main"
BRANCH = "sources-"
TITLE = "Sources officielles : ce qui a changé au"
AUTHOR = ("github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com")
# git asks it for the token, which no command line and no file then holds.
HELPER = '!f() { echo username=x-access-token; echo "password=$GITHUB_TOKEN"; }; f'
LONGEST = 60_000  # characters; GitHub takes 65 536
CUT = "\n\n(La suite est dans le compte rendu de l'action.)\n"
TIMEOUT_S = 30
BEFORE_MERGING = """\
### Avant de fusionner

Les contrôles ne partent pas d'eux-mêmes sur une proposition faite par une action : la fermer et la rouvrir.
Pour chaque jeu dont une table change ({datasets}) : l'action « version », lancée sur cette branche, garde la version publiée et
donne la nouvelle (au terminal : `python build.py version JEU --texte "…"`). Relire dans `data/sources.yaml` le millésime et les limites."""


class RefusedError(Exception):
    """GitHub or git did not do it; the message is for the log, and holds no token."""


@dataclass(frozen=True)
class GitHub:
    """A repository of GitHub, by its API; `remote` is where git pushes."""

    api: str
    repository: str
    remote: str
    token: str = field(repr=False)

    def asked(self, method: str, path: str, **words: Any) -> Any:  # noqa: ANN401  (whatever GitHub sends)
        """The JSON of an answer. Raises `RefusedError`."""
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/vnd.github+json"}
        address = f"{self.api}/repos/{self.repository}/{path}"
        try:
            reply = httpx.request(method, address, headers=headers, timeout=TIMEOUT_S, **words)
            found = reply.json()
        except (httpx.HTTPError, ValueError):
            raise RefusedError("GitHub ne répond pas, ou pas en JSON") from None
        if not reply.is_success:
            said = found.get("message", "") if isinstance(found, Mapping) else ""
            raise RefusedError(f"GitHub refuse (code {reply.status_code}) : {str(said)[:200]}")
        return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Propose what changed; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("dossier", type=Path)
    parser.add_argument("--sans-envoi", action="store_true")
    given = parser.parse_args(arguments)
    told = given.dossier / TEXT
    if not told.is_file():
        sys.stderr.write(f"{TEXT} absent : python build.py propose --originaux DOSSIER d'abord\n")
        return 1
    silent = (given.dossier / SILENT).read_text(encoding="utf-8")
    try:
        print(proposed(ROOT, told.read_text(encoding="utf-8"), datetime.now(UTC).date(), None if given.sans_envoi else _github()))  # fmt: skip
    except RefusedError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if silent:
        sys.stderr.write(f"n'ont rien donné :\n{silent}")
    return 1 if silent else 0


def _github() -> GitHub:
    """Where the action runs. Raises `RefusedError` anywhere else."""
    names = ("GITHUB_API_URL", "GITHUB_REPOSITORY", "GITHUB_SERVER_URL", "GITHUB_TOKEN")
    missing = [name for name in names if not os.environ.get(name)]
    if missing:
        raise RefusedError(
            f"{', '.join(missing)} : absent de l'environnement (--sans-envoi pour lire le texte)"
        )
    api, repository, server, token = (os.environ[name] for name in names)
    return GitHub(api, repository, f"{server}/{repository}.git", token)


def proposed(root: Path, text: str, day: date, github: GitHub | None) -> str:
    """The line that says what was done with the changes of the checkout `root`; its text when there is no `github`.

    Raises `RefusedError`, also when a layer was emptied: that is no proposal.
    """
    changed = _changed(root)
    if not changed:
        return "Rien à proposer : data/ est tel que publié."
    body = _body(root, text, changed)
    if github is None:
        return body
    branch = _free_branch(root, github, f"{BRANCH}{day.isoformat()}")
    _git(root, "checkout", "--quiet", "-B", branch)
    _git(root, "add", "--", *changed)
    name, address = AUTHOR
    message = f"{TITLE} {day.isoformat()}\n\nMade by build.py propose; what changed is said in the pull request."
    _git(root, "-c", f"user.name={name}", "-c", f"user.email={address}", "commit", "--quiet", "-m", message)  # fmt: skip
    opened = _opened(github)
    for number, other in opened.items():
        if _is_same(root, github, other, changed):
            return f"Déjà proposé : #{number}, rien de plus."
    _git(root, *_credentials(), "push", "--quiet", github.remote, f"HEAD:refs/heads/{branch}")
    if opened:
        body += f"\n\nCette proposition reprend et complète {', '.join(f'#{number}' for number in opened)}, encore ouverte."  # fmt: skip
    asked = {"title": f"{TITLE} {day.isoformat()}", "head": branch, "base": BASE, "body": _fitting(body),
             "draft": FAULTS_HEAD in text}  # fmt: skip
    found = github.asked("POST", "pulls", json=asked)
    return f"{body}\n\nProposé : {found['html_url']}"


def _free_branch(root: Path, github: GitHub, name: str) -> str:
    """The first name that no branch has: this one, or with a rank behind it."""
    said = _git(root, *_credentials(), "ls-remote", "--heads", github.remote, f"refs/heads/{name}*")
    taken = {line.partition("refs/heads/")[2] for line in said.splitlines()}
    names = (name, *(f"{name}-{rank}" for rank in range(2, len(taken) + 2)))
    return next(one for one in names if one not in taken)


def _changed(root: Path) -> list[str]:
    """Paths of data/ that differ from the last commit, new ones included."""
    said = _git(root, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", "data")  # fmt: skip
    return [line[3:] for line in said.split("\0") if line]


def _body(root: Path, text: str, changed: Iterable[str]) -> str:
    """What the tool of changes says, then what the sources said, then what is left to whoever merges."""
    findings: list[Finding] = []
    lines = source_changes.since(root, "HEAD", findings)
    if findings:
        raise RefusedError("\n".join(map(str, findings)))
    datasets = sorted({path.split("/")[2] for path in changed if path.startswith("data/datasets/")})
    named = ", ".join(f"`{name}`" for name in datasets) or "aucun ici"
    parts = ["### Ce qui change", "\n".join(lines), text.strip(), BEFORE_MERGING.format(datasets=named)]  # fmt: skip
    return "\n\n".join(parts)


def _fitting(body: str) -> str:
    return body if len(body) <= LONGEST else body[: LONGEST - len(CUT)] + CUT


def _opened(github: GitHub) -> dict[int, str]:
    """Our proposals still open: number → branch."""
    found = github.asked("GET", "pulls", params={"state": "open", "base": BASE, "per_page": "100"})
    return {
        one["number"]: one["head"]["ref"]
        for one in found
        if one["head"]["ref"].startswith(BRANCH)
        and (one["head"]["repo"] or {}).get("full_name") == github.repository
    }


def _is_same(root: Path, github: GitHub, branch: str, changed: Iterable[str]) -> bool:
    """Whether a branch already has these files, the day on which they were read left aside."""
    paths = [path for path in changed if path not in (SOURCES_PATH, IMPRINTS)]
    _git(
        root,
        *_credentials(),
        "fetch",
        "--quiet",
        "--depth=1",
        github.remote,
        f"refs/heads/{branch}",
    )
    return not _git(root, "diff", "--name-only", "FETCH_HEAD", "HEAD", "--", *paths)


def _credentials() -> tuple[str, ...]:
    return ("-c", "credential.helper=", "-c", f"credential.helper={HELPER}")


def _git(root: Path, *words: str) -> str:
    """What git says. Raises `RefusedError` with its own words, which hold no credentials: none is given to it."""
    done = subprocess.run(  # noqa: S603  (our own words)
        ["git", "-C", str(root), *words],  # noqa: S607  (git of the machine)
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RefusedError(f"git {words[0]} : {done.stderr.strip()[:400]}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
