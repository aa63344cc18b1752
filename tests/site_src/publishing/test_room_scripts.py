"""Scripts of all rooms stand in one folder of the site; what one takes of another's is named here, as for Python."""

from __future__ import annotations

import re
from pathlib import Path

from site_src.publishing import mkdocs_folder

ROOT = Path(__file__).resolve().parents[3]
IMPORTED = re.compile(r'(?:from |import\()"\./([\w-]+\.js)"')
# Room → the modules that it opens to others.
BORDERS = {
    "direct": {"niveau.js"},
    "crues": {"foyer.js"},
    "frame": {"mots.js"},
    "preparation": {"garde.js"},
}


def test_a_script_takes_of_another_room_only_what_it_opens() -> None:
    scripts = {path.name: path for path in ROOT.glob("site_src/*/*.js")}
    taken: dict[str, set[str]] = {}
    for path in scripts.values():
        for name in IMPORTED.findall(path.read_text(encoding="utf-8")):
            room = scripts[name].parent.name
            if room != path.parent.name:
                taken.setdefault(room, set()).add(name)
    assert taken == BORDERS


def test_a_script_loses_the_lines_that_are_comments_and_nothing_else() -> None:
    source = b'// Why.\nconst a = "https://exemple.fr"; // what follows code stays\n  // And why.\n\nlet b = a;\n'
    assert (
        mkdocs_folder.script(source)
        == b'const a = "https://exemple.fr"; // what follows code stays\n\nlet b = a;\n'
    )


def test_no_line_of_a_text_in_a_script_looks_like_a_comment() -> None:
    """Such a line, within « ` », would be taken away with the comments."""
    for path in [*ROOT.glob("site_src/*/*.js"), *ROOT.glob("site_src/publishing/theme/**/*.js")]:
        before = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            is_comment = line.lstrip().startswith("//")
            assert not (is_comment and before.count("`") % 2), f"{path.name} : {line}"
            before += "" if is_comment else line
