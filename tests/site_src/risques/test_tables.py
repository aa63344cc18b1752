"""The register as tables: every row from the register, and a version that never changes in silence."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml

import build
from site_src import commands
from site_src.engine.readings import Given
from site_src.engine.tree import Tree
from site_src.engine.usage import UsageError
from site_src.readings.register import late_tables
from site_src.risques import tables
from site_src.risques.register import Register
from tests.builds import committed, record
from tests.site_src.risques.cases import register_in
from tests.tables import rows

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = ROOT / "tests" / "golden" / "risques" / "sain"
READS = ("data/risques/*", "data/datasets/**/*", "data/sources.yaml")
CHANGED = "Une phrase de plus."


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return committed(*READS)


@pytest.fixture(scope="module")
def register(files: dict[str, bytes]) -> Register:
    return record(files, "register", Register)


@pytest.fixture(scope="module")
def made(register: Register) -> dict[str, list[dict[str, str]]]:
    return {Path(path).stem: rows(raw) for path, raw in tables.tables(register).items()}


def edited(files: dict[str, bytes]) -> dict[str, bytes]:
    """The register once someone has corrected the summary of a risk."""
    path = next(path for path in files if re.search(rb"(?m)^resume: [A-Z]", files[path]))
    return {**files, path: files[path].replace(b"resume: ", f"resume: {CHANGED} ".encode(), 1)}


def test_the_declared_tables_are_those_that_are_made(register: Register) -> None:
    declared = yaml.safe_load((ROOT / f"{tables.PLACE}dataset.yaml").read_bytes())["ressources"]
    columns = {
        f"{tables.PLACE}{one['fichier']}": ",".join(f["name"] for f in one["schema"]["fields"])
        for one in declared
    }
    heads = {path: raw.decode().split("\n")[0] for path, raw in tables.tables(register).items()}
    assert heads == columns


def test_every_fact_instruction_and_gap_has_its_row(
    register: Register, made: dict[str, list[dict[str, str]]]
) -> None:
    assert len(made["risques"]) == len(register.risques)
    for name, column in (("faits", "nb_faits"), ("consignes", "nb_consignes"), ("manques", "nb_manques")):  # fmt: skip
        assert len(made[name]) == sum(int(row[column]) for row in made["risques"]), name
    doubtful = [row for row in made["faits"] if row["statut"] == "a_confirmer"]
    assert len(doubtful) == sum(int(row["nb_faits_a_confirmer"]) for row in made["risques"])


def test_every_row_with_a_source_finds_it_and_no_other_source_is_listed(
    made: dict[str, list[dict[str, str]]],
) -> None:
    rows = [row for table in made.values() for row in table]
    cited = {row[name] for row in rows for name in ("source", "double") if row.get(name)}
    assert cited == {row["id_source"] for row in made["sources"]}


@pytest.fixture(scope="module")
def few() -> dict[str, list[dict[str, str]]]:
    """The tables of the golden register."""
    register = register_in(Tree(GOLDEN).select(["data/**/*"]), [])
    assert register is not None
    return {Path(path).stem: rows(raw) for path, raw in tables.tables(register).items()}


def test_a_contradicted_figure_keeps_its_sentence_its_value_and_the_others(
    few: dict[str, list[dict[str, str]]],
) -> None:
    (fact,) = [row for row in few["faits"] if row["valeur"]]
    assert fact["texte"] == "On compte 1 200 personnes exposées."
    assert (fact["valeur"], fact["unite"], fact["date_fait"]) == ("1200", "personnes", "2019")
    (other,) = few["autres-chiffres"]
    assert [other[key] == fact[key] for key in ("id_risque", "rubrique", "rang")] == [True] * 3
    assert (other["valeur"], other["date_chiffre"]) == ("1350.5", "2003")


def test_the_floods_of_the_seine_stay_in_their_own_dataset(
    register: Register, made: dict[str, list[dict[str, str]]]
) -> None:
    assert register.seine is not None
    assert register.seine.crues
    assert not [row for row in made["evenements"] if row["id_risque"] == "crue-seine"]


def test_dates_that_the_service_has_not_given_are_empty(
    few: dict[str, list[dict[str, str]]],
) -> None:
    assert {row["id_echeance"]: row["date_dernier_acte"] for row in few["echeances"]} == {
        "revision": "", "actions": "",
    }  # fmt: skip


def test_an_edited_sheet_makes_its_tables_late_and_no_other(files: dict[str, bytes]) -> None:
    late = set(tables.late(record(files, "register", Register), files))
    after = record(edited(files), "register", Register)
    assert set(tables.late(after, files)) - late <= {f"{tables.PLACE}risques.csv"}
    assert f"{tables.PLACE}risques.csv" in tables.late(after, files)


def test_strict_says_which_commands_publish_the_next_version() -> None:
    (found,) = map(str, tables.lateness([f"{tables.PLACE}faits.csv"]))
    assert found == (
        "data/datasets/registre-dicrim/faits.csv:0:0: ne dit plus ce que dit data/risques/ — règle : le jeu "
        "« registre-dicrim » suit le registre des risques — remède : python build.py archive registre-dicrim, puis "
        "python build.py tabulate, puis une version de plus au journal — page : /donnees/registre-dicrim/"
    )


def test_a_plain_check_tells_and_lets_pass(files: dict[str, bytes]) -> None:
    after = edited(files)
    given = Given(after, {"register": record(after, "register", Register)})
    assert late_tables(given)
    assert given.findings == []
    (told,) = given.lines
    assert told.startswith("registre en tables")
    assert "en retard sur data/risques" in told
    assert "risques" in told
    assert "python build.py tabulate" in told


def test_a_register_without_the_dataset_is_not_late(
    register: Register, files: dict[str, bytes]
) -> None:
    assert tables.late(register, {path: b"" for path in files if "registre" not in path}) == []


@pytest.fixture
def root(tmp_path: Path, files: dict[str, bytes]) -> Path:
    for path, raw in edited(files).items():
        if path.startswith(("data/risques", "data/datasets/registre", "data/datasets/crues",
                            "data/datasets/hauteurs", "data/datasets/maxima")):  # fmt: skip
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes(raw)
    return tmp_path


def tabulate(root: Path, *, est_remplacee: bool = False) -> None:
    commands.tabulate(build.PLAN, root, est_remplacee=est_remplacee)


def current(root: Path) -> bytes:
    return (root / f"{tables.PLACE}risques.csv").read_bytes()


def test_a_published_version_is_not_written_over(root: Path) -> None:
    before = current(root)
    with pytest.raises(UsageError, match=r"python build\.py archive registre-dicrim"):
        tabulate(root)
    assert current(root) == before


def test_once_the_version_is_kept_the_next_is_written(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = root / tables.PLACE
    version = yaml.safe_load((place / "dataset.yaml").read_bytes())["journal"][0]["version"]
    shutil.copytree(place, root / "kept", ignore=shutil.ignore_patterns("versions"))
    (place / "versions").mkdir(exist_ok=True)
    shutil.move(root / "kept", place / "versions" / version)
    tabulate(root)
    assert CHANGED in current(root).decode()
    told = capsys.readouterr().out
    assert "écrit : data/datasets/registre-dicrim/risques.csv" in told
    assert "ajouter la nouvelle version en tête du journal" in told
    tabulate(root)
    assert "déjà à jour" in capsys.readouterr().out


def test_a_version_never_published_may_be_written_again(root: Path) -> None:
    tabulate(root, est_remplacee=True)
    assert CHANGED in current(root).decode()
