"""Where a site may be published: in a new folder, an empty one, or one that was published before."""

from __future__ import annotations

from pathlib import Path

from site_src.engine.usage import UsageError

MARK = ".empreinte"
REMEDY = "choisir un dossier nouveau ou vide"


def destination(asked: Path, root: Path) -> Path:
    """The folder that `asked` leads to, links resolved, for a site built of the checkout `root`.

    Raises `UsageError` where publishing would delete what is somebody's: a folder that holds the
    checkout, one among its files, one that holds anything else than a site published here. The
    folder site/ of the checkout is ours, whatever it holds.
    """
    site, home = asked.resolve(), root.resolve()
    if home.is_relative_to(site):
        raise UsageError(f"--sortie {asked} : ce dossier contient le dépôt ; {REMEDY}")
    if site.is_relative_to(home) and site.parent not in (home, home / "build"):
        raise UsageError(
            f"--sortie {asked} : parmi les fichiers du dépôt ; choisir site/, build/… ou un dossier hors du dépôt"
        )
    if site.exists() and not site.is_dir():
        raise UsageError(f"--sortie {asked} : pas un dossier ; {REMEDY}")
    if site != home / "site" and _is_foreign(site):
        raise UsageError(
            f"--sortie {asked} : ni vide, ni un site construit ici ({MARK} manque), ses fichiers seraient"
            f" effacés ; {REMEDY}, ou vider celui-ci"
        )
    return site


def _is_foreign(site: Path) -> bool:
    """Whether it holds files, and not the mark of a site."""
    return site.is_dir() and any(site.iterdir()) and not (site / MARK).is_file()
