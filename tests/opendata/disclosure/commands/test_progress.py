"""What a terminal shows while it waits; a file gets nothing of it."""

from __future__ import annotations

import io
import re

from rich.console import Console

from opendata.disclosure.commands.doors import progress_bars


def shown(is_terminal: bool) -> str:
    text = io.StringIO()
    with progress_bars(Console(file=text, force_terminal=is_terminal, width=120)) as progress:
        progress("attaque", 3, 10)
    return text.getvalue()


def test_a_terminal_sees_how_much_is_done_and_a_time() -> None:
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown(is_terminal=True))
    assert "attaque" in plain
    assert "3/10" in plain
    assert re.search(r"\d:\d\d:\d\d|-:--:--", plain)


def test_a_file_gets_nothing() -> None:
    assert shown(is_terminal=False).strip() == ""
