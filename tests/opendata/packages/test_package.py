"""Datasets in, packages or findings out: one golden directory a case, failures included."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import frictionless
import pytest

from opendata.disclosure.audit import Exposure
from opendata.findings import FindingsError
from opendata.model import Publishable
from opendata.packages import package as packaging
from opendata.records.table import canonical_csv
from opendata.tranquillite.audit_outcome import ReleaseAudit
from site_src.engine.store import Store
from tests.builds import outputs
from tests.opendata.built import record
from tests.opendata.cases import GOLDEN, case
from tests.opendata.cases import published as publish

CASES = sorted(folder.name for folder in GOLDEN.iterdir() if folder.name != "commun")


def outcome(files: Mapping[str, bytes]) -> str:
    try:
        made = publish(files)
    except FindingsError as error:
        return "".join(f"{finding}\n" for finding in error.findings)
    return "".join(f"{path}\n" for path in sorted(made))


@pytest.mark.parametrize("name", CASES)
def test_each_case_ends_as_expected(name: str) -> None:
    assert outcome(case(name)) == (GOLDEN / name / "expected.txt").read_text(encoding="utf-8")


def validate(made: Mapping[str, bytes], identifier: str, folder: Path) -> frictionless.Report:
    """frictionless on the published files alone."""
    for path, raw in made.items():
        if path.startswith("site/"):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(raw)
    report: frictionless.Report = frictionless.validate(
        str(folder / f"site/donnees/{identifier}/datapackage.json")
    )
    return report


def test_frictionless_accepts_a_published_package(tmp_path: Path) -> None:
    report = validate(publish(case("valide")), "essai", tmp_path)
    assert report.valid, report


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (b"6.1,bon", b"haut,bon", "type-error"),
        (b"6.1,bon", b"61,bon", "constraint-error"),
        (b"6.1,bon", b"6.1,moyen", "constraint-error"),
        (b"a,2020-01-01", b",2020-01-01", "constraint-error"),
        (b"a,2020-01-01", b"z,2020-01-01", "foreign-key"),
        (b"b,2021-12-31,,douteux", b"a,2020-01-01,,douteux", "primary-key"),
        (b"hauteur_m", b"hauteur", "incorrect-label"),
    ],
)
def test_a_corruption_is_refused_by_frictionless_and_by_us(
    before: bytes, after: bytes, kind: str, tmp_path: Path
) -> None:
    made = publish(case("valide"))
    path = "site/donnees/essai/mesures.csv"
    spoilt = made[path].replace(before, after)
    assert spoilt != made[path]
    report = validate({**made, path: spoilt}, "essai", tmp_path)
    assert kind in {error.type for task in report.tasks for error in task.errors}
    with pytest.raises(FindingsError):
        publish(case("valide") | {"data/datasets/essai/mesures.csv": spoilt})


def test_a_package_that_frictionless_refuses_is_not_published(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def spoilt(table: Publishable) -> bytes:
        return canonical_csv(table).replace(b"6.1,bon", b"haut,moyen")

    monkeypatch.setattr(packaging, "canonical_csv", spoilt)
    with pytest.raises(FindingsError) as stopped:
        publish(case("valide"))
    place, rule = "donnees/essai/mesures.csv:2", "règle : contrôle indépendant (frictionless)"
    page = "page : /donnees/essai/"
    assert [str(finding) for finding in stopped.value.findings] == [
        f"{place}:{quoi} — {rule} — remède : {remede} — {page}"
        for quoi, remede in (
            ("3: hauteur_m : valeur d'un autre type que celui de sa colonne",
             "corriger la valeur, ou le type déclaré"),
            ("4: etat : valeur hors des codes, des bornes ou de la forme déclarés", "corriger la valeur"),
        )
    ]  # fmt: skip


def test_the_hash_of_a_changed_file_no_longer_holds(tmp_path: Path) -> None:
    made = publish(case("valide"))
    path = "site/donnees/essai/lieux.csv"
    report = validate({**made, path: made[path].replace(b"b\n", b"c\n")}, "essai", tmp_path)
    assert "hash-count" in {error.type for task in report.tasks for error in task.errors}


def test_the_package_describes_every_column_and_explains_empty_cells() -> None:
    described = json.loads(publish(case("valide"))["site/donnees/essai/datapackage.json"])
    assert described["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    lieux, mesures = described["resources"]
    hauteur = mesures["schema"]["fields"][2]
    assert hauteur["unit"] == "m"
    assert hauteur["missingValues"] == [{"value": "", "label": "non mesurée"}]
    assert mesures["schema"]["fields"][3]["categories"][0] == {
        "value": "bon",
        "label": "bonne mesure",
    }
    assert mesures["schema"]["fields"][3]["constraints"]["enum"] == ["bon", "douteux"]
    assert lieux["rows"] == 2
    assert "n’est pas le DICRIM officiel" in described["description"]


def test_the_package_has_an_identifier_that_does_not_depend_on_where_the_site_stands() -> None:
    files = case("valide")
    moved = files["data/site.yaml"] + b"adresse: https://exemple.invalid/depot/\n"
    described = [
        json.loads(publish(one)["site/donnees/essai/datapackage.json"])
        for one in (files, {**files, "data/site.yaml": moved})
    ]
    assert described[0]["id"] == described[1]["id"]
    assert described[0]["id"].startswith("urn:uuid:")
    assert [one.get("homepage") for one in described] == [
        None,
        "https://exemple.invalid/depot/donnees/essai/",
    ]
    assert described[0]["conformsTo"] == "https://datapackage.org/standard/data-package/"


def test_an_unknown_publisher_is_not_invented() -> None:
    described = json.loads(publish(case("valide"))["site/donnees/essai/datapackage.json"])
    assert described["contributors"][0] == {"title": "à compléter", "roles": ["publisher"]}


def test_values_are_published_in_their_one_written_form() -> None:
    published = publish(case("valide"))["site/donnees/essai/mesures.csv"].decode()
    assert (
        published
        == "lieu,date_mesure,hauteur_m,etat\na,2020-01-01,6.1,bon\nb,2021-12-31,,douteux\n"
    )


def test_one_faulty_dataset_does_not_hide_the_faults_of_another() -> None:
    files = case("bom")
    files |= {path.replace("/essai/", "/autre/"): raw for path, raw in case("fichier-vide").items()}
    with pytest.raises(FindingsError) as stopped:
        publish(files)
    assert {finding.page for finding in stopped.value.findings} == {
        "/donnees/autre/",
        "/donnees/essai/",
    }


def test_same_files_in_another_order_give_the_same_bytes() -> None:
    files = case("valide")
    assert publish(files) == publish(dict(reversed(files.items())))


FICTITIOUS = "donnees-fictives-de-demonstration-datapackage.json"


def test_frictionless_opens_a_fictitious_package_under_its_own_name(tmp_path: Path) -> None:
    made = publish(case("fictif"))
    for path, raw in made.items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(raw)
    described = frictionless.Package(str(tmp_path / f"site/donnees/essai/{FICTITIOUS}"))
    assert described.name == "essai"
    assert len(described.resources) == 2
    assert frictionless.validate(str(tmp_path / f"site/donnees/essai/{FICTITIOUS}")).valid


def test_no_published_file_of_fictitious_data_has_a_name_without_the_words() -> None:
    names = [
        path.rpartition("/")[2] for path in publish(case("fictif")) if path.startswith("site/")
    ]
    assert names
    assert not [name for name in names if "donnees-fictives-de-demonstration" not in name]


def about_people() -> dict[str, bytes]:
    files = case("fictif")
    path = "data/datasets/essai/dataset.yaml"
    files[path] = files[path].replace(b"nature: publique", b"nature: protegee")
    return files


def audited(attacked: int, exposures: tuple[tuple[str, Exposure], ...] = ()) -> ReleaseAudit:
    return ReleaseAudit(attacked, exposures, (10, 20), (100, 200), est_fictif=True)


def test_a_table_about_people_is_published_with_the_outcome_of_its_audit() -> None:
    described = json.loads(publish(about_people(), audited(7))[f"site/donnees/essai/{FICTITIOUS}"])
    assert described["audit"] == {"attacked": 7, "recovered": 0}


def test_nothing_is_published_when_the_audit_recovers_a_count() -> None:
    leak = Exposure(labels=("75101", "Total"), lower=1, upper=1, attack="exact")
    with pytest.raises(FindingsError):
        publish(about_people(), audited(7, (("2025", leak),)))


def test_nothing_is_published_when_there_is_no_release_to_audit() -> None:
    with pytest.raises(FindingsError):
        publish(about_people(), audit=None)
    with pytest.raises(FindingsError):
        outputs("packages", about_people())


def test_a_real_release_is_not_published_as_fictitious() -> None:
    real = ReleaseAudit(7, (), (10, 20), (100, 200), est_fictif=False)
    with pytest.raises(FindingsError) as stopped:
        publish(about_people(), real)
    assert "pas pour les deux" in str(stopped.value.findings[0])


def test_a_dataset_that_is_only_shown_publishes_no_file() -> None:
    assert not [path for path in publish(case("affichage")) if path.startswith("site/")]


def test_the_same_files_are_published_twice(
    kept: Store,
    committed: Mapping[str, bytes],
    published: Mapping[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Under another time zone and at another hour; the largest datasets are left to the build's own test.

    The judge changes no byte, and judges them in `test_frictionless_judge`.
    """
    monkeypatch.setattr(packaging, "judge", lambda *_: [])
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    chosen = {path: raw for path, raw in committed.items()
              if not path.startswith(("data/datasets/voies", "data/datasets/tranquillite"))}  # fmt: skip
    layers = {layer.path: layer for layer in record(kept, "layers", committed, dict).values()}
    for path, raw in publish(chosen, layers=layers).items():
        assert published[path] == raw, path
