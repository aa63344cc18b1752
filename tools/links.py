"""Addresses that our data and pages cite and that no longer answer (make links).

lychee asks each address once. A page that its publisher moved is work for a contributor, never a
failed build: the exit code is 0 however long the list, and 2 when lychee itself is at fault.
Only a refusal that says « not here » is a dead address; a site that turns programs away, is slow
or is down today could not be checked, and without a network nothing could.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from opendata.french import number

ROOT = Path(__file__).resolve().parents[1]
# Where every external address of the site is written; tests/browser compares with the site built.
# Built pages whose sources are written in tables: lychee reads no CSV.
IN_TABLES = ("site/crues/index.html", "site/prevention", "site/organisation", "site/mon-quartier")
INPUTS = ("data", "site_src", "LICENCE-DONNEES.md", *IN_TABLES)
LYCHEE = (
    str(Path(sys.executable).with_name("lychee")), "--verbose", "--format", "json", "--no-progress",
    "--scheme", "http", "--scheme", "https", "--extensions", "yaml,md,j2,html",
    "--exclude", "^https://github.com/%E2%80%A6$",  # an example in a comment
    "--max-concurrency", "16",
)  # fmt: skip
GONE = (404, 410)


class ToolError(Exception):
    """lychee did not do its work; the message is its own."""


@dataclass(frozen=True)
class Address:
    """An address, where it is written (path:line), and how it answered.

    `code` is that of HTTP, 0 when there was no answer; `said` is lychee's word.
    """

    url: str
    places: tuple[str, ...]
    code: int
    said: str
    is_slow: bool = False


def main() -> int:
    """Print the list, in Markdown; returns the exit code."""
    try:
        found = ask(INPUTS, ROOT)
    except ToolError as error:
        sys.stderr.write(f"lychee n'a pas pu vérifier les adresses : {error}\n")
        return 2
    print("\n".join(report(found)))
    return 0


def ask(
    inputs: Sequence[str], folder: Path, retries: int = 2, timeout_s: int = 30
) -> list[Address]:
    """How each external address written in `inputs` answers, by address.

    Raises `ToolError` when lychee fails, or finds no address at all.
    """
    patience = ("--max-retries", str(retries), "--timeout", str(timeout_s))
    try:
        done = subprocess.run(  # noqa: S603  (our own words)
            [*LYCHEE, *patience, "--", *inputs], cwd=folder, capture_output=True, text=True, check=False
        )  # fmt: skip
        found = addresses(json.loads(done.stdout))
    except OSError as error:
        raise ToolError(str(error)) from None
    except ValueError:
        raise ToolError((done.stderr.strip() or "aucune réponse").splitlines()[0]) from None
    if not found:
        raise ToolError(f"aucune adresse dans {', '.join(inputs)}")
    return found


def addresses(told: dict[str, Any]) -> list[Address]:
    """What lychee reports, an entry an address; what it was told to leave out is not there."""
    entries = [
        (entry, f"{file.removeprefix('./')}:{entry['span']['line']}", kind)
        for kind in ("success_map", "redirect_map", "error_map", "timeout_map")
        for file, found in told[kind].items()
        for entry in found
    ]
    places: dict[str, set[str]] = {}
    for entry, place, _ in entries:
        places.setdefault(entry["url"], set()).add(place)
    answers = {entry["url"]: (entry["status"], kind) for entry, _, kind in entries}
    return [
        Address(
            url,
            tuple(sorted(places[url])),
            status.get("code", 0),
            status.get("details") or status["text"],
            is_slow=kind == "timeout_map",
        )
        for url, (status, kind) in sorted(answers.items())
    ]


def report(found: Sequence[Address]) -> Iterator[str]:
    """Lines of Markdown: what is dead, what could not be checked, each with its places."""
    wrong = [one for one in found if not 200 <= one.code < 300]
    has_network = any(one.code for one in found)
    dead = [one for one in wrong if has_network and is_dead(one)]
    unknown = [one for one in wrong if one not in dead]
    yield "## Adresses extérieures"
    yield ""
    yield f"{_counted(len(found), 'adresse')} : {_counted(len(dead), 'morte')}, {_counted(len(unknown), 'non vérifiable')}."
    if not has_network:
        yield ""
        yield "Aucune adresse n’a répondu : le réseau manque, rien n’a été vérifié."
        return
    yield from _listed("Mortes : chercher où l’éditeur a mis la page, ou retirer l’adresse", dead)
    yield from _listed("Non vérifiables : à ouvrir dans un navigateur", unknown)


def is_dead(one: Address) -> bool:
    """Whether nobody is there, while the network is; a refusal or a delay proves nothing."""
    return one.code in GONE or (not one.code and not one.is_slow)


def _listed(title: str, found: Iterable[Address]) -> Iterator[str]:
    lines = [f"- <{one.url}> : {one.code or one.said} ({', '.join(one.places)})" for one in found]
    if lines:
        yield from ("", f"### {title}", "", *lines)


def _counted(count: int, name: str) -> str:
    return f"{number(count)} {name}{'s' if count > 1 else ''}"


if __name__ == "__main__":
    sys.exit(main())
