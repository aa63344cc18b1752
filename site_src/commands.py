"""What each command of build.py does: read at the edge, call the pure parts, write or report.

Heavy parts are imported when their command runs: a build with nothing to do stays quick.
"""

from __future__ import annotations

import inspect
import os
import re
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import typer

from opendata.findings.finding import Finding, FindingsError
from site_src.engine import faults, outputs, progress
from site_src.engine.build import Only, Outcome, Plan, run
from site_src.engine.destination import destination
from site_src.engine.epoch import epoch, latest_day
from site_src.engine.interruption import stoppable
from site_src.engine.lock import held
from site_src.engine.readings import Library
from site_src.engine.scratch import scratch
from site_src.engine.store import Store, Stored
from site_src.engine.tree import Tree
from site_src.engine.usage import UsageError, say

if TYPE_CHECKING:
    from opendata.records.catalogue import CheckedDataset
    from opendata.workbooks.guide import Left
    from site_src.donnees.archiving import Published
    from site_src.donnees.workbook import Returned

FOUND, USAGE, INTERRUPTED = 1, 2, 130
# What is published without a new date of the sources: pages tell the day of what they are made from.
APART = ("data/alertes",)
LONGEST_EPOCH = 11
CHECKING = "Contrôle des données"
P = ParamSpec("P")
T = TypeVar("T")


def exit_code(run: Callable[[], object]) -> int:
    """Run a command; whatever stops it becomes lines that say what to do, and its exit code."""
    with stoppable():
        try:
            result = run()
            if result == INTERRUPTED:  # typer's word for Ctrl-C, outside its own program
                raise KeyboardInterrupt  # noqa: TRY301
        except FindingsError as error:
            return _report(error.findings)
        except (UsageError, typer.TyperException) as error:
            return _misused(error)
        except (KeyboardInterrupt, typer.Abort):
            sys.stderr.write(f"{faults.INTERRUPTED}\n")
            return INTERRUPTED
        except Exception as error:  # unforeseen: no traceback, which could show data
            faults.show(error)
            return FOUND
    return result if isinstance(result, int) else 0


def _report(findings: Sequence[Finding]) -> int:
    for finding in findings:
        print(finding)  # noqa: T201  (the command's result)
    sys.stderr.write(f"{len(findings)} problème(s) ; rien n'a été publié\n")
    return FOUND


def _misused(error: Exception) -> int:
    message = error.format_message() if isinstance(error, typer.TyperException) else str(error)
    sys.stderr.write(f"build.py : {message} (aide : build.py --help)\n")
    return USAGE


def alone(command: Callable[P, T]) -> Callable[P, T]:
    """A command that writes in the checkout `root`, its cache included: one at a time.

    Raises `HeldError` while another one runs, `UsageError` where there is no such folder.
    """
    signature = inspect.signature(command)

    @wraps(command)
    def locked(*values: P.args, **words: P.kwargs) -> T:
        root: Path = signature.bind(*values, **words).arguments["root"]
        if not root.is_dir():
            raise UsageError(f"--racine {root} : dossier absent")
        with held(root / "build" / "verrou", f"build.py {command.__name__}"):
            return command(*values, **words)

    return locked


@alone
def build(
    plan: Plan,
    root: Path,
    site: Path,
    options: Mapping[str, str],
    *,
    detail: bool = False,
    only: Only | None = None,
) -> None:
    """Run the stages whose inputs changed, then publish the last one's outputs as `site`.

    `detail` tells which readings and units were done. `only` says what alone may have changed since the last build.
    """
    place = destination(site, root)
    outputs.recover(place)
    outcome = _run(plan, root, _options(root, options), only)
    _keep_markdown(outcome["pages"].outputs, outcome["folder"].outputs, root)
    sealed = outcome[plan.stages[-1].name].outputs
    told = []

    def tell(changed: bool) -> None:
        told.append(changed)
        if detail:
            _tell(outcome)
        once = {
            digest: path for path, digest in sealed.digests.items()
        }  # the same bytes are one file on disk
        size = sum((place / path).stat().st_size for path in once.values()) / 1e6
        state = "construit" if changed else "déjà à jour"
        say(f"{state} : {site}/index.html ({len(sealed)} fichiers, {size:.1f} Mo)")

    try:
        outputs.publish(sealed, place, tell)
    except KeyboardInterrupt:
        if not told:  # else it came too late
            raise


def _run(
    plan: Plan,
    root: Path,
    options: Mapping[str, str],
    only: Only | None = None,
    instead: Mapping[str, bytes] | None = None,
) -> Outcome:
    day = latest_day(options["epoch"])
    with scratch(root / "build" / "travail"), progress.shown(len(plan.stages) + 1) as step:
        return run(plan, root, options, step, checking=CHECKING, day=day, only=only, instead=instead)  # fmt: skip


def _tell(outcome: Outcome) -> None:
    """Which work was done, one line a stage: all the rest was taken from the store."""
    say(f"lu : {', '.join(outcome.library.read) or 'rien'}")
    for name, result in outcome.results.items():
        if result.est_neuf:
            units = (
                f"{len(result.done)} unité(s) : {', '.join(result.done)}"
                if result.done
                else "sans unité"
            )
            say(f"fait : {name}, {units}")


def _keep_markdown(pages: Stored, folder: Stored, root: Path) -> None:
    """Leave the plain Markdown in build/mkdocs/, for reading and for another site engine."""
    texts = pages.some(path for path in pages if path.startswith("docs/"))
    outputs.publish(Stored.of(texts, folder), root / "build" / "mkdocs")


def _options(root: Path, options: Mapping[str, str]) -> dict[str, str]:
    """The options with the date of the sources, and the moment for which what is happening now is told."""
    instant = options.get("instant") or epoch(root)
    if not instant.isdecimal() or len(instant) > LONGEST_EPOCH:
        raise UsageError("--instant : nombre de secondes attendu")
    return {**options, "epoch": epoch(root, APART), "instant": instant}


@alone
def check(
    plan: Plan, root: Path, *, strict: bool, since: str = "", asked: Answer | None = None
) -> None:
    """Report every finding; then what was read, and how hard each page is to read.

    `strict` also finds what is late: the document's review, translations older than their text.
    `since` is the git revision that is published: its versions of the datasets and its alerts must hold.
    `asked` says how a proposal is answered besides.
    """
    asked = asked or Answer()
    notes: list[Finding] = []
    try:
        read = _checked(plan, root, strict=strict)
        lines = [*_kept(root, since, notes, asked), *read]
    except FindingsError as error:
        asked.give(error.findings, notes)
        raise
    asked.give((), notes)
    for line in lines:
        say(line)


@dataclass(frozen=True)
class Answer:
    """How `check` answers a proposal, besides its lines.

    `is_proposal`: a table corrected under its number is noted, since who corrected it has nothing to do; `annotates`: each
    finding also as a command of GitHub, which shows it on its line; `summary`: a file to which the verdict is added, in
    Markdown.
    """

    is_proposal: bool = False
    annotates: bool = False
    summary: Path | None = None

    def give(self, findings: Sequence[Finding], notes: Sequence[Finding]) -> None:
        """Say both, as it was asked."""
        from site_src.proposal import annotations

        if self.annotates:
            for line in annotations.commands(findings, annotations.ERROR):
                say(line)
            for line in annotations.commands(notes, annotations.WARNING):
                say(line)
        for note in notes:
            say(f"à noter : {note}")
        if self.summary:
            with self.summary.open("a", encoding="utf-8") as file:
                file.write(annotations.verdict(findings, notes))


def _checked(plan: Plan, root: Path, *, strict: bool) -> list[str]:
    """What was read and how hard pages are to read. Raises `FindingsError` with all that is wrong, or late."""
    from site_src import lateness
    from site_src.frame import readability

    options = _options(root, {"adresse": "", "depot": ""})
    outcome = _run(plan.until("pages"), root, options)
    if strict:
        day = datetime.fromtimestamp(int(options["epoch"]), UTC).date()
        lateness.refuse(
            outcome.library, Tree(root).select(("data/**/*.yaml", "data/datasets/*/*.csv")), day
        )
    return [*outcome.lines, outcome["pages"].outputs[readability.REPORT].decode().rstrip()]


def _kept(root: Path, since: str, notes: list[Finding], asked: Answer) -> list[str]:
    """What was compared with what is published `since`. Raises `FindingsError` with what does not hold; `notes` grows."""
    from opendata.packages.version_guard import compare
    from opendata.records.dataset import FOLDER
    from site_src.alertes.kept import altered
    from site_src.alertes.reading import FOLDER as ALERTS
    from site_src.engine.revision import read_revision

    if not since:
        return []
    tree = Tree(root)
    held = compare(read_revision(root, since, FOLDER), tree.select((f"{FOLDER}/**/*",)))
    issued = read_revision(root, since, ALERTS, may_lack=True)
    faults = [*held.findings, *altered(issued, tree.select((f"{ALERTS}/*.yaml",)))]
    if asked.is_proposal:
        notes += held.awaited
        faults = [one for one in faults if one not in held.awaited]
    if faults:
        raise FindingsError(faults)
    return [held.line]


@alone
def derive(mirror: Path, root: Path) -> None:
    """Official originals → data/geo/ and the tables that follow; prints the checks that hold."""
    from maps import derivation
    from maps.streets import thresholds
    from opendata.model import SOURCES_PATH
    from opendata.records import sources
    from site_src.crues import derivation as seine
    from site_src.delinquance import derivation as delinquance
    from site_src.risques import radon
    from site_src.territoires.derived_tables import complements, derived_tables
    from site_src.territoires.imprints import PATH as IMPRINTS
    from site_src.territoires.imprints import imprints

    findings: list[Finding] = []
    described = root / SOURCES_PATH
    found = sources.read_sources(SOURCES_PATH, described.read_bytes(), findings)
    if found is None:
        raise FindingsError(findings)
    with progress.shown() as step:
        files, lines, rows = derivation.derive(mirror, found, step)
        step("Maxima annuels de la Seine")
        heights, said = seine.derive(mirror, found, findings)
        said += radon.held(mirror, found, findings)
        step("Délinquance enregistrée")
        recorded, sums = delinquance.derive(mirror, found, findings)
        declared = Tree(root).select(("data/cartes.yaml", "data/parametres/*"))
        tables = derived_tables({**declared, **files}, found, findings, step)
    street_rules = thresholds.read_street_rules(declared.get(thresholds.PATH, b""), findings)
    if findings or street_rules is None:
        raise FindingsError(findings)
    written = {**files, **heights, **recorded, **tables, **complements(rows)}
    outputs.write({**written, IMPRINTS: imprints(written, street_rules)}, root)
    for line in (*lines, *said, *sums):
        say(line)


@alone
def fetch(root: Path, wanted: Sequence[str], site: str) -> None:
    """Official services → data/direct/; with `propose`, the only command that uses the network.

    `wanted` are the feeds to ask, all by default; `site` is where this site is published, whose last good values
    come back. A service that fails is a state to be shown, not a failure of the command.
    """
    from site_src.direct import records, services, session
    from site_src.direct.transport import Patience

    unknown = sorted(set(wanted) - set(records.KINDS))
    if unknown:
        raise UsageError(f"--source {unknown[0]} : choisir parmi {', '.join(records.KINDS)}")
    findings: list[Finding] = []
    parametres = services.read_services((root / services.PATH).read_bytes(), findings)
    if parametres is None:
        raise FindingsError(findings)
    held = records.read_direct(Tree(root).select((f"{records.FOLDER}/*.json",)), [])
    patience, now = Patience(), datetime.now(UTC).replace(microsecond=0)
    with progress.shown() as step, session.client(patience) as client:
        ask = session.transport(client, patience)
        step("Services officiels")
        held, told = session.resumed(held, site, ask)
        found = session.fetch(held, session.Round(parametres, now, ask, os.environ), wanted)
    files = {records.path_of(name): records.written(one) for name, one in found.fiches.items()}
    outputs.write(files, root)
    for line in (told, *session.lines(found, wanted or records.KINDS)):
        if line:
            say(line)


@alone
def originals(root: Path, folder: Path, *, est_consigne: bool) -> int:
    """Official originals → `folder`, outside the repository, for `derive`; a line a source.

    `est_consigne` also writes the digests of new ones in data/sources.yaml. Exit code 1 when a source gave none.
    """
    from opendata.model import SOURCES_PATH
    from opendata.records.sources import read_sources
    from site_src.direct import originals as asked
    from site_src.direct import session
    from site_src.direct.transport import Patience

    _refuse_originals_inside(folder, root)
    described, findings = (root / SOURCES_PATH).read_bytes(), list[Finding]()
    sources = read_sources(SOURCES_PATH, described, findings)
    if sources is None:
        raise FindingsError(findings)
    patience = Patience(silence=30, whole=300)
    with progress.shown() as step, session.client(patience) as client:
        step("Originaux")
        found = list(asked.fetched(sources.values(), session.transport(client, patience)))
    received = [one for one in found if isinstance(one, asked.Original)]
    outputs.write({one.source.fichier: one.raw for one in received}, folder)
    if est_consigne:
        text = asked.recorded(described.decode(), received, datetime.now(UTC).date())
        outputs.write({SOURCES_PATH: text.encode()}, root)
    for one in found:
        say(asked.line(one))
    return 0 if len(received) == len(found) else FOUND


@alone
def propose(plan: Plan, root: Path, folder: Path) -> None:
    """What official sources changed since they were described → the files of the checkout, for a pull request.

    Originals and slow services are asked; what the layers and tables become is written, and in `folder`, outside the
    repository, the originals, the text of the proposal and the sources that did not answer. Nothing is written when
    an answer has another shape, or when a check of `derive` does not hold. Then all of data/ is checked: what the
    written files say wrong is a finding, what a text that people wrote has to follow is told in the proposal.
    """
    from opendata.model import SOURCES_PATH
    from opendata.records.sources import read_sources
    from site_src.direct import services, session
    from site_src.direct.transport import Patience
    from site_src.proposal import asking, layers, proposed, weekly

    _refuse_originals_inside(folder, root)
    findings: list[Finding] = []
    tree = Tree(root).select(layers.READ)
    sources = read_sources(SOURCES_PATH, tree[SOURCES_PATH], findings)
    parametres = services.read_services(tree[services.PATH], findings)
    before = proposed.read_proposes(Tree(root).select((proposed.PATH,)).get(proposed.PATH), findings)  # fmt: skip
    if sources is None or parametres is None or before is None:
        raise FindingsError(findings)
    patience, today = Patience(silence=30, whole=300), datetime.now(UTC).date()
    with progress.shown() as step, session.client(patience) as client:
        step("Originaux et services lents")
        ask = session.transport(client, patience)
        received = asking.asked(sources, parametres, folder, today, ask, findings)
        found = weekly.proposal(tree, sources, received, before, today, findings, step)
    outputs.write({one.source.fichier: one.raw for one in received.originals.values()}, folder)
    outputs.write(found.files, root)
    told = weekly.with_faults(found, _faults(plan, root) if found.files else ())
    outputs.write({weekly.TEXT: told.text.encode(), weekly.SILENT: told.silent.encode()}, folder)
    say(told.text.rstrip())


def _faults(
    plan: Plan, root: Path, instead: Mapping[str, bytes] | None = None
) -> Sequence[Finding]:
    """What `check` finds; what it would find, were the files of `instead` written."""
    options = _options(root, {"adresse": "", "depot": ""})
    try:
        _run(plan.until("pages"), root, options, instead=instead)
    except FindingsError as error:
        return error.findings
    return ()


def _refuse_originals_inside(folder: Path, root: Path) -> None:
    if folder.resolve().is_relative_to(root.resolve()):
        raise UsageError(f"{folder.name} : à placer hors du dépôt (les originaux n'y entrent pas)")


@alone
def archive(plan: Plan, identifier: str, root: Path) -> None:
    """Keep the published version of a dataset, before the dataset changes."""
    from site_src.donnees.archiving import archive as keep

    outcome = _run(plan.until("packages"), root, _options(root, {"adresse": "", "depot": ""}))
    keep(identifier, outcome["packages"].outputs, root)


@alone
def version(plan: Plan, root: Path, identifier: str, text: str, since: str) -> None:
    """Give a number to what changed in a dataset since the revision `since`, which is published.

    The published version is kept, the number follows from the difference, the journal says `text`. Nothing is written
    when something is wrong.
    """
    from opendata.records.dataset import FOLDER
    from site_src.donnees.versioning import versioned
    from site_src.engine.revision import read_revision

    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", identifier):
        raise UsageError(f"jeu « {identifier} » inconnu")
    path = f"{FOLDER}/{identifier}/dataset.yaml"
    with progress.shown() as step, tempfile.TemporaryDirectory(prefix="prm-publie-") as folder:
        step("Version publiée")
        outputs.write(read_revision(root, since, "data"), Path(folder))
        published, _ = _packaged(plan, Path(folder), identifier)
        step("Version proposée")
        proposed, checked = _packaged(plan, root, identifier)
    told = (text, datetime.now(UTC).date())
    made = versioned(published, proposed, checked, (root / path).read_bytes(), told)
    outputs.write(made.files, root)
    for line in made.lines:
        say(line)


def _packaged(plan: Plan, root: Path, identifier: str) -> tuple[Published, CheckedDataset]:
    """What one dataset of a checkout publishes under its number, and the dataset. Raises `FindingsError`, `UsageError`."""
    from opendata.packages.package import layers_named, tables_and_formats
    from opendata.records.catalogue import Datasets
    from site_src.donnees.archiving import published_version
    from site_src.frame.identity import Identite

    library = Library(plan.readings, Tree(root), plan.refused)
    datasets = library.record("datasets", Datasets)
    if identifier not in datasets.folders:
        raise UsageError(f"jeu « {identifier} » inconnu")
    if identifier not in datasets.sound:
        raise FindingsError(library.findings)
    checked = datasets.read[identifier]
    if any(one.nature != "publique" for one in checked.dataset.ressources):
        raise UsageError(f"{identifier} : ses tables protégées ne changent que par python build.py protect, qui leur donne leur version")  # fmt: skip
    layers = library.record("layers", dict) if layers_named(checked.dataset) else {}
    publisher = library.record("identite", Identite).publisher
    by_path = {layer.path: layer for layer in layers.values()}
    made = tables_and_formats(checked, library.record("sources", dict), publisher, None, by_path)
    return published_version(identifier, made), checked


@alone
def tableur(plan: Plan, root: Path, identifier: str, to: Path | None, back: Path | None) -> None:
    """The tables of a dataset that people edit: to the Excel book `to`, or from the book `back`.

    A book that comes back is judged as the CSV that it would become, with all that `check` judges; a problem that was
    there before, elsewhere, is not its own. The tables are written whole, or not at all.
    """
    from opendata.records.dataset import FOLDER
    from site_src.donnees import workbook

    if (to is None) == (back is None):
        raise UsageError("--vers FICHIER.xlsx, ou --depuis FICHIER.xlsx : l'un des deux")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", identifier):
        raise UsageError(f"jeu « {identifier} » inconnu")
    files = Tree(root).select((f"{FOLDER}/{identifier}/**/*",))
    given = workbook.edited(identifier, files, generated_tables(root))
    if to is not None:
        _refuse_book(to, root)
        outputs.write({to.name: workbook.drawn_book(given)}, to.parent)
        say(f"écrit : {to} (feuilles {', '.join(given.tables)})")
        for one in given.left.values():
            say(f"n'y est pas : {one.path} ({one.quoi} ; {one.remede})")
    elif back is not None:
        made = workbook.returned(str(back), _at_most(back), given)
        faults = made.findings or _new_faults(plan, root, made)
        if faults:
            raise FindingsError(faults)
        outputs.write(made.files, root)
        for line in made.lines or (f"déjà à jour : {FOLDER}/{identifier}/",):
            say(line)
        for path in made.files:
            say(f"écrit : {path}")


def _new_faults(plan: Plan, root: Path, made: Returned) -> list[Finding]:
    """What `check` would find of the tables that a book gives, at its cells; not what it finds elsewhere already."""
    if not made.files:
        return []
    after = _faults(plan, root, made.files)
    others = {one for one in after if one.path not in made.sheets}
    known = others & set(_faults(plan, root)) if others else set()
    return made.located([one for one in after if one not in known])


def generated_tables(root: Path) -> Mapping[str, Left]:
    """The tables of a checkout that a command writes, by path: no hand changes them."""
    from opendata.workbooks.guide import Left
    from site_src.risques import tables
    from site_src.territoires import imprints

    paths = (*imprints.TABLES, *Tree(root).select((f"{tables.PLACE}*.csv",)))
    return {path: Left(path, *(imprints.BY_HAND if path in imprints.TABLES else tables.BY_HAND)) for path in paths}  # fmt: skip


def _refuse_book(path: Path, root: Path) -> None:
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"--vers {path} : un nom en .xlsx est attendu")
    if path.resolve().is_relative_to((root / "data").resolve()):
        raise UsageError(f"--vers {path} : hors de data/, où les tables sont des CSV")
    if not path.parent.is_dir():
        raise UsageError(f"--vers {path} : dossier absent")
    if path.exists():
        raise UsageError(f"--vers {path} : existe déjà, et n'est pas remplacé")


def _at_most(path: Path) -> bytes:
    """The bytes of a file, of a large one enough to refuse it."""
    from opendata.findings.limits import BYTES

    with path.open("rb") as file:
        return file.read(BYTES + 1)


@alone
def tabulate(plan: Plan, root: Path, *, est_remplacee: bool) -> None:
    """Put the register of risks into tables, to publish a version of its dataset."""
    from opendata.records.catalogue import Datasets
    from site_src.risques.register import Register
    from site_src.risques.tabulation import tabulate as write

    library = Library(plan.readings, Tree(root), plan.refused)
    register = library.record("register", Register)
    write(register, library.record("datasets", Datasets), root, est_remplacee=est_remplacee)


@alone
def alert(
    plan: Plan,
    root: Path,
    cancelled: str,
    ask: Callable[[str], str] = input,
    now: datetime | None = None,
) -> None:
    """Ask what an alert says, and write its file; with `cancelled`, what cancels that one. `now` is the clock's.

    Nothing is written over, and nothing that `check` would refuse is written: what was answered is then printed.
    """
    from site_src.alertes import dialogue
    from site_src.alertes.history import Alerts
    from site_src.alertes.reading import FOLDER, read_alerts
    from site_src.alertes.scope import Scope

    tree, cache = Tree(root), Store(root / "build" / "cache")
    library = Library(plan.readings, tree, plan.refused, cache, plan.everywhere)
    scope, alerts = library.record("alert_scope", Scope), library.record("alerts", Alerts)
    files, now = tree.select((f"{FOLDER}/*.yaml",)), now or datetime.now(UTC)
    talk = dialogue.Talk(lambda question: ask(f"{question}\n> "), say)
    try:
        values = dialogue.message(talk, scope, alerts, now, {Path(path).stem for path in files}, cancelled)  # fmt: skip
    except EOFError:
        raise UsageError("réponses incomplètes : rien n'est écrit") from None
    path, raw = f"{FOLDER}/{values['id']}.yaml", dialogue.file_text(values)
    findings: list[Finding] = []
    if read_alerts({**files, path: raw}, scope, now.date(), findings) is None:
        say(raw.decode())
        raise FindingsError(findings)
    outputs.write({path: raw}, root)
    say(f"écrit : {path} ; pour publier : python build.py build --alerte")


def synthesise(extract: Path, seed: int, root: Path, week: str = "", quarter: str = "") -> None:
    """Write the fictitious extract, outside the repository; what stands there already may be a real one.

    As it is at the end of `week` (2025-W28), whole when empty; with the later quarters until `quarter` (2026-T1).
    """
    from opendata.bilan.week import week_of
    from opendata.tranquillite import release as releases
    from opendata.tranquillite.demonstration import LATER
    from opendata.tranquillite.divulgation import CHEMIN

    refuse_inside(extract, root)
    if extract.exists():
        raise UsageError(f"{extract.name} : existe déjà, et n'est pas remplacé")
    last = week_of(week)
    if week and last is None:
        raise UsageError("--semaine : semaine ISO 8601 attendue, par exemple 2025-W28")
    later = {str(one): one for one in LATER}
    if quarter and quarter not in later:
        raise UsageError(f"--trimestre : un de ceux de la démonstration, {' ou '.join(later)}")
    until = last.sunday if last else date.max
    with progress.shown() as step:
        step("Tirage de l'extrait fictif")
        parametres = (root / CHEMIN).read_bytes()
        raw = releases.synthesise(seed, parametres, until, later.get(quarter))
    extract.write_bytes(raw)
    say(f"extrait fictif : {extract}")


@alone
def protect(extract: Path, release: str, report: Path, root: Path) -> None:
    """Extract → protected tables in data/datasets/, confidential report outside the repository.

    `release` is a year, or a quarter: it is then protected with what stands in data/datasets/ already.
    """
    from opendata.tranquillite import release as releases
    from opendata.tranquillite.divulgation import CHEMIN
    from opendata.tranquillite.public_files import FOLDER

    refuse_inside(extract, root)
    refuse_inside(report, root)
    parametres = (root / CHEMIN).read_bytes()
    published = Tree(root).select((f"{FOLDER}/*.csv",))
    with progress.shown() as step:
        files = releases.protect(extract, release, report, parametres, step, published)
    outputs.write(files, root)
    for path in sorted(files):
        say(f"écrit : {path}")


def bilan(
    extract: Path,
    out: Path,
    root: Path,
    *,
    semaine: str,
    circonscriptions: Path | None,
    seuls: Sequence[str],
    etude: str,
) -> None:
    """Extract → confidential summaries of its last week, or the study of a facility, outside any repository."""
    from site_src.bilan.command import Asked, run

    asked = Asked(extract, semaine, out, circonscriptions, seuls, etude)
    with progress.shown() as step:
        made = run(asked, root, datetime.now(UTC).date(), step)
    say(f"CONFIDENTIEL, hors de tout dépôt : {out} ({len(made)} fichiers)")


def refuse_inside(path: Path, root: Path) -> None:
    """Confidential files never stand inside the repository, whatever links lead there."""
    if path.resolve().is_relative_to(root.resolve()):
        raise UsageError(f"{path.name} : à placer hors du dépôt (données confidentielles)")


def audit(root: Path) -> int:
    """Attack the published tables from public files alone."""
    from opendata.tranquillite import release as releases

    with progress.shown() as step:
        step("Attaque des tables publiées")
        files = Tree(root).select(("data/datasets/**/*", "data/parametres/*"))
        result = releases.audit(files, step)
    for line in result.lines:
        say(line)
    return 0 if result.is_safe else FOUND


def explain(plan: Plan) -> None:
    """Print both tables: what each reading reads, what each stage takes and waits for."""
    for reading in plan.readings:
        say(f"{reading.name:14}lit   : {', '.join(reading.files) or '—'}")
        say(f"{'':14}après : {', '.join((*reading.needs, *reading.uses)) or '—'}")
    for stage in plan.stages:
        say(f"{stage.name:14}{stage.makes}")
        say(f"{'':14}prend : {', '.join(stage.takes) or '—'}")
        say(f"{'':14}après : {', '.join(stage.needs) or '—'}")
        say(f"{'':14}lit   : {', '.join(stage.files) or '—'}")
