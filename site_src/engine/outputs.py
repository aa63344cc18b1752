"""The only writer: a site is published whole or not at all.

Beside a site `site` may stand, while it is published or after a build that was killed:
`.site.neuf` (the new one, being written), `.site.ancien` (the old one, about to go), `.site.verrou`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from pathlib import Path

from site_src.engine.destination import MARK
from site_src.engine.interruption import too_late
from site_src.engine.inventory import FILE_MODE, FOLDER_MODE, Inventory, inventory
from site_src.engine.lock import held
from site_src.engine.paths import refuse_links_out, refuse_outside
from site_src.engine.store import Stored
from site_src.engine.swap import swap


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Write every file below `folder`, making folders as needed.

    All are written aside first, then moved to their places: a full disk changes nothing.
    Raises `OutsideError` for a path that leads out of `folder`, by its words or by a link.
    """
    refuse_outside(files)
    refuse_links_out(files, folder)
    aside = folder / ".ecriture"
    _remove(aside)
    try:
        lay(files, aside)
        with too_late():
            for path in files:
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (aside / path).replace(folder / path)
    finally:
        _remove(aside)


def publish(files: Stored, site: Path, tell: Callable[[bool], object] = lambda _: None) -> bool:
    """Make `site` hold exactly `files`, in one step; False when it already does, to the byte.

    Whatever else it held goes: `destination` says where that may be. `tell` is told what is
    returned, before anything can interrupt.

    The new site is written beside the old one and swapped: whatever interrupts, `site` is
    either the old one or the new one. A file that is there as it will be published is not
    written again: both sites share it until the old one goes. Files of the same bytes are one file on disk,
    under several names. Where `site` is a link, the folder
    that it leads to is published.

    Raises `OutsideError` for a path that leads out of `site`, `HeldError` while another process
    publishes there, `AlteredError` when the store of `files` is damaged, `OSError` when the machine
    refuses.
    """
    refuse_outside(files)
    site = site.resolve()
    with held(_beside(site, "verrou"), f"publication de {site.name}"):
        _settle(site)
        there, wanted = inventory(site), _wanted(files)
        if there == wanted:
            tell(False)
            return False
        fresh = _beside(site, "neuf")
        try:
            fresh.mkdir()
            fresh.chmod(FOLDER_MODE)
            kept = {path for path in files if there.digests.get(path) == files.digests[path]}
            alike = _alike(files, kept)
            _share(kept - alike.keys(), site, fresh)
            changed = {path: files[path] for path in files if path not in kept | alike.keys()}
            lay({**changed, MARK: files.fingerprint.encode()}, fresh)
            for path, same in alike.items():
                _link(f"{fresh}/{same}", f"{fresh}/{path}")
            with too_late():
                swap(fresh, site, _beside(site, "ancien"))
                tell(True)
        finally:
            with suppress(OSError):  # the next build removes what stays
                _remove(fresh)
                _remove(_beside(site, "ancien"))
    return True


def recover(site: Path) -> None:
    """Put right what a build that was killed left: `site` where it was taken away, nothing beside it.

    Raises `HeldError` while another process publishes there.
    """
    site = site.resolve()
    with held(_beside(site, "verrou"), f"publication de {site.name}"):
        _settle(site)


def _alike(files: Stored, kept: AbstractSet[str]) -> dict[str, str]:
    """The files whose bytes another path of the site has: that path, which is there already where one is."""
    first: dict[str, str] = {}
    for path in (*sorted(kept), *sorted(files.digests.keys() - kept)):
        first.setdefault(files.digests[path], path)
    return {path: same for path, digest in files.digests.items() if (same := first[digest]) != path}


def _settle(site: Path) -> None:
    old = _beside(site, "ancien")
    if old.exists() and not site.exists():  # killed between the two renames
        old.rename(site)
    _remove(_beside(site, "neuf"))
    _remove(old)


def _beside(site: Path, what: str) -> Path:
    return site.with_name(f".{site.name}.{what}")


def _wanted(files: Stored) -> Inventory:
    """What a site of `files` holds, its mark included."""
    mark = hashlib.sha256(files.fingerprint.encode()).hexdigest()
    return Inventory({**files.digests, MARK: mark})


def lay(files: Mapping[str, bytes], folder: Path) -> None:
    """Write every file below `folder`, which nobody else looks into: file by file, making folders as needed.

    Raises `OutsideError` for a path that leads out of `folder`.
    """
    refuse_outside(files)
    for path, raw in files.items():
        target = f"{folder}/{path}"  # a text: pathlib doubles the time of each of thousands
        _make(os.path.dirname(target))
        with open(target, "wb") as file:
            file.write(raw)
        os.chmod(target, FILE_MODE)


def _share(paths: Iterable[str], old: Path, new: Path) -> None:
    for path in paths:
        _link(f"{old}/{path}", f"{new}/{path}")


def _link(source: str, target: str) -> None:
    _make(os.path.dirname(target))
    try:
        os.link(source, target)
    except OSError:  # a file system without links, a file of somebody else's
        shutil.copyfile(source, target)
        os.chmod(target, FILE_MODE)


def _make(folder: str) -> None:
    """The folder and those above it, open to all whatever the umask."""
    if folder and not os.path.isdir(folder):  # "" is where the process stands
        _make(os.path.dirname(folder))
        os.mkdir(folder)
        os.chmod(folder, FOLDER_MODE)


def _remove(folder: Path) -> None:
    """The folder and all that it holds, also where its folders were closed to writing."""
    if not folder.exists():
        return
    try:
        shutil.rmtree(folder)
    except PermissionError:
        for path, _, _ in os.walk(folder):
            Path(path).chmod(FOLDER_MODE)
        shutil.rmtree(folder)
