"""After an edit, a build gives the bytes of a clean build, and does again no more than the edit asks for."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path

import pytest

import build
from maps.streets.thresholds import PATH as RULES
from maps.streets.thresholds import read_street_rules
from site_src.alertes.places import FEED, INDEX
from site_src.commands import APART
from site_src.donnees.archiving import archive
from site_src.engine.build import Only, Outcome, run
from site_src.engine.epoch import epoch
from site_src.engine.inventory import inventory
from site_src.engine.store import Stored
from site_src.engine.tree import Tree
from site_src.engine.usage import UsageError
from site_src.frame.crisis_file import CRISIS_FILES
from site_src.territoires.imprints import DERIVED, imprints
from site_src.territoires.imprints import PATH as IMPRINTS
from tests.builds import ROOT, STORE, begin_as_built
from tests.site_src import command
from tools.build_times import copy_of

# Where a file names a risk: an item of a list, a list in brackets, the address of its page.
REFERENCE = re.compile(r"(?m)^ +- orage$|: \[[a-z, -]*\borage\b[a-z, -]*\]|risques/orage/")
# What is done of a page after its Markdown follows from its text: these stages say nothing more of the grain.
FOLLOWING = {"catalogue", "folder", "seal", "hors_ligne"}
ALERT = """\
id: essai
emise_le: 2026-01-10 17:30
risque: {risque}
niveau: vigilance orange
titre: Un essai
texte: Ceci est un essai.
secteurs: [paris]
consignes: [{{texte: Restez chez vous., source: {{nom: Essai, adresse: https://exemple.invalid/essai}}}}]
debut: 2031-01-10 18:00
fin: 2031-01-11 18:00
"""

# What an alert also makes again: the files of its table, and what the search reads of it.
TABLE, FOUND = "donnees/alertes/", "en-ce-moment/recherche.json"


@dataclass
class Repository:
    """A copy of what a build reads, with a store of its own."""

    root: Path
    options: dict[str, str]
    last: Outcome = field(init=False, repr=False)

    def build(self, only: Only | None = None) -> Stored:
        """What would be published; `only` says what alone may have changed."""
        self.last = run(build.PLAN, self.root, self.options, lambda _: None, checking="", only=only)
        return self.last["seal"].outputs

    def rebuild(self) -> Stored:
        """The same from nothing."""
        shutil.rmtree(self.root / STORE)
        return self.build()

    @property
    def words(self) -> tuple[str, ...]:
        """The command that builds the same."""
        return "build", "--adresse", self.options["adresse"], "--instant", self.options["instant"]

    @property
    def done(self) -> set[str]:
        """The units that the last build did, as stage/unit."""
        results = self.last.results.values()
        grain = [result for result in results if result.stage.name not in FOLLOWING]
        return {f"{result.stage.name}/{unit}" for result in grain for unit in result.done}

    def edit(self, path: str, pattern: str, new: str) -> None:
        """Replace the first text that matches `pattern`."""
        file = self.root / path
        before = file.read_text(encoding="utf-8")
        after = re.sub(pattern, new, before, count=1)
        assert after != before, f"{path}: nothing like {pattern}"
        file.write_text(after, encoding="utf-8")

    def append(self, path: str, text: str) -> None:
        with (self.root / path).open("a", encoding="utf-8") as file:
            file.write(text)


def alert(repository: Repository) -> None:
    """For all of Paris, on the first risk that no other edit renames."""
    risks = sorted((repository.root / "data/risques").glob("*.yaml"))
    names = [path.stem for path in risks if "consignes:" in path.read_text(encoding="utf-8")]
    name = next(name for name in names if name != "orage")
    (repository.root / "data/alertes").mkdir(exist_ok=True)
    repository.append("data/alertes/essai.yaml", ALERT.format(risque=name))


def figure_of_a_risk(repository: Repository) -> None:
    repository.edit("data/risques/orage.yaml", r"valeur: (\d)", r"valeur: 1\1")


def csv_cell(repository: Repository) -> None:
    repository.edit("data/datasets/crues/crues.csv", r",\n", ",Relue.\n")  # an empty note


def style_sheet(repository: Repository) -> None:
    repository.append("site_src/risques/risque.css", "\n.prm-essai { color: inherit; }\n")


def script(repository: Repository) -> None:
    repository.append("site_src/crues/crues.js", "\nvoid 0;\n")


def legend_of_a_map(repository: Repository) -> None:
    repository.edit("data/cartes.yaml", r"legende: (.+)", r"legende: \1, bis")


def property_of_a_feature(repository: Repository) -> None:
    """As `derive` would have written it, with its imprint."""
    repository.edit("data/geo/mairies.geojson", r'"nom":"Mairie', '"nom":"La mairie')
    files = Tree(repository.root).select((*DERIVED, RULES))
    rules = read_street_rules(files[RULES], [])
    assert rules is not None
    (repository.root / IMPRINTS).write_bytes(imprints(files, rules))


def translation(repository: Repository) -> None:
    repository.edit(
        "data/langues/en/risques/tempete.yaml", r'en: "(.+) (\w+)\."', r'en: "\1, really \2."'
    )


def template(repository: Repository) -> None:
    repository.append("site_src/risques/templates/risque.md.j2", "\nUne ligne de plus.\n")


def version_of_a_dataset(repository: Repository) -> None:
    """The published version is kept, the journal says the new one, a cell is corrected."""
    folder, versions = "data/datasets/hauteurs-effets", "versions/*/datapackage.json"
    older = set((repository.root / folder).glob(versions))
    archive("hauteurs-effets", repository.last["packages"].outputs, repository.root)
    (kept,) = set((repository.root / folder).glob(versions)) - older
    digest = sha256(kept.read_bytes()).hexdigest()
    current = rf"  - version: {re.escape(kept.parent.name)}\n    date: (.+)\n(?:    .+\n)+"
    new = r"  - version: 9.0.0\n    date: \2\n    texte: Une note est complétée.\n"
    repository.edit(f"{folder}/dataset.yaml", f"({current})", rf"{new}\1    empreinte: {digest}\n")
    repository.edit(f"{folder}/effets.csv", r",\n", ",Relue.\n")  # an empty note


def reading_of_a_service(repository: Repository) -> None:
    """As `fetch` would have written it."""
    moment = "2026-01-28T14:00:00Z"
    fiche = {
        "statut": "a_jour",
        "interroge_a": moment,
        "lu_a": moment,
        "observe_a": moment,
        "valeur": 2,
    }
    path = repository.root / "data/direct/troncon.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(fiche), encoding="utf-8")


def new_page(repository: Repository) -> None:
    head = "titre: Essai\ndescription: Une page de plus.\nsection: projet\nrang: 20\n"
    repository.append("site_src/pages/projet/essai.md", f"---\n{head}---\n\nUne phrase.\n")


def deleted_page(repository: Repository) -> None:
    """The page, and the links that lead to it."""
    (repository.root / "site_src/pages/projet/contribuer.md").unlink()
    repository.edit("site_src/pages/index.md", r"- \[.+\]\(projet/contribuer/\)\n", "")
    foot = "site_src/publishing/theme/partials/pied.html"
    repository.edit(foot, r" *<li>.+projet/contribuer/.+</li>\n", "")


def renamed_risk(repository: Repository) -> None:
    """The file, its id, its translation, its pictogram, and what refers to it."""
    for place in (
        "data/risques/{}.yaml",
        "data/langues/en/risques/{}.yaml",
        "data/pictogrammes/{}.svg",
    ):
        (repository.root / place.format("orage")).rename(repository.root / place.format("foudre"))
    repository.edit("data/risques/foudre.yaml", "id: orage", "id: foudre")
    for path in sorted((repository.root / "data").rglob("*.yaml")):
        text = REFERENCE.sub(
            lambda one: re.sub(r"\borage\b", "foudre", one[0]), path.read_text(encoding="utf-8")
        )
        path.write_text(text, encoding="utf-8")


def title_of_the_site(repository: Repository) -> None:
    repository.edit("data/site.yaml", r'(?m)^titre: "?(.*?)"?$', r'titre: "Essai : \1"')


def address_of_the_site(repository: Repository) -> None:
    repository.options["adresse"] = "https://risques.paris.example/"


@dataclass(frozen=True)
class Edit:
    """`redoes`: the patterns of the units (stage/unit) that the edit may have done again, and no other.

    The page of the documents prints how many kilobytes each has: it may follow any change of one.
    `only`: what a build that is asked for no more may do again.
    """

    make: Callable[[Repository], None]
    redoes: str = ""
    only: Only | None = None


EDITS = (
    Edit(alert, only=build.ALERTE),
    Edit(figure_of_a_risk, "documents/dicrim documents/fiche-orage traductions/dix-risques-en pages/risques/orage pages/en/* pages/documents "
                           "pages/donnees/registre-dicrim html/risques/orage/* html/donnees/registre-dicrim/* html/documents/*"),
    Edit(csv_cell, "packages/crues packages/graphiques-crues packages/empreintes-crues api/crues api/site/donnees/crues/graphiques/* documents/dicrim documents/fiche-crue-seine pages/* html/crues/* html/en/water-levels/* html/donnees/crues/* "
                   "html/risques/crue-seine/* html/documents/*"),
    Edit(style_sheet),
    Edit(script),
    Edit(reading_of_a_service, "pages/en-ce-moment html/en-ce-moment/*"),
    Edit(legend_of_a_map, "maps/* cartes_traduites/* rues/legende rues/carte-* documents/* pages/documents pages/cartes/* pages/en/* "
                          "html/cartes/* html/en/maps/* html/en/my-street/* html/documents/*"),
    Edit(property_of_a_feature, "maps/* cartes_traduites/* rues/* pages/cartes/* pages/en/maps* pages/mon-quartier/* html/cartes/* html/en/maps/* html/mon-quartier/*"),
    Edit(translation, "traductions/* cartes_traduites/* pages/* html/en/*"),
    Edit(template, "pages/risques/* html/risques/*"),
    Edit(version_of_a_dataset, "packages/hauteurs-effets packages/graphiques-hauteurs-effets packages/empreintes-hauteurs-effets api/hauteurs-effets documents/dicrim pages/* html/crues/* html/en/water-levels/* html/donnees/* "
                               "html/plan-du-site/* html/risques/crue-seine/* html/documents/*"),
    Edit(new_page, "pages/* html/*"),
    Edit(deleted_page, "pages/* html/*"),
    Edit(renamed_risk, "documents/* traductions/* pages/* html/*"),
    Edit(title_of_the_site, "*"),
    Edit(address_of_the_site, "api/* documents/* traductions/* pages/* html/*"),
)  # fmt: skip
# Independent ones are made together, so that the suite stays quick.
STEPS = (*((edit,) for edit in EDITS[:5]), EDITS[5:10], EDITS[10:])


@pytest.fixture
def repository() -> Iterator[Repository]:
    """Built once; its store begins as the repository's own, when there is one."""
    options = {"adresse": "", "depot": "", "epoch": epoch(ROOT, APART), "instant": epoch(ROOT)}
    with tempfile.TemporaryDirectory(prefix="prm-essai-") as folder:
        root = copy_of(ROOT, Path(folder) / "depot")
        begin_as_built(root)
        repository = Repository(root, options)
        repository.build()
        yield repository


def first_difference(one: Stored, other: Stored) -> str | None:
    return next(
        (
            path
            for path in sorted({*one, *other})
            if one.digests.get(path) != other.digests.get(path)
        ),
        None,
    )


def surplus(done: set[str], edits: Sequence[Edit]) -> list[str]:
    patterns = [pattern for edit in edits for pattern in edit.redoes.split()]
    return sorted(unit for unit in done if not any(fnmatchcase(unit, one) for one in patterns))


def make(repository: Repository, edits: Sequence[Edit]) -> Stored:
    """What is published after the edits; each is seen, and does no more than it says."""
    before = repository.last["seal"].outputs
    for edit in edits:
        edit.make(repository)
    after = repository.build(edits[0].only if len(edits) == 1 else None)
    names = ", ".join(edit.make.__name__ for edit in edits)
    assert first_difference(before, after), f"{names}: not seen"
    assert surplus(repository.done, edits) == [], names
    return after


def test_edits_one_after_the_other_give_the_bytes_of_a_clean_build(
    repository: Repository, tmp_path: Path
) -> None:
    """Also after a build that was killed, and when the clean one is made in another folder and time zone, by another
    account and with another hash seed.
    """
    *steps, last = STEPS
    for edits in steps:
        before = make(repository, edits)
    for edit in last:
        edit.make(repository)
    words, date = repository.words, repository.options["epoch"]
    command.kill(repository.root, "Habillage (MkDocs)", *words, SOURCE_DATE_EPOCH=date)
    assert not (repository.root / "site").exists()
    command.run(
        repository.root, *words, TZ="Europe/Paris", PYTHONHASHSEED="1", SOURCE_DATE_EPOCH=date
    )
    after = command.digests(repository.root / "site")
    assert "index.html" in after
    assert after != before.digests
    there = elsewhere(repository.root, tmp_path)
    traced = "-m", "tests.site_src.traced"
    said = command.run(
        there, *words, program=traced, umask=0o077, TZ="Pacific/Kiritimati", PYTHONHASHSEED="2", LC_ALL="C", SOURCE_DATE_EPOCH=date
    )  # fmt: skip
    assert command.digests(there / "site") == after
    assert inventory(there / "site").strays == set()
    # A build from nothing takes a minute: this one also tells that each data file is parsed once, by a reading.
    readers: dict[str, list[str]] = json.loads(said.splitlines()[-1])
    readings = {reading.name for reading in build.READINGS}
    others = {
        path: names
        for path, names in readers.items()
        if len(names) != 1 or names[0] not in readings
    }
    assert others == {}
    assert readers["data/site.yaml"] == ["identite"]


def elsewhere(root: Path, folder: Path) -> Path:
    """A copy of the repository, from which nothing was built yet; what traces stands beside it."""
    there = copy_of(root, folder / "ailleurs, à côté")
    for name in ("tests", "tools"):
        (there / name).symlink_to(ROOT / name)
    return there


def test_an_alert_lays_its_band_in_every_page_and_nothing_else_may_change(
    repository: Repository,
) -> None:
    before = repository.last["seal"].outputs
    pages = {
        path for path in before if path.endswith(".html") and b"<!--alertes:bandeau" in before[path]
    }
    alert(repository)
    after = repository.build(build.ALERTE)
    assert pages
    assert all(b"data-alertes" in after[path] for path in pages)
    same = {path for path in before if before.digests[path] == after.digests.get(path)}
    # What programs are told of the table is said of any row: it does not change with one.
    settled = (".html", ".metadata.json")
    grown = {path for path in before if path.startswith(TABLE) and not path.endswith(settled)}
    crisis = {path for forms in CRISIS_FILES.values() for path in forms}
    assert same == set(before) - pages - grown - crisis - {FEED, INDEX, FOUND}
    assert all(after[path] for path in crisis)
    assert f"{TABLE}alertes.csv" in grown
    figure_of_a_risk(repository)
    with pytest.raises(UsageError, match="autre chose que data/alertes/ a changé"):
        repository.build(build.ALERTE)


@pytest.mark.soak
@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.make.__name__)
def test_each_edit_alone_gives_the_bytes_of_a_clean_build(
    repository: Repository, edit: Edit
) -> None:
    after = make(repository, [edit])
    assert first_difference(after, repository.rebuild()) is None
