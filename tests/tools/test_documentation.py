"""README, guides and licences say what is there: commands run, folders exist, terms agree."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

import build
from opendata.findings import Finding
from opendata.records.sources import read_sources
from site_src.donnees.archiving import archive
from site_src.engine.outputs import write
from site_src.engine.tree import Tree
from tests.builds import UNKNOWN
from tests.opendata.cases import case, published

ROOT = Path(build.__file__).resolve().parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / ".github" / "ARCHITECTURE.md").read_text(encoding="utf-8")
LICENCES = (ROOT / "LICENCE-DONNEES.md").read_text(encoding="utf-8")


def said_commands() -> set[str]:
    return set(re.findall(r"python build\.py ([a-z]+)", README + GUIDE + ARCHITECTURE))


@pytest.mark.parametrize("command", sorted(said_commands()))
def test_a_command_that_is_named_exists(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "build.py", command, "--help"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_options_that_are_shown_exist() -> None:
    for line in re.findall(r"\$ python build\.py (.+)", README):
        command, *words = line.split()
        for option in [word for word in words if word.startswith("--") and word != "--help"]:
            done = subprocess.run(
                [sys.executable, "build.py", command, "--help"],
                cwd=ROOT, capture_output=True, text=True, check=True,
            )  # fmt: skip
            assert option in done.stdout


def test_the_list_of_commands_is_the_program_s() -> None:
    done = subprocess.run(
        [sys.executable, "build.py", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    commands = re.findall(r"(?m)^  ([a-z]+)  ", done.stdout.partition("Commands:")[2])
    assert commands
    for command in commands:
        assert f"`{command}`" in README, command


@pytest.mark.parametrize("target", re.findall(r"`?(?:\$ )?make ([a-z]+)`?", README + GUIDE))
def test_a_make_target_that_is_named_exists(target: str) -> None:
    assert re.search(rf"(?m)^{target}:", (ROOT / "Makefile").read_text())


def test_the_shown_build_is_the_one_of_the_table() -> None:
    block = re.search(r"\$ make site\n(.*?)```", README, re.DOTALL)
    assert block is not None
    for stage in build.STAGES:
        assert f"{stage.makes}…" in block.group(1), stage.name


def test_the_shown_detail_names_readings_and_stages_of_the_tables() -> None:
    block = re.search(r"\$ python build\.py build --detail\n(.*?)```", README, re.DOTALL)
    assert block is not None
    (read,) = re.findall(r"(?m)^lu : (.+)$", block[1])
    assert set(read.split(", ")) <= {reading.name for reading in build.READINGS}
    done = re.findall(r"(?m)^fait : (\w+),", block[1])
    assert done
    assert set(done) <= {stage.name for stage in build.STAGES}


@pytest.mark.parametrize(
    "module", sorted(set(re.findall(r"python -m ([a-z_.]+)", README + GUIDE + ARCHITECTURE)))
)
def test_a_module_that_is_named_exists(module: str) -> None:
    assert find_spec(module) is not None


def test_every_folder_of_the_repository_is_in_the_table() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    folders = {path.split("/")[0] for path in listed if "/" in path} - {".ci", "requirements"}
    for folder in folders:
        assert f"| `{folder}/`" in README, folder


def test_every_room_is_in_the_table() -> None:
    for room in (ROOT / "site_src").iterdir():
        if room.is_dir() and room.name != "__pycache__":
            assert f"| `{room.name}/` |" in README, room.name


def test_what_one_looks_for_is_where_the_readme_says() -> None:
    table = README.partition("| on cherche |")[2].partition("\n\n")[0]
    places = re.findall(r"`([\w./]+/[\w./]*)`", table)
    assert len(places) >= 7
    for place in places:
        assert (ROOT / place).exists(), place


@pytest.mark.parametrize("text", [README, GUIDE, ARCHITECTURE, LICENCES])
def test_links_and_pictures_lead_to_files(text: str) -> None:
    start = ROOT / ".github" if text in (GUIDE, ARCHITECTURE) else ROOT
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if not target.startswith("https://"):
            assert (start / target).exists(), target


def test_the_guide_to_a_new_version_is_what_the_commands_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The shown session, then the shown journal, on a dataset of its first version: both are published."""
    section = GUIDE.partition("## Publier une nouvelle version")[2].partition("\n## ")[0]
    session = re.search(r"(?s)\$ python build\.py archive (\S+)\n(.*?)```", section)
    journal = re.search(r"(?s)```yaml\n(.*?)```", section)
    assert session is not None
    assert journal is not None
    small = {
        path.replace("/essai/", f"/{session[1]}/"): raw for path, raw in case("valide").items()
    }
    write({**small, **UNKNOWN}, tmp_path)
    archive(session[1], published(Tree(tmp_path).select(("data/**/*",))), tmp_path)
    said = capsys.readouterr().out
    shown = [line.strip() for line in session[2].splitlines() if line.strip()]
    (digest,) = re.findall(r"[0-9a-f]{64}", said)
    said = said.replace(digest, "…")
    assert [uncounted(line) for line in said.splitlines()] == [uncounted(line) for line in shown]

    declaration = tmp_path / f"data/datasets/{session[1]}/dataset.yaml"
    text = declaration.read_text(encoding="utf-8")
    told = "".join(f"{line[3:]}\n" for line in journal[1].splitlines()).replace("…", digest)
    declaration.write_text(re.sub(r"(?ms)^journal:\n(?:  .*?\n)+", told, text), encoding="utf-8")
    made = published(Tree(tmp_path).select(("data/**/*",)))
    place = f"site/donnees/{session[1]}/"
    assert {p.split("/")[3] for p in made if p.startswith(place) and p.count("/") == 4} == {
        "1.0.0", "1.0.1",
    }  # fmt: skip


def uncounted(line: str) -> str:
    """A line of the session, whatever number of files the dataset has."""
    return re.sub(r"\d+ fichiers", "… fichiers", line.strip())


def test_the_guide_says_where_each_dataset_is_changed() -> None:
    for folder in (ROOT / "data" / "datasets").iterdir():
        assert f"`{folder.name}`" in GUIDE, folder.name


def test_what_zenodo_reads_of_the_repository_is_what_it_says_of_itself() -> None:
    told = json.loads((ROOT / ".zenodo.json").read_bytes())
    site = yaml.safe_load((ROOT / "data/site.yaml").read_bytes())
    assert told["title"] == site["titre"]
    assert told["license"].upper() == (ROOT / "LICENSE").read_text(encoding="utf-8").split()[0]
    # Nobody is named before the site says who publishes it.
    assert [one["name"] for one in told.get("creators", ())] == ([site["editeur"]] if site["editeur"] else [])  # fmt: skip


def test_each_layer_has_its_licence_in_words() -> None:
    findings: list[Finding] = []
    raw = (ROOT / "data" / "sources.yaml").read_bytes()
    sources = read_sources("data/sources.yaml", raw, findings)
    assert sources is not None
    for layer in (ROOT / "data" / "geo").glob("*.geojson"):
        assert layer.stem in LICENCES, layer.stem
    row = next(line for line in LICENCES.splitlines() if "plus_hautes_eaux" in line)
    assert any(source.licence.est_a_confirmer for source in sources.values())
    assert "à confirmer" in row


def test_each_dataset_has_its_licence_in_words() -> None:
    for folder in (ROOT / "data" / "datasets").iterdir():
        assert f"`data/datasets/{folder.name}/`" in LICENCES, folder.name


def test_no_original_of_the_mirror_is_in_the_repository() -> None:
    mirror = ROOT.parent / "shared" / "mirror"
    if not mirror.exists():
        pytest.skip("../shared/mirror is absent")
    originals = {path.name for path in mirror.iterdir() if path.suffix != ".md"}
    hashes = subprocess.run(
        ["git", "hash-object", "--", *sorted(str(mirror / name) for name in originals)],
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    tracked = subprocess.run(
        ["git", "ls-files", "-s"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert not [one for one in hashes if one in tracked]
