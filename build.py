"""The program on one screen: the table of readings, the table of stages, and the command line.

    data/ ──readings──► records ──► maps, packages ──► pages ──► html ──► seal ──► site/

Exit codes: 0 done, 1 findings or a fault of the machine, 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from site_src.engine import faults

if __name__ == "__main__":
    faults.speak_french()  # of the imports that fail, too

import typer

from opendata.findings.finding import FindingsError
from site_src import commands
from site_src.engine.build import Only, Plan
from site_src.engine.readings import Reading
from site_src.engine.stages import Stage

# What each reader calls; the rooms of the site read nothing but through these.
DATA = ("opendata/**/*.py",)
MAPS = ("maps/**/*.py", "maps/assets/*")
SITE = ("site_src/*.py", "site_src/*/*.py")
# What pages know of the documents of maps: their places and what they say.
MAP_DOCUMENTS = ("maps/records/document_place.py", "maps/words/document_words.py")
RISKS = (*DATA, "site_src/risques/*.py", "site_src/frame/*.py")
PRINTED = (*RISKS, "site_src/documents/*.py")
DOSSIERS = (
    *RISKS,
    "site_src/dossiers/*.py",
    "site_src/preparation/*.py",
    "site_src/protection/*.py",
)
ACCESS = (*DATA, "site_src/accessibilite/*.py", "site_src/frame/*.py")
DIRECT = (*DATA, "site_src/direct/*.py", "site_src/frame/*.py")
FORMS = (
    *PRINTED,
    *DOSSIERS,
    "site_src/gestion/*.py",
    "site_src/alertes/*.py",
    "site_src/donnees/*.py",
)
PLACES = (*DATA, *MAPS, "site_src/territoires/*.py", "site_src/risques/*.py", "site_src/frame/*.py")

READINGS = (
    Reading("sources", "site_src.readings.identity:sources", ("data/sources.yaml",), code=RISKS),
    Reading("identite", "site_src.readings.identity:identite", ("data/site.yaml",), code=PRINTED),
    Reading("layers", "site_src.readings.geography:layers", ("data/geo/*.geojson",), code=PLACES, is_kept=True),
    Reading("map_document", "site_src.readings.map_file:map_document", ("data/cartes.yaml",), code=PLACES),
    Reading("atlas", "site_src.readings.geography:atlas", ("data/geo/*.geojson",), needs=("sources", "layers"), uses=("map_document",), code=PLACES),
    Reading("datasets", "site_src.readings.datasets:datasets", ("data/datasets/**/*",), uses=("sources",), code=PLACES),
    Reading("declarations", "site_src.readings.datasets:declarations", needs=("datasets",), by_content=True, code=PLACES, is_kept=True),
    Reading("series", "site_src.readings.datasets:series", ("data/series.yaml",), needs=("datasets",), by_content=True, code=PLACES),
    Reading("recherche", "site_src.readings.search_words:recherche", ("data/recherche.yaml",), by_content=True, code=RISKS),
    Reading("hors_ligne", "site_src.readings.offline:hors_ligne", ("data/hors-ligne.yaml",), code=(*DATA, "site_src/hors_ligne/records.py", "site_src/frame/editor_place.py"), is_kept=True),
    Reading("thresholds", "site_src.readings.geography:thresholds", ("data/parametres/voies.yaml",), code=PLACES),
    Reading("covered", "site_src.readings.datasets:covered", needs=("datasets",), by_content=True, code=PLACES),
    Reading("coverage", "site_src.readings.geography:coverage", needs=("layers", "covered"), code=PLACES),
    Reading("described", "site_src.readings.datasets:described", needs=("datasets",), by_content=True, code=PLACES, is_kept=True),
    Reading("told_counts", "site_src.readings.datasets:told_counts", needs=("datasets",), code=PLACES),
    Reading("places", "site_src.readings.datasets:places", needs=("datasets",), by_content=True, code=PLACES),
    Reading("recorded", "site_src.readings.datasets:recorded", ("data/parametres/delinquance.yaml",), needs=("datasets",), by_content=True,
            code=(*PLACES, "site_src/delinquance/*.py"), is_kept=True),
    Reading("contracts", "site_src.readings.datasets:contracts", needs=("datasets",), by_content=True, code=PLACES, is_kept=True),
    Reading("seine", "site_src.readings.datasets:seine", needs=("datasets",), by_content=True, code=PLACES, is_kept=True),
    Reading("decided", "site_src.readings.release:decided", ("data/parametres/divulgation.yaml",), code=DOSSIERS),
    Reading("circonscriptions", "site_src.readings.release:circonscriptions", ("data/parametres/circonscriptions-fictif.yaml",),
            needs=("decided",), code=("opendata/bilan/areas.py", *DOSSIERS)),
    Reading("release_files", "site_src.readings.release:release_files", needs=("datasets",), by_content=True, code=DOSSIERS),
    Reading("released", "site_src.readings.release:released", needs=("decided", "release_files"), by_content=True, code=DOSSIERS, is_kept=True),
    Reading("protection", "site_src.readings.release:protection", ("data/parametres/protection.yaml",), needs=("decided",),
            code=DOSSIERS, is_kept=True),
    Reading("quarters", "site_src.readings.release:quarters", needs=("datasets", "released"), by_content=True, code=(*DOSSIERS, "site_src/barometre/*.py"), is_kept=True),
    Reading("mapped", "site_src.readings.geography:mapped", needs=("atlas",), by_content=True, code=PLACES, is_kept=True),
    Reading("map_tables", "site_src.readings.geography:map_tables", needs=("mapped", "datasets"), uses=("released",), by_content=True, code=PLACES),
    Reading("cartes", "site_src.readings.geography:cartes", needs=("atlas", "map_tables"), code=PLACES),
    Reading("register", "site_src.readings.register:register", ("data/risques/*.yaml",), needs=("seine",), by_content=True, code=PRINTED),
    Reading("late_tables", "site_src.readings.register:late_tables", ("data/datasets/registre-dicrim/*",), needs=("register",),
            by_content=True, code=RISKS),
    Reading("entries", "site_src.readings.dossiers:entries", ("data/organisation/*.yaml", "data/se-preparer/*.yaml", "data/prevention/*.yaml"), code=DOSSIERS),
    Reading("quoted", "site_src.readings.dossiers:quoted", needs=("entries", "datasets"), by_content=True, code=DOSSIERS, is_kept=True),
    Reading("collection", "site_src.readings.dossiers:collection", needs=("entries", "register", "quoted"), by_content=True, code=DOSSIERS),
    Reading("alike", "site_src.readings.dossiers:alike", needs=("collection", "described"), code=DOSSIERS),
    Reading("langues", "site_src.readings.languages:langues", ("data/langues/*/langue.yaml", "data/langues/*/mots/*.yaml"), by_content=True,
            code=RISKS, is_kept=True),
    Reading("translations", "site_src.readings.dossiers:translations", ("data/langues/*/*/*.yaml",), needs=("collection", "langues"), uses=("map_document",), code=DOSSIERS),
    Reading("affiches", "site_src.readings.register:affiches", ("data/affiches.yaml",), needs=("register",),
            code=PRINTED),
    Reading("crise", "site_src.readings.register:crise", ("data/crise.yaml",), needs=("register",), by_content=True, code=RISKS),
    Reading("pictogrammes", "site_src.readings.register:pictogrammes", ("data/pictogrammes/*.svg",), needs=("register",), by_content=True, code=PRINTED),
    Reading("gestes", "site_src.readings.register:gestes", ("data/pictogrammes/gestes/*.svg",), needs=("register",), by_content=True, code=PRINTED),
    Reading("named_places", "site_src.readings.geography:named_places", needs=("layers",), by_content=True, code=PLACES, is_kept=True),
    Reading("place_outlines", "site_src.readings.geography:place_outlines", needs=("layers", "sources"), by_content=True,
            code=(*PLACES, "site_src/alertes/*.py"), is_kept=True),
    Reading("alert_scope", "site_src.readings.alerts:alert_scope", needs=("register", "translations", "named_places", "gestes"), by_content=True,
            code=(*DOSSIERS, "site_src/alertes/*.py"), is_kept=True),
    Reading("alert_table", "site_src.readings.alerts:alert_table", ("data/parametres/alertes.yaml",), code=(*RISKS, "site_src/alertes/*.py"), is_kept=True),
    Reading("dictionnaire", "site_src.readings.datasets:dictionnaire", ("data/dictionnaire.yaml", "data/parametres/alertes.yaml"),
            needs=("datasets", "alert_table"), by_content=True, code=(*PLACES, "site_src/alertes/*.py"), is_kept=True),
    Reading("jeux_traduits", "site_src.readings.languages:jeux_traduits", ("data/langues/*/jeux.yaml",), needs=("declarations", "alert_table", "series"),
            by_content=True, code=(*RISKS, "site_src/donnees/*.py"), is_kept=True),
    Reading("alerts", "site_src.readings.alerts:alerts", ("data/alertes/*.yaml",), needs=("alert_scope",),
            code=(*RISKS, "site_src/alertes/*.py")),
    Reading("derived", "site_src.readings.derived:derived",
            ("data/derives.yaml", "data/geo/*.geojson", "data/datasets/*/*.csv"), uses=("thresholds",), code=PLACES),
    Reading("proposed", "site_src.readings.proposed:proposed", ("data/proposes.yaml",),
            code=(*DIRECT, "site_src/proposal/*.py")),
    Reading("direct", "site_src.readings.direct:direct", ("data/parametres/direct.yaml", "data/direct/*.json"), code=DIRECT),
    Reading("crisis_texts", "site_src.readings.dossiers:crisis_texts", needs=("collection", "translations", "direct"), by_content=True,
            code=(*DOSSIERS, "site_src/direct/*.py", "site_src/crise/texts.py")),
    Reading("dates", "site_src.readings.dates:dates", ("data/*.yaml", "data/*/*.yaml", "data/datasets/*/dataset.yaml"),
            code=DATA),
    Reading("table_dates", "site_src.readings.table_dates:table_dates", needs=("datasets",), code=DATA),
    Reading("preuves", "site_src.readings.accessibilite:preuves",
            tuple(f"data/accessibilite/{name}.yaml" for name in ("sortes", "rgaa", "declaration", "resultats")), code=ACCESS),
    Reading("rgesn", "site_src.readings.accessibilite:rgesn", ("data/accessibilite/rgesn.yaml",), needs=("preuves",), code=ACCESS),
    Reading("formulaires", "site_src.readings.forms:formulaires", ("site_src/gestion/libelles.yaml",), code=FORMS, is_kept=True),
    Reading("inventory", "site_src.readings.inventory:inventory", ("data/**/*",), code=PLACES),
)  # fmt: skip

STAGES = (
    Stage("maps", "Cartes : images, cartes interactives, textes", "site_src.cartes.stage:run",
          takes=("cartes", "identite", "langues"), files=("node_modules/leaflet/**/*",), code=(*MAPS, *DATA, "site_src/frame/*.py", "site_src/cartes/*.py")),
    Stage("cartes_traduites", "Cartes interactives dans les autres langues", "site_src.cartes.spoken_stage:run",
          takes=("identite", "langues", "translations", "collection"), code=(*MAPS, *DOSSIERS, "site_src/cartes/*.py"), needs=("maps",)),
    Stage("rues", "Ma rue : index, tracés, cartes des quartiers", "site_src.territoires.stage:run",
          takes=("atlas", "places"), files=("node_modules/uqr/LICENSE", "node_modules/uqr/dist/index.mjs"),
          code=(*MAPS, *DATA, "site_src/territoires/*.py", "site_src/frame/*.py")),
    Stage("packages", "Paquets de données ouvertes", "site_src.donnees.stage:packages",
          takes=("datasets", "sources", "identite", "released", "layers", "dictionnaire"),
          code=(*DATA, *MAPS, "site_src/frame/*.py", "site_src/donnees/*.py")),
    Stage("catalogue", "Catalogue moissonnable, flux, citations, images à partager", "site_src.donnees.stage:catalogue",
          takes=("series", "declarations", "dictionnaire", "alert_table", "jeux_traduits", "langues", "identite", "layers"), code=(*DATA, *MAPS, "site_src/frame/*.py", "site_src/donnees/*.py"),
          files=("node_modules/@expo-google-fonts/atkinson-hyperlegible-next/400Regular/*.ttf", "node_modules/@expo-google-fonts/atkinson-hyperlegible-next/700Bold/*.ttf"),
          needs=("packages",), options=("adresse",)),
    Stage("api", "Adresses pour les programmes : index, métadonnées, lieux, graphiques", "site_src.donnees.stage:api",
          takes=("declarations", "alert_table", "identite"), code=(*DATA, *MAPS, "site_src/frame/*.py", "site_src/donnees/*.py"),
          files=("node_modules/@expo-google-fonts/atkinson-hyperlegible-next/400Regular/*.ttf", "node_modules/@expo-google-fonts/atkinson-hyperlegible-next/700Bold/*.ttf"),
          needs=("packages",), options=("adresse",)),
    Stage("moteur_sql", "Moteur SQL des pages de données", "site_src.donnees.sql_engine:run",
          files=("node_modules/@duckdb/duckdb-wasm/dist/duckdb-eh.wasm", "node_modules/@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js"),
          code=("site_src/donnees/sql_engine.py",)),
    Stage("documents", "Documents à imprimer (PDF) et registre (JSON)", "site_src.documents.stage:run",
          takes=("register", "affiches", "pictogrammes", "gestes", "identite"), files=("site_src/documents/templates/*.typ", "node_modules/@expo-google-fonts/atkinson-hyperlegible-next/*/*.ttf"),
          code=PRINTED, needs=("maps", "packages"), options=("adresse", "depot", "epoch")),
    Stage("traductions", "Documents traduits (PDF)", "site_src.documents.translated:run",
          takes=("register", "crise", "langues", "translations", "pictogrammes", "gestes", "identite"),
          files=("site_src/documents/templates/*.typ", "node_modules/@expo-google-fonts/atkinson-hyperlegible-next/*/*.ttf"),
          code=(*DOSSIERS, "site_src/documents/*.py"), options=("adresse", "depot", "epoch")),
    Stage("direct", "Mesures du moment (JSON)", "site_src.direct.stage:run", takes=("direct",), code=DIRECT),
    Stage("alertes", "Alertes : bandeau, flux, messages CAP", "site_src.alertes.stage:run",
          takes=("alerts", "alert_scope", "place_outlines", "alert_table", "identite"), files=("site_src/alertes/templates/*.j2",),
          code=(*RISKS, *MAPS, "site_src/alertes/*.py"), options=("adresse", "instant")),
    Stage("crise", "Fichier de crise", "site_src.crise.stage:run", takes=("register", "crise", "crisis_texts", "identite"),
          files=("site_src/crise/templates/fichier.css", "site_src/publishing/theme/assets/jetons.css"), code=(*RISKS, "site_src/crise/*.py"),
          options=("adresse",)),
    Stage("pages", "Pages en Markdown", "site_src.publishing.assembly:run",
          takes=("identite", "sources", "register", "pictogrammes", "gestes", "late_tables", "collection", "langues", "translations", "jeux_traduits", "declarations",
                 "contracts", "recorded", "protection", "decided", "released", "quarters", "direct", "recherche", "alert_table", "hors_ligne", "preuves", "rgesn", "crise"),
          files=("site_src/pages/**/*.md", "site_src/*/templates/*.j2"),
          code=(*SITE, *DATA, *MAP_DOCUMENTS), needs=("maps", "cartes_traduites", "rues", "packages", "moteur_sql", "documents", "traductions"), options=("adresse", "depot")),
    Stage("folder", "Thème et navigation", "site_src.publishing.mkdocs_folder:run", takes=("identite", "register", "langues", "hors_ligne", "preuves"),
          files=("site_src/publishing/theme/**/*", "site_src/*/*.css", "site_src/*/*.js",
                 "node_modules/@fontsource-variable/atkinson-hyperlegible-next/**/*"),
          code=(*SITE, *DATA, *MAP_DOCUMENTS), needs=("pages",), options=("adresse", "depot", "epoch")),
    Stage("gestion", "Éditeur (/gestion/)", "site_src.gestion.stage:run", takes=("identite", "collection", "alert_scope", "langues", "jeux_traduits", "formulaires"),
          files=("site_src/gestion/editor/*", "site_src/pages/**/*.md", "site_src/publishing/theme/assets/jetons.css",
                 "site_src/alertes/alertes.css", "node_modules/@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2", "tools/gestion/node_modules/yaml/LICENSE", "tools/gestion/node_modules/yaml/browser/dist/**/*.js",
                 "tools/gestion/node_modules/decap-cms/dist/decap-cms.js", "tools/gestion/node_modules/decap-cms/dist/decap-cms.js.LICENSE.txt",
                 "tools/gestion/node_modules/decap-cms/dist/[0-9]*.decap-cms.js"),
          code=FORMS),
    Stage("html", "Habillage (MkDocs)", "site_src.publishing.html:run",
          code=("site_src/publishing/html.py", "site_src/publishing/raw_html.py", "site_src/frame/confinement.py"), needs=("pages", "folder")),
    Stage("seal", "Recherche (Pagefind), politique de sécurité, liens, plan du site", "site_src.publishing.seal:run",
          takes=("recherche",), code=("site_src/publishing/*.py", *MAP_DOCUMENTS, "site_src/gestion/headers.py", "site_src/frame/editor_place.py", "site_src/frame/handlers.py", "site_src/frame/search_words.py", "site_src/frame/typography.py", "site_src/alertes/blocks.py", "site_src/frame/crisis_file.py", *DATA),
          needs=("maps", "cartes_traduites", "rues", "packages", "moteur_sql", "catalogue", "api", "documents", "traductions", "direct", "alertes", "crise", "gestion", "html")),
    Stage("hors_ligne", "Copie hors ligne", "site_src.hors_ligne.stage:run", takes=("hors_ligne", "langues"),
          files=("site_src/hors_ligne/worker/*.js", "node_modules/workbox-*/LICENSE", "node_modules/workbox-*/build/*.prod.js"),
          code=("site_src/hors_ligne/*.py", "site_src/frame/*.py", "site_src/alertes/blocks.py", *DATA), needs=("alertes", "seal"), options=("instant",)),
)  # fmt: skip

# After all others, when `build --comprime` asks for it: a server then compresses nothing.
COMPRESSION = Stage("compression", "Formes comprimées (.br, .gz)", "site_src.publishing.compression:run",
                    code=("site_src/publishing/compression.py", "site_src/publishing/media.py"), needs=(STAGES[-1].name,))  # fmt: skip

# What every reading and stage calls besides the engine.
SHARED = (
    "site_src/**/__init__.py",
    "site_src/readings/*.py",
    "maps/**/__init__.py",
    "opendata/**/__init__.py",
    "opendata/findings/*.py",
    "opendata/model.py",
)
PLAN = Plan(READINGS, STAGES, FindingsError, SHARED)
COMPRESSED = replace(PLAN, stages=(*STAGES, COMPRESSION))
# What an alert may change: nothing else is done again on the day it is needed.
ALERTE = Only(
    ("alerts", "dates", "inventory"),
    ("alertes", "seal", "hors_ligne", "compression"),
    "--alerte : autre chose que data/alertes/ a changé",
)

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
    detail: Annotated[
        bool, typer.Option("--detail", help="Dit ce qui a été lu et refait.")
    ] = False,
    alerte: Annotated[
        bool, typer.Option("--alerte", help="Refuse si autre chose qu'une alerte a changé.")
    ] = False,
    comprime: Annotated[
        bool,
        typer.Option("--comprime", help="Pose à côté de chaque texte ses formes .br et .gz."),
    ] = False,
    instant: Annotated[
        str,
        typer.Option(help="Secondes depuis 1970 : ce qui est en cours (défaut : dernier commit)."),
    ] = "",
) -> None:
    """Construit le site, en entier ou pas du tout."""
    options = {"adresse": adresse, "depot": depot, "instant": instant}
    only = ALERTE if alerte else None
    plan = COMPRESSED if comprime else PLAN
    commands.build(plan, racine, sortie or racine / "site", options, detail=detail, only=only)


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
    proposition: Annotated[
        bool,
        typer.Option(
            "--proposition",
            help="Avec --depuis : une table corrigée attend son numéro, et c'est noté.",
        ),
    ] = False,
    annotations: Annotated[
        bool,
        typer.Option(
            "--annotations", help="Dit aussi chaque problème comme GitHub le montre sur sa ligne."
        ),
    ] = False,
    resume: Annotated[
        Path | None,
        typer.Option(help="Fichier Markdown auquel ajouter ce qui a été trouvé.", dir_okay=False),
    ] = None,
) -> None:
    """Contrôle tous les fichiers de data/, liste tous les problèmes, mesure la lisibilité."""
    asked = commands.Answer(proposition, annotations, resume)
    commands.check(PLAN, racine, strict=strict, since=depuis, asked=asked)


@app.command()
def fetch(
    racine: Racine = HERE,
    source: Annotated[
        list[str] | None,
        typer.Option(help="Mesure à demander seule : niveau, troncon, vigilance, air."),
    ] = None,
    publie: Annotated[
        str, typer.Option(help="Adresse du site publié, d'où reprendre les dernières mesures.")
    ] = "",
    originaux: Annotated[
        Path | None,
        typer.Option(
            help="Demande plutôt les originaux de data/sources.yaml, et les écrit dans ce dossier hors du dépôt.",
            file_okay=False,
        ),
    ] = None,
    consigner: Annotated[
        bool,
        typer.Option("--consigner", help="Écrit l'empreinte des nouveaux dans data/sources.yaml."),
    ] = False,
) -> int:
    """Demande leurs mesures aux services officiels (crues, météo, air) et les écrit dans data/direct/."""
    if originaux is not None:
        return commands.originals(racine, originaux, est_consigne=consigner)
    commands.fetch(racine, source or (), publie)
    return 0


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
def propose(
    originaux: Annotated[
        Path,
        typer.Option(
            help="Dossier hors du dépôt : les originaux et le texte de la proposition y sont écrits.",
            file_okay=False,
        ),
    ],
    racine: Racine = HERE,
) -> None:
    """Demande les sources officielles et prépare, à la relecture, ce qu'elles changent des couches et des tables."""
    commands.propose(PLAN, racine, originaux)


@app.command()
def alert(
    racine: Racine = HERE,
    annule: Annotated[str, typer.Option(help="Identifiant de l'alerte à annuler.")] = "",
) -> None:
    """Demande, question par question, ce que dit une alerte, et écrit son fichier."""
    commands.alert(PLAN, racine, annule)


@app.command()
def synthesise(
    extract: Annotated[
        Path, typer.Argument(help="Fichier CSV à écrire, hors du dépôt.", dir_okay=False)
    ],
    graine: Annotated[int, typer.Option(help="Graine du tirage.")] = 2006,
    semaine: Annotated[
        str, typer.Option(help="Dernière semaine, AAAA-Www ; à défaut, l'extrait entier.")
    ] = "",
    trimestre: Annotated[
        str, typer.Option(help="Dernier trimestre, 2026-T1 ou 2026-T2 ; à défaut, jusqu'à 2025.")
    ] = "",
) -> None:
    """Écrit un extrait ESPRI fictif (données fictives de démonstration)."""
    commands.synthesise(extract, graine, HERE, semaine, trimestre)


@app.command()
def protect(
    extract: Annotated[
        Path,
        typer.Argument(help="Extrait confidentiel, hors du dépôt.", exists=True, dir_okay=False),
    ],
    release: Annotated[
        str, typer.Option(help="Dernière année (2025), ou un trimestre de plus (2026-T1).")
    ],
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
def bilan(
    extract: Annotated[
        Path,
        typer.Argument(help="Extrait confidentiel, hors du dépôt.", exists=True, dir_okay=False),
    ],
    semaine: Annotated[str, typer.Option(help="Dernière semaine de l'extrait, AAAA-Www.")],
    out: Annotated[
        Path, typer.Option(help="Dossier du bilan, hors de tout dépôt.", file_okay=False)
    ],
    circonscriptions: Annotated[
        Path | None,
        typer.Option(
            help="Arrondissements de chaque circonscription (défaut : exemple fictif).",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    pour: Annotated[
        list[str] | None,
        typer.Option(help="Code d'une circonscription ou d'une direction, seule."),
    ] = None,
    etude: Annotated[
        str, typer.Option(help="Code d'un équipement : sa fiche d'étude de sûreté, seule.")
    ] = "",
    racine: Racine = HERE,
) -> None:
    """Écrit le bilan confidentiel d'une semaine, par circonscription et par direction."""
    commands.bilan(
        extract, out, racine, semaine=semaine, circonscriptions=circonscriptions, seuls=pour or (), etude=etude
    )  # fmt: skip


@app.command()
def archive(
    jeu: Annotated[str, typer.Argument(help="Identifiant du jeu (dossier de data/datasets/).")],
    racine: Racine = HERE,
) -> None:
    """Garde la version publiée d'un jeu dans versions/, avant de le changer."""
    commands.archive(PLAN, jeu, racine)


@app.command()
def version(
    jeu: Annotated[str, typer.Argument(help="Identifiant du jeu (dossier de data/datasets/).")],
    texte: Annotated[str, typer.Option(help="Une phrase : ce qui change, pour les lecteurs.")],
    depuis: Annotated[str, typer.Option(help="Révision git publiée.")] = "origin/main",
    racine: Racine = HERE,
) -> None:
    """Donne sa version à un jeu corrigé : garde celle qui est publiée, numérote, écrit le journal."""
    commands.version(PLAN, racine, jeu, texte, depuis)


@app.command()
def tableur(
    jeu: Annotated[str, typer.Argument(help="Identifiant du jeu (dossier de data/datasets/).")],
    vers: Annotated[
        Path | None,
        typer.Option(help="Classeur Excel (.xlsx) à écrire, hors de data/.", dir_okay=False),
    ] = None,
    depuis: Annotated[
        Path | None,
        typer.Option(help="Classeur corrigé, à remettre en CSV.", exists=True, dir_okay=False),
    ] = None,
    racine: Racine = HERE,
) -> None:
    """Met les tables d'un jeu dans un classeur Excel (--vers), et les en reprend (--depuis)."""
    commands.tableur(PLAN, racine, jeu, vers, depuis)


@app.command()
def tabulate(
    racine: Racine = HERE,
    remplacer: Annotated[
        bool,
        typer.Option("--remplacer", help="Réécrit la version du journal, jamais publiée encore."),
    ] = False,
) -> None:
    """Met le registre des risques en tables (jeu registre-dicrim), pour en publier une version."""
    commands.tabulate(PLAN, racine, est_remplacee=remplacer)


@app.command()
def explain() -> None:
    """Affiche la table des lectures et celle des étapes : ce que chacune lit et attend."""
    commands.explain(PLAN)


def main() -> int:
    """Run the command line; returns the exit code."""
    return commands.exit_code(lambda: app(standalone_mode=False, prog_name="build.py"))


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # At once: taking apart the records of a build one by one takes Python half a second.
    os._exit(code)
