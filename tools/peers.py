"""What readers would be given by stock tools: the same Markdown as Material dresses it, folium in a frame.

A folder to be served: `<page>/` are our pages in stock Material, `folium-<map>/` the first map's
page with plain folium in a frame in place of our picture, `folium/<map>.html` folium's own documents.
What folium takes from other hosts is put beside it, from the npm packages of the same versions;
what npm has not is an empty file. Material's web fonts are off. Both are in the peers' favour.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from maps.records.atlas import Atlas
from tools.plain_folium import plain_folium
from tools.weights import PACKAGES

BLANK = "folium/index.html"
_PICTURE = re.compile(r'<svg [^>]*class="prm-image".*?</svg>', re.DOTALL)
_FOREIGN = re.compile(r'(src|href)="https?://[^"]*/([^"/]+)"')


def configuration(ours: bytes) -> bytes:
    """Our mkdocs.yml without our theme: Material as it comes, its search, the whole navigation."""
    settings: dict[str, Any] = yaml.safe_load(ours)
    settings["theme"] = {"name": "material", "language": "fr", "font": False}
    for name in ("plugins", "extra"):
        settings.pop(name, None)
    return yaml.safe_dump(settings, allow_unicode=True, sort_keys=False).encode()


def framed(markdown: str, document: str) -> str:
    """A map's page with `document` in a frame where our picture was."""
    frame = f'<iframe src="{document}" title="Carte" width="100%" height="600"></iframe>'
    page, found = _PICTURE.subn(lambda _: frame, markdown)
    if found != 1:
        raise ValueError(f"one picture expected on the page, {found} found")
    return page


def self_hosted(document: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The document with its foreign files beside it, and the names of those files."""
    text = document.decode()
    names = tuple(dict.fromkeys(name for _, name in _FOREIGN.findall(text)))
    return _FOREIGN.sub(r'\1="files/\2"', text).encode(), names


def folium_folder(atlas: Atlas, packages: Path) -> dict[str, bytes]:
    """`folium/<map>.html` for each declared map, the files they load, and an empty page."""
    made = {BLANK: b'<!doctype html><html lang="fr"><title>folium</title><body></body></html>'}
    for carte in atlas.cartes:
        made[f"folium/{carte.id}.html"], names = self_hosted(plain_folium(carte, atlas.layers))
        for name in names:
            known = PACKAGES.get(name)
            made[f"folium/files/{name}"] = (packages / known).read_bytes() if known else b""
    # Leaflet looks for its pins beside its style sheet.
    pins = {name: path for name, path in PACKAGES.items() if name.endswith(".png")}
    return made | {f"folium/files/images/{name}": (packages / path).read_bytes() for name, path in pins.items()}  # fmt: skip


def build(root: Path, atlas: Atlas, folder: Path) -> Path:
    """Make the whole folder below `folder` from build/mkdocs/ and site/; returns it."""
    source, target = folder / "source", folder / "site"
    ours = root / "build" / "mkdocs"
    shutil.copytree(ours / "docs", source / "docs")
    (source / "mkdocs.yml").write_bytes(configuration((ours / "mkdocs.yml").read_bytes()))
    first = atlas.cartes[0].id
    page = (ours / "docs" / "cartes" / f"{first}.md").read_text(encoding="utf-8")
    write(source / "docs", {f"cartes/folium-{first}.md": framed(page, f"../../folium/{first}.html").encode()})  # fmt: skip
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(target)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)  # noqa: S603  (our own words)
    shutil.copytree(root / "site" / "assets", target / "assets", dirs_exist_ok=True)
    write(target, folium_folder(atlas, root / "node_modules"))
    return target


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put the files, by their paths, below `folder`."""
    for path, raw in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(raw)
