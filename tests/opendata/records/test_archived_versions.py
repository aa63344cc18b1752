"""Earlier versions: found where they were cited, never changed without a word."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from opendata.findings import Finding, FindingsError
from opendata.packages.version_folders import read_schema, rebuilt_formats
from opendata.records.archived_versions import archived
from opendata.records.catalogue import read_datasets, read_declarations
from opendata.records.digest import sha256
from tests.builds import committed
from tests.opendata.cases import case
from tests.opendata.cases import published as publish

ESSAI = "data/datasets/essai/"
KEPT = f"{ESSAI}versions/1.0.0/"
DECLARATION = f"{ESSAI}dataset.yaml"


def second(version: str = "1.1.0") -> dict[str, bytes]:
    """The golden dataset at its second version: a row more, the first version kept."""
    files = case("valide")
    place = "site/donnees/essai/1.0.0/"
    kept = {
        path.removeprefix(place): raw
        for path, raw in publish(files).items()
        if path.startswith(place)
    }
    kept = {name: kept[name] for name in ("datapackage.json", "lieux.csv", "mesures.csv")}
    files |= {f"{KEPT}{name}": raw for name, raw in kept.items()}
    files[f"{ESSAI}lieux.csv"] += b"c\n"
    old = b"  - {version: 1.0.0, date: 2026-01-01, texte: Premi\xc3\xa8re publication.}\n"
    assert old in files[DECLARATION]
    told = (f"  - {{version: {version}, date: 2026-02-01, texte: Un lieu de plus.}}\n"
            "  - {version: 1.0.0, date: 2026-01-01, texte: Première publication., "
            f"empreinte: {sha256(kept['datapackage.json'])}}}\n")  # fmt: skip
    files[DECLARATION] = files[DECLARATION].replace(old, told.encode())
    return files


def findings(files: dict[str, bytes]) -> list[str]:
    with pytest.raises(FindingsError) as stopped:
        publish(files)
    return [str(finding) for finding in stopped.value.findings]


def resealed(files: dict[str, bytes], before: bytes, after: bytes) -> dict[str, bytes]:
    """The archived description changed, and the journal made to agree: the careful forger."""
    name = f"{KEPT}datapackage.json"
    changed = files[name].replace(before, after)
    assert changed != files[name]
    journal = files[DECLARATION].replace(sha256(files[name]).encode(), sha256(changed).encode())
    return {**files, name: changed, DECLARATION: journal}


def test_both_versions_are_published_at_their_addresses() -> None:
    files = second()
    made = publish(files)
    assert made["site/donnees/essai/1.0.0/lieux.csv"] == files[f"{KEPT}lieux.csv"]
    assert made["site/donnees/essai/1.1.0/lieux.csv"] == made["site/donnees/essai/lieux.csv"]
    assert json.loads(made["site/donnees/essai/1.1.0/datapackage.json"])["version"] == "1.1.0"


def test_the_difference_is_said_in_words() -> None:
    told = json.loads(publish(second())["donnees/essai/changements.json"])
    assert told == {"1.1.0": ["Lieux : 1 ligne ajoutée."]}


FORMATS = ("essai.xlsx", "lieux.json", "lieux.parquet", "mesures.json", "mesures.parquet")


def test_a_version_has_from_its_first_day_the_files_that_it_will_keep() -> None:
    """Every format, and the digest of each: the day after the next version, not a byte is another one."""
    place = "site/donnees/essai/1.0.0/"
    before, after = ({path: raw for path, raw in publish(files).items() if path.startswith(place)}
                     for files in (case("valide"), second()))  # fmt: skip
    assert before == after
    assert {f"{place}{name}" for name in (*FORMATS, "essai.zip", "sha256sums.txt")} <= set(before)


@pytest.mark.parametrize("name", [*FORMATS, "essai.zip"])
def test_the_latest_has_the_files_of_its_version(name: str) -> None:
    made = publish(case("valide"))
    assert made[f"site/donnees/essai/1.0.0/{name}"] == made[f"site/donnees/essai/{name}"]


def test_an_earlier_version_has_its_zip_and_the_digest_of_each_file() -> None:
    place = "site/donnees/essai/1.0.0/"
    made = publish(second())
    own = {path.removeprefix(place): raw for path, raw in made.items() if path.startswith(place)}
    lines = own.pop("sha256sums.txt").decode().splitlines()
    assert {name: digest for digest, name in (line.split("  ") for line in lines)} == {
        name: sha256(raw) for name, raw in own.items()
    }
    with zipfile.ZipFile(io.BytesIO(own.pop("essai.zip"))) as content:
        assert {name.removeprefix("essai/") for name in content.namelist()} == set(own)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'"method":', b'"methode":'),
        (b'"limits": [', b'"limits": 3, "autres": ['),
        (b'"licenses": [', b'"licenses": [], "autres": ['),
        (b'"created": "2026', b'"created": "jour 2026'),
        (b'"primaryKey": [', b'"cle": ['),
    ],
)
def test_a_version_whose_formats_cannot_be_made_again_is_located(
    before: bytes, after: bytes
) -> None:
    """Its addresses were published: they would lead nowhere, without a word."""
    (found,) = findings(resealed(second(), before, after))
    assert found == (
        f"{KEPT}datapackage.json:0:0: version 1.0.0 sans lieux.json, lieux.parquet, mesures.json, mesures.parquet, "
        "essai.xlsx, essai.zip, sha256sums.txt — règle : une version publiée garde tous ses formats, refaits de ses CSV et de leur description — remède : rendre cette description lisible à "
        "opendata/packages/version_folders.py — page : /donnees/essai/"
    )


def test_a_table_about_people_that_is_no_longer_published_is_made_in_no_other_format() -> None:
    """No audit of today covers it: its kept files stay as they were, nothing is made of them."""
    files = {path.removeprefix(KEPT): raw for path, raw in second().items() if path.startswith(KEPT)}  # fmt: skip
    package = json.loads(files["datapackage.json"])
    assert set(FORMATS) <= set(rebuilt_formats(archived("1.0.0", package, files), {}))
    audited = {**package, "audit": {"attacked": 1, "recovered": 0}}
    assert rebuilt_formats(archived("1.0.0", audited, files), {}) == {}


def test_every_committed_schema_is_read_again_from_its_description() -> None:
    declared = committed("data/datasets/*/dataset.yaml")
    for dataset in read_declarations(declared, []).values():
        for resource in dataset.ressources:
            descriptor = json.loads(json.dumps(resource.schema_.descriptor()))
            assert read_schema(descriptor) == resource.schema_, resource.nom


@pytest.mark.parametrize("name", ["lieux.csv", "mesures.csv"])
def test_a_file_changed_under_an_old_version_is_located(name: str) -> None:
    files = second()
    files[f"{KEPT}{name}"] += b"\n"
    (found,) = findings(files)
    assert found == (
        f"{KEPT}{name}:0:0: fichier changé sous la version 1.0.0 — règle : une version publiée ne change plus : "
        "qui l'a citée doit la retrouver — remède : reprendre le fichier dans l'historique, et publier le changement "
        "sous un nouveau numéro — page : /donnees/essai/"
    )


def test_a_file_changed_with_its_digest_is_seen_by_the_journal() -> None:
    files = second()
    changed = files[f"{KEPT}lieux.csv"] + b"z\n"
    name = f"{KEPT}datapackage.json"
    files[name] = files[name].replace(
        sha256(files[f"{KEPT}lieux.csv"]).encode(), sha256(changed).encode()
    )
    files[f"{KEPT}lieux.csv"] = changed
    (found,) = findings(files)
    assert "l'empreinte n'est pas celle du journal pour 1.0.0" in found


def test_a_file_added_to_or_taken_from_an_old_version_is_seen() -> None:
    files = second()
    files[f"{KEPT}autre.csv"] = b"a\n"
    del files[f"{KEPT}lieux.csv"]
    added, absent = findings(files)
    assert "fichier ajouté sous la version 1.0.0" in added
    assert "fichier absent de la version 1.0.0" in absent


def test_a_version_told_without_its_files_is_seen() -> None:
    files = {path: raw for path, raw in second().items() if not path.startswith(KEPT)}
    (found,) = findings(files)
    assert "version 1.0.0 sans ses fichiers" in found
    assert "python build.py archive" in found


@pytest.mark.parametrize("version", ["1.0.0", "0.9.0", "0.10.0"])
def test_a_version_number_that_goes_back_or_comes_twice_is_seen(version: str) -> None:
    assert any(
        f"version {version} alors que versions/1.0.0/ existe" in found
        for found in findings(second(version))
    )


def test_numbers_are_compared_as_numbers() -> None:
    assert publish(second("1.10.0"))["site/donnees/essai/1.10.0/lieux.csv"]


def test_an_identifier_reused_for_another_dataset_is_seen() -> None:
    (named,) = findings(resealed(second(), b'"name": "essai"', b'"name": "autre"'))
    assert "version du jeu « autre » dans celui de « essai »" in named
    files = second()
    for before, after in (
        (b'"name": "lieux"', b'"name": "rues"'),
        (b'"name": "mesures"', b'"name": "dates"'),
    ):
        files = resealed(files, before, after)
    (other,) = findings(files)
    assert "aucune table commune avec la version 1.0.0" in other
    assert "donner au jeu un autre identifiant" in other


def test_a_folder_with_another_version_s_description_is_seen() -> None:
    assert (
        "version 0.9.0 sous versions/1.0.0/"
        in findings(resealed(second(), b'"version": "1.0.0"', b'"version": "0.9.0"'))[0]
    )


@pytest.mark.parametrize("name", ["brouillon", "1.0", "v1.0.0", "01.0.0"])
def test_a_folder_that_is_no_version_is_seen(name: str) -> None:
    files = second()
    files[f"{ESSAI}versions/{name}/datapackage.json"] = b"{}"
    assert any(f"dossier « {name} » sous versions/" in found for found in findings(files))


def test_a_folder_that_the_journal_does_not_tell_is_seen() -> None:
    files = second()
    files[f"{ESSAI}versions/1.0.1/datapackage.json"] = b"{}"
    assert any("version 1.0.1 absente du journal" in found for found in findings(files))


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"{}", b'{"name": 1}', b"\xff"])
def test_an_unreadable_description_is_a_finding_not_a_crash(raw: bytes) -> None:
    assert findings({**second(), f"{KEPT}datapackage.json": raw})


def test_two_versions_of_a_table_about_people_may_not_differ() -> None:
    """Their difference could tell a hidden cell, which the audit of one version does not see."""
    files = second()
    files[DECLARATION] = files[DECLARATION].replace(b"nature: publique", b"nature: protegee")
    assert any(
        "ancienne version d'une table sur des personnes" in found for found in findings(files)
    )


def withdrawn(
    files: dict[str, bytes], before: bytes = b"empreinte: ", key: bytes = b"retiree"
) -> dict[str, bytes]:
    """The first version withdrawn, or taken up: its tables are about people, its files are gone."""
    raw = files[DECLARATION].replace(b"nature: publique", b"nature: protegee")
    raw = raw.replace(before, key + b": Deux versions se soustraient., " + before)
    return {path: body for path, body in files.items() if not path.startswith(KEPT)} | {
        DECLARATION: raw
    }


def told(files: dict[str, bytes]) -> list[str]:
    """What reading the declarations finds of withdrawn versions, public tables of people left aside."""
    found: list[Finding] = []
    read_datasets(files, None, found)
    told = ("retirée", "reprise", "sans ses fichiers")
    return [str(one) for one in found if any(said in one.quoi for said in told)]


def test_a_withdrawn_version_of_tables_about_people_has_no_files() -> None:
    assert told(withdrawn(second())) == []


def test_files_of_a_withdrawn_version_are_not_kept() -> None:
    files = second()
    kept = {path: raw for path, raw in files.items() if path.startswith(KEPT)}
    (found,) = told(withdrawn(files) | kept)
    assert "version 1.0.0 retirée, et versions/1.0.0/ existe" in found
    assert "remède : retirer versions/1.0.0/" in found


def test_the_current_version_is_not_withdrawn() -> None:
    found = told(withdrawn(second(), b"texte: Un lieu de plus."))
    assert any("version actuelle retirée" in one for one in found)


def test_a_version_of_public_tables_is_not_withdrawn() -> None:
    files = withdrawn(second())
    files[DECLARATION] = files[DECLARATION].replace(b"nature: protegee", b"nature: publique")
    (found,) = told(files)
    assert "version 1.0.0 retirée d'un jeu sans table protégée" in found
    assert "remède : garder ses fichiers, et retirer « retiree »" in found


def test_a_version_that_the_current_one_takes_up_has_no_files_and_is_not_the_current_one() -> None:
    assert told(withdrawn(second(), key=b"reprise")) == []
    kept = {path: raw for path, raw in second().items() if path.startswith(KEPT)}
    (found,) = told(withdrawn(second(), key=b"reprise") | kept)
    assert "version 1.0.0 reprise, et versions/1.0.0/ existe" in found
    current = told(withdrawn(second(), b"texte: Un lieu de plus.", b"reprise"))
    assert any("version actuelle reprise" in one for one in current)


def test_a_version_is_not_withdrawn_and_taken_up() -> None:
    files = withdrawn(withdrawn(second()), key=b"reprise")
    (found,) = told(files)
    assert "version 1.0.0 retirée, et reprise" in found
    assert "remède : garder « retiree » ou « reprise »" in found
