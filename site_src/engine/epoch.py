"""The date of the sources: that of what is built, never the clock's."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from site_src.engine.usage import UsageError

# `git archive`, hence a download from a forge, writes the date of the commit in it (see .gitattributes).
ARCHIVED = ".git_archival.txt"
# The day on which this was written: no later run is on an earlier day, whatever its clock says.
WRITTEN = date(2026, 11, 28)


def epoch(root: Path, apart: Sequence[str] = ()) -> str:
    """SOURCE_DATE_EPOCH, by default the date of the last commit, or that of the archive that was downloaded.

    In seconds since 1970. A commit that changes only folders that stand `apart` gives no new date: the sources are
    those of before. Raises `UsageError` when none is there.
    """
    committed: list[Callable[[Path], str]] = (
        [lambda root: _last_commit(root, apart)] if apart else []
    )
    committed.append(_last_commit)  # also where the history is not there
    # An archive may be opened inside the checkout of something else: the nearer one tells.
    sources = (*committed, _archived) if (root / ".git").exists() else (_archived, *committed)
    dates = (source(root) for source in sources)
    given = os.environ.get("SOURCE_DATE_EPOCH") or next(filter(None, dates), "")
    if not re.fullmatch("[0-9]{1,11}", given):
        raise UsageError(
            "SOURCE_DATE_EPOCH : nombre de secondes attendu (hors d'un dépôt git, le fournir)"
        )
    return given


def latest_day(epoch: str, now: datetime | None = None) -> date:
    """The day after which nothing has happened yet: the build's date, or today where the day is furthest on (UTC+14).

    Today too: what is not yet committed may tell of it. A clock that stands before this program is wrong.
    """
    today = (now or datetime.now(UTC)) + timedelta(hours=14)
    return max(datetime.fromtimestamp(int(epoch), UTC).date(), today.date(), WRITTEN)


def _archived(root: Path) -> str:
    try:
        text = (root / ARCHIVED).read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return ""
    found = re.search("^date: ([0-9]+)$", text, re.MULTILINE)
    return found[1] if found else ""


def _last_commit(root: Path, apart: Sequence[str] = ()) -> str:
    command = ["git", "-C", str(root), "log", "-1", "--no-show-signature", "--format=%ct"]
    command += ["--", ".", *(f":(exclude){folder}" for folder in apart)] if apart else []
    english = {**os.environ, "LC_ALL": "C"}
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=english)  # noqa: S603  (fixed words)
    except FileNotFoundError:
        return ""
    if "dubious ownership" in done.stderr:
        raise UsageError(
            f"git refuse ce dépôt, qui est à un autre compte ; l'y autoriser : "
            f"git config --global --add safe.directory {root.resolve()} ; ou fournir SOURCE_DATE_EPOCH"
        )
    return done.stdout.strip()
