"""The program on one screen: the table of stages, and the command line.

    data/ ──check──► maps, packages ──► pages ──► html ──► search ──► seal ──► site/

Exit codes: 0 done, 1 findings, 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from site_src import commands
from site_src.donnees import archiving
from site_src.engine.stages import Stage
from site_src.risques import tabulation

OPENDATA = ("opendata/**/*.py",)
MAPS = ("maps/**/*.py", "maps/assets/*")
SITE = ("site_src/*.py", "site_src/*/*.py", *OPENDATA)

STAGES = (
    Stage("check", "Contrôle des données", "site_src.checking:run",
          reads=("data/**/*",), code=(*SITE, *MAPS)),
    Stage("maps", "Cartes : images, cartes interactives, textes", "site_src.cartes.stage:run",
          reads=("data/geo/*", "data/cartes.yaml", "data/sources.yaml", "data/site.yaml", "data/parametres/*",
                 "data/datasets/exposition*/*", "data/datasets/tranquillite/*", "node_modules/leaflet/**/*"),
          code=(*MAPS, *OPENDATA, "site_src/cartes/*.py", "site_src/frame/*.py"),
          needs=("check",)),
    Stage("rues", "Ma rue : index, tracés, cartes des quartiers", "site_src.territoires.stage:run",
          reads=("data/geo/*", "data/cartes.yaml", "data/sources.yaml", "data/datasets/exposition*/*.csv",
                 "data/datasets/voies-*/*.csv"),
          code=(*MAPS, *OPENDATA, "site_src/territoires/*.py", "site_src/frame/*.py"), needs=("check",)),
    Stage("packages", "Paquets de données ouvertes", "opendata.packages.stage:run",
          reads=("data/datasets/**/*", "data/geo/*", "data/parametres/*", "data/sources.yaml", "data/site.yaml"),
          code=OPENDATA, needs=("check",)),
    Stage("catalogue", "Catalogue moissonnable, flux, citations", "opendata.harvest.stage:run",
          reads=("data/datasets/*/dataset.yaml", "data/series.yaml", "data/site.yaml", "data/geo/arrondissements.geojson"),
          code=OPENDATA, needs=("packages",), options=("adresse",)),
    Stage("documents", "Documents à imprimer (PDF) et registre (JSON)", "site_src.documents.stage:run",
          reads=("data/risques/*", "data/affiches.yaml", "data/site.yaml", "data/datasets/crues/*",
                 "data/datasets/hauteurs-effets/*", "data/datasets/maxima-annuels/*",
                 "site_src/documents/templates/*.typ", "site_src/documents/symbols/*"),
          code=SITE, needs=("maps", "packages"), options=("adresse", "depot", "epoch")),
    Stage("pages", "Pages en Markdown", "site_src.publishing.assembly:run",
          reads=("data/*.yaml", "data/risques/*", "data/datasets/**/*", "data/parametres/*",
                 "data/se-preparer/*", "data/organisation/*", "data/prevention/*", "data/en/**/*",
                 "site_src/pages/**/*.md", "site_src/*/templates/*.j2", "site_src/publishing/theme/**/*",
                 "site_src/*/*.css", "site_src/*/*.js"),
          code=SITE, needs=("maps", "rues", "packages", "documents"), options=("adresse", "depot", "epoch")),
    Stage("html", "Habillage (MkDocs)", "site_src.publishing.html:run",
          code=("site_src/publishing/*.py",), needs=("pages",), options=("adresse", "epoch")),
    Stage("search", "Index de recherche (Pagefind)", "site_src.publishing.search:run",
          code=("site_src/publishing/*.py",), needs=("html",)),
    Stage("seal", "Politique de sécurité, liens, plan du site", "site_src.publishing.seal:run",
          code=SITE, needs=("maps", "rues", "packages", "catalogue", "documents", "html", "search"), options=("adresse", "epoch")),
)  # fmt: skip

app = typer.Typer(
    help="Construit le site des risques majeurs et des données ouvertes de Paris.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,  # a traceback with local values could show data
    add_completion=False,
)

Racine = Annotated[Path, typer.Option(help="Dossier du dépôt.", show_default=False)]
HERE = Path(__file__).resolve().parent


@app.callback(invoke_without_command=True)
def default(context: typer.Context) -> None:
    """Sans commande : build."""
    if context.invoked_subcommand is None:
        build()


@app.command()
def build(
    racine: Racine = HERE,
    sortie: Annotated[Path | None, typer.Option(help="Dossier du site (défaut : site/).")] = None,
    adresse: Annotated[
        str, typer.Option(help="Adresse publique, à défaut celle de data/site.yaml.")
    ] = "",
    depot: Annotated[
        str, typer.Option(help="Adresse du dépôt, à défaut celle de data/site.yaml.")
    ] = "",
) -> None:
    """Construit le site, en entier ou pas du tout."""
    commands.build(STAGES, racine, sortie or racine / "site", {"adresse": adresse, "depot": depot})


@app.command()
def check(
    racine: Racine = HERE,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="Trouve aussi ce qui est en retard : révision, traductions."),
    ] = False,
    depuis: Annotated[
        str, typer.Option(help="Révision git publiée, dont les versions des jeux doivent tenir.")
    ] = "",
) -> None:
    """Contrôle tous les fichiers de data/, liste tous les problèmes, mesure la lisibilité."""
    commands.check(STAGES, racine, strict=strict, since=depuis)


@app.command()
def derive(
    mirror: Annotated[
        Path, typer.Option(help="Dossier des originaux officiels.", exists=True, file_okay=False)
    ],
    racine: Racine = HERE,
) -> None:
    """Tire des originaux officiels les couches de data/geo/ et les tables qui en dérivent."""
    commands.derive(mirror, racine)


@app.command()
def synthesise(
    extract: Annotated[
        Path, typer.Argument(help="Fichier CSV à écrire, hors du dépôt.", dir_okay=False)
    ],
    graine: Annotated[int, typer.Option(help="Graine du tirage.")] = 2006,
) -> None:
    """Écrit un extrait ESPRI fictif (données fictives de démonstration)."""
    commands.synthesise(extract, graine, HERE)


@app.command()
def protect(
    extract: Annotated[
        Path,
        typer.Argument(help="Extrait confidentiel, hors du dépôt.", exists=True, dir_okay=False),
    ],
    release: Annotated[str, typer.Option(help="Nom de la diffusion, par exemple 2025.")],
    report: Annotated[
        Path, typer.Option(help="Rapport confidentiel (HTML), hors du dépôt.", dir_okay=False)
    ],
    racine: Racine = HERE,
) -> None:
    """Protège un extrait et écrit les tables diffusables dans data/datasets/."""
    commands.protect(extract, release, report, racine)


@app.command()
def audit(racine: Racine = HERE) -> None:
    """Attaque les tables publiées, à partir des seuls fichiers publics."""
    commands.audit(racine)


@app.command()
def archive(
    jeu: Annotated[str, typer.Argument(help="Identifiant du jeu (dossier de data/datasets/).")],
    racine: Racine = HERE,
) -> None:
    """Garde la version publiée d'un jeu dans versions/, avant de le changer."""
    archiving.archive(
        jeu, next(stage.reads for stage in STAGES if stage.name == "packages"), racine
    )


@app.command()
def tabulate(
    racine: Racine = HERE,
    remplacer: Annotated[
        bool,
        typer.Option("--remplacer", help="Réécrit la version du journal, jamais publiée encore."),
    ] = False,
) -> None:
    """Met le registre des risques en tables (jeu registre-dicrim), pour en publier une version."""
    tabulation.tabulate(racine, est_remplacee=remplacer)


@app.command()
def explain() -> None:
    """Affiche la table des étapes : ce que chacune lit et attend."""
    commands.explain(STAGES)


def main() -> int:
    """Run the command line; returns the exit code."""
    return commands.exit_code(lambda: app(standalone_mode=False, prog_name="build.py"))


if __name__ == "__main__":
    sys.exit(main())
