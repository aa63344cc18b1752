"""`make links` asks every external address that a reader of the site can follow."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.browser.conftest import OPTIONS, ROOT
from tools.links import INPUTS, LYCHEE


def addresses(inputs: Sequence[str], folder: Path) -> set[str]:
    done = subprocess.run(
        [*LYCHEE, "--dump", "--", *inputs], cwd=folder, capture_output=True, text=True, check=True
    )
    found = {line.split()[0] for line in done.stdout.splitlines()}
    return {url for url in found if url.startswith(("http://", "https://"))}


def test_no_external_address_of_the_site_is_left_unasked(
    site: Mapping[str, bytes], tmp_path: Path
) -> None:
    for name, raw in site.items():
        if name.endswith(".html"):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(raw)
    ours = (OPTIONS["adresse"], OPTIONS["depot"])
    led_to = {url for url in addresses(["."], tmp_path) if not url.startswith(ours)}
    assert led_to
    assert led_to <= addresses(INPUTS, ROOT)
