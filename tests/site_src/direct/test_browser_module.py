"""What other rooms' scripts take of « En ce moment », run by Node."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_the_module_of_todays_level_keeps_its_promises() -> None:
    script = Path(__file__).with_name("niveau.test.mjs")
    node = ROOT / ".venv" / "bin" / "node"
    done = subprocess.run(
        [node, "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "--test", script],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "# fail 0" in done.stdout or "ℹ fail 0" in done.stdout
