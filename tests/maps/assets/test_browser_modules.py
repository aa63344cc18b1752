"""What the maps' scripts compute without a page (distances, zones from a point), run by Node."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
NODE = ROOT / ".venv" / "bin" / "node"


def test_the_module_of_distances_keeps_its_promises() -> None:
    script = Path(__file__).with_name("pres.test.mjs")
    done = subprocess.run(
        [NODE, "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "--test", str(script)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "# fail 0" in done.stdout or "ℹ fail 0" in done.stdout
