"""The built site as a browser opens it from a disk: every link names its page.

    python -m tools.disk_copy FOLDER

Written into FOLDER, which must not be there, from site/. See site_src/hors_ligne/disk.py for what works and what does not.
"""

from __future__ import annotations

import sys
from pathlib import Path

import build
from site_src.engine import outputs
from site_src.engine.tree import Tree
from site_src.hors_ligne.disk import INDEX, opened_from_disk

ROOT = Path(build.__file__).resolve().parent


def main(folder: Path) -> int:
    """Write the copy; 1 when there is no site, or something stands in its place."""
    site = Tree(ROOT / "site").select(("**/*",))
    if INDEX not in site or folder.exists():
        sys.stderr.write(f"{folder} : existe déjà\n" if folder.exists() else "site/ absent : python build.py build d'abord\n")  # fmt: skip
        return 1
    made = opened_from_disk(site)
    outputs.write(made, folder)
    print(f"à ouvrir : {folder}/{INDEX} ({len(made)} fichiers)")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
