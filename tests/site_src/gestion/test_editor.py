"""What runs in the editor besides Decap CMS, run by Node on the files of data/."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from tests.builds import ROOT
from tests.site_src.gestion.asked import published
from tools import browsing

SCRIPT = Path(__file__).with_name("in_place.test.mjs")


def test_files_are_changed_in_place(tmp_path: Path) -> None:
    for path, raw in published().items():
        if path.endswith(".js") and "decap" not in path:
            target = tmp_path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(raw)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    # Lists, and a file that names its own parts, have no form.
    named = [path for path in sorted((ROOT / "data").rglob("*.yaml"))
             if "versions" not in path.parts and path.name not in ("cartes.yaml", "recherche.yaml")]  # fmt: skip
    files = [path for path in named if not re.search(r"^- ", path.read_text(), re.MULTILINE)]
    values = {
        **os.environ,
        "FOLDER": str(tmp_path / "gestion"),
        "FILES": "\n".join(map(str, files)),
    }
    done = subprocess.run(
        [browsing.NODE, "--test", str(SCRIPT)],
        env=values,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "# fail 0" in done.stdout or "ℹ fail 0" in done.stdout
