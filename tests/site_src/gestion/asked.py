"""/gestion/ as the build makes it of the files of the repository, where data/site.yaml asks for it."""

from __future__ import annotations

from functools import cache

from tests.builds import UNKNOWN, committed, outputs

IDENTITY = "data/site.yaml"
GITHUB = (
    b"gestion: {service: github, depot: exemple/depot, connexion: https://connexion.exemple.fr/}\n"
)
EVERYTHING = ("data/**/*", "site_src/gestion/**/*", "site_src/pages/**/*.md", "site_src/alertes/alertes.css", "site_src/publishing/theme/assets/**/*",
              "node_modules/@fontsource-variable/atkinson-hyperlegible-next/files/*", "tools/gestion/node_modules/decap-cms/dist/*.js",
              "tools/gestion/node_modules/decap-cms/dist/*.txt", "tools/gestion/node_modules/yaml/**/*")  # fmt: skip


@cache
def _committed() -> dict[str, bytes]:
    return committed(*EVERYTHING)


def files(gestion: bytes = GITHUB) -> dict[str, bytes]:
    """All that the stage reads; `gestion` is what data/site.yaml says of the editor."""
    return {**_committed(), IDENTITY: UNKNOWN[IDENTITY] + gestion}


@cache
def published(gestion: bytes = GITHUB) -> dict[str, bytes]:
    """The files of /gestion/, by their path on the site."""
    made = outputs("gestion", files(gestion))
    return {
        path.removeprefix("site/"): raw for path, raw in made.items() if path.startswith("site/")
    }
