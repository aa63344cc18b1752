"""How this run of GitHub Actions made what it publishes: the SLSA provenance, to be signed by `make signature`.

    python -m tools.provenance FICHIER

Writes the predicate alone, as JSON: `sigstore attest` puts it in an in-toto statement about the file it signs. Source:
https://slsa.dev/provenance/v1, with the build type of a GitHub Actions workflow
(https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1), which describes a push; this workflow takes
neither inputs nor variables. Standard library alone.

Exit code 0 written, 1 when the environment is not that of such a run.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

PREDICATE_TYPE = "https://slsa.dev/provenance/v1"
BUILD_TYPE = "https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1"
EVENT = "push"
# What GitHub gives to every step, and this needs.
NEEDED = (
    "GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_REF", "GITHUB_SHA", "GITHUB_WORKFLOW_REF", "GITHUB_RUN_ID",
    "GITHUB_RUN_ATTEMPT", "GITHUB_EVENT_NAME", "GITHUB_ACTOR_ID", "GITHUB_REPOSITORY_ID", "GITHUB_REPOSITORY_OWNER_ID",
)  # fmt: skip
USAGE = "usage : python -m tools.provenance FICHIER"


class NotARunError(Exception):
    """The environment is not that of a run that publishes; the message is a line in French."""


def predicate(environment: Mapping[str, str]) -> dict[str, Any]:
    """The predicate, from the variables `NEEDED`. Raises `NotARunError`."""
    missing = [name for name in NEEDED if not environment.get(name)]
    if missing:
        raise NotARunError(f"variable absente : {', '.join(missing)} — règle : une provenance se signe dans l'action qui publie, jamais ailleurs — remède : laisser faire l'action « site »")  # fmt: skip
    given = {name.removeprefix("GITHUB_").lower(): environment[name] for name in NEEDED}
    if given["event_name"] != EVENT:
        raise NotARunError(f"GITHUB_EVENT_NAME « {given['event_name']} » : {EVENT} attendu — règle : rien n'est signé d'une proposition — remède : laisser faire l'action « site »")  # fmt: skip
    start, end = f"{given['repository']}/", f"@{given['ref']}"
    path = given["workflow_ref"].removeprefix(start).removesuffix(end)
    if f"{start}{path}{end}" != given["workflow_ref"]:
        raise NotARunError(f"GITHUB_WORKFLOW_REF « {given['workflow_ref']} » : {start}…{end} attendu — règle : l'action est celle de la version publiée — remède : la lancer de ce dépôt")  # fmt: skip
    return {"buildDefinition": _definition(given, path), "runDetails": _run(given)}


def _definition(given: Mapping[str, str], path: str) -> dict[str, Any]:
    """What was asked, and of which commit."""
    repository = f"{given['server_url']}/{given['repository']}"
    numbers = ("actor_id", "event_name", "repository_id", "repository_owner_id")
    return {
        "buildType": BUILD_TYPE,
        "externalParameters": {"workflow": {"ref": given["ref"], "repository": repository, "path": path}},
        "internalParameters": {"github": {name: given[name] for name in numbers}},
        "resolvedDependencies": [{"uri": f"git+{repository}@{given['ref']}", "digest": {"gitCommit": given["sha"]}}],
    }  # fmt: skip


def _run(given: Mapping[str, str]) -> dict[str, Any]:
    """Who made it, in which run."""
    server = given["server_url"]
    run = f"{server}/{given['repository']}/actions/runs/{given['run_id']}"
    return {
        "builder": {"id": f"{server}/{given['workflow_ref']}"},
        "metadata": {"invocationId": f"{run}/attempts/{given['run_attempt']}"},
    }


def main(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> int:
    """Write the predicate; the exit code."""
    if len(arguments) != 1:
        sys.stderr.write(f"{USAGE}\n")
        return 2
    try:
        told = predicate(environment)
    except NotARunError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    target = Path(arguments[0])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
