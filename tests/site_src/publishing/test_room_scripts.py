"""Scripts of all rooms stand in one folder of the site; what one takes of another's is named here, as for Python."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
IMPORTED = re.compile(r'(?:from |import\()"\./([\w-]+\.js)"')
# Room → the modules that it opens to others.
BORDERS = {"direct": {"niveau.js"}, "crues": {"foyer.js"}, "frame": {"mots.js"}}


def test_a_script_takes_of_another_room_only_what_it_opens() -> None:
    scripts = {path.name: path for path in ROOT.glob("site_src/*/*.js")}
    taken: dict[str, set[str]] = {}
    for path in scripts.values():
        for name in IMPORTED.findall(path.read_text(encoding="utf-8")):
            room = scripts[name].parent.name
            if room != path.parent.name:
                taken.setdefault(room, set()).add(name)
    assert taken == BORDERS
