"""Commands: exit codes, what is printed, and a site that survives whatever happens."""

from __future__ import annotations

import errno
import inspect
import signal
import subprocess
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import typer

from opendata.findings import Finding, FindingsError
from site_src import commands
from site_src.engine import outputs
from site_src.engine.build import Plan
from site_src.engine.epoch import latest_day
from site_src.engine.lock import HeldError, held
from site_src.engine.outputs import write as write_files
from site_src.engine.readings import Given, Reading
from site_src.engine.stages import Inputs, Stage
from site_src.engine.store import Outputs, Stored
from site_src.engine.usage import UsageError
from site_src.frame import readability
from tests.opendata.cases import case


def write(inputs: Inputs) -> Outputs:
    text = inputs.files["data/a.txt"] + inputs.options["epoch"].encode()
    return {"docs/index.md": text, "resume.txt": b"la suite ne le lit pas"}


def refuse(inputs: Inputs) -> Outputs:
    raise FindingsError([Finding("data/a.txt", 1, 1, "mauvais", "bon", "corriger")])


def interrupt(inputs: Inputs) -> Outputs:
    raise KeyboardInterrupt


@pytest.fixture(autouse=True)
def epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1234")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.txt").write_text("v1 ")
    return tmp_path


def surround(inputs: Inputs) -> Outputs:
    return {"mkdocs.yml": b"site_name: essai"}


def seal(inputs: Inputs) -> Outputs:
    return {"index.html": inputs.outputs["pages"]["docs/index.md"]}


def plan(function: str) -> Plan:
    pages = Stage("pages", "Pages", f"{__name__}:{function}", files=("data/*",), options=("epoch",))
    folder = Stage("folder", "Dossier", f"{__name__}:surround")
    sealed = Stage("seal", "Scellés", f"{__name__}:seal", needs=("pages",))
    return Plan((), (pages, folder, sealed), FindingsError)


def build(root: Path, function: str = "write", *, detail: bool = False) -> int:
    site = root / "site"
    return commands.exit_code(lambda: commands.build(plan(function), root, site, {}, detail=detail))


def test_done_exits_0_and_says_where(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(root) == 0
    assert (root / "site" / "index.html").read_text() == "v1 1234"
    assert capsys.readouterr().out == f"construit : {root}/site/index.html (1 fichiers, 0.0 Mo)\n"
    assert build(root) == 0
    assert capsys.readouterr().out.startswith("déjà à jour : ")


def test_findings_exit_1_are_printed_and_keep_the_old_site(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(root)
    capsys.readouterr()
    assert build(root, "refuse") == 1
    printed = capsys.readouterr()
    assert printed.out == "data/a.txt:1:1: mauvais — règle : bon — remède : corriger\n"
    assert "1 problème(s) ; rien n'a été publié" in printed.err
    assert (root / "site" / "index.html").read_text() == "v1 1234"


def test_interruption_exits_130_says_so_and_keeps_the_old_site(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(root)
    assert build(root, "interrupt") == 130
    assert capsys.readouterr().err.endswith("interrompu : rien n'a été changé\n")
    assert (root / "site" / "index.html").read_text() == "v1 1234"


def test_interruption_of_a_typer_command_is_said_too(capsys: pytest.CaptureFixture[str]) -> None:
    app = typer.Typer()
    app.command()(lambda: signal.raise_signal(signal.SIGTERM))
    assert commands.exit_code(lambda: app([], standalone_mode=False)) == 130
    assert capsys.readouterr().err == "interrompu : rien n'a été changé\n"


def test_an_interruption_that_comes_when_the_site_is_there_is_not_said(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    publish = outputs.publish

    def interrupted(files: Stored, site: Path, *tell: Callable[[bool], object]) -> None:
        publish(files, site, *tell)
        if tell:
            raise KeyboardInterrupt

    monkeypatch.setattr(outputs, "publish", interrupted)
    assert build(root) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("construit : ")
    assert "interrompu" not in printed.err


def break_down(inputs: Inputs) -> Outputs:
    raise ZeroDivisionError("secret")


def fill_the_disk(inputs: Inputs) -> Outputs:
    raise OSError(errno.ENOSPC, "No space left on device", "/a")


@pytest.mark.parametrize(
    ("function", "line"),
    [
        ("break_down", "build.py : faute du programme : ZeroDivisionError, tests/site_src/test_commands.py:"),
        ("fill_the_disk", "build.py : plus de place sur le disque (/a) : en libérer, puis relancer\n"),
    ],
)  # fmt: skip
def test_what_stops_a_build_is_one_line_and_keeps_the_old_site(
    root: Path, capsys: pytest.CaptureFixture[str], function: str, line: str
) -> None:
    build(root)
    capsys.readouterr()
    assert build(root, function) == 1
    said = capsys.readouterr().err.removeprefix("Pages…\n")
    assert said.startswith(line)
    assert said.count("\n") == 1
    assert "secret" not in said
    assert (root / "site" / "index.html").read_text() == "v1 1234"


def test_a_site_taken_away_by_a_build_that_was_killed_is_back_even_when_there_are_findings(
    root: Path,
) -> None:
    build(root)
    (root / "site").rename(root / ".site.ancien")
    assert build(root, "refuse") == 1
    assert (root / "site" / "index.html").read_text() == "v1 1234"


def test_a_second_build_of_a_checkout_exits_1_and_says_who_builds(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with held(root / "build" / "verrou", "build.py derive"):
        assert build(root) == 1
    assert "build.py : déjà en cours : build.py derive, processus " in capsys.readouterr().err
    assert not (root / "site").exists()
    assert build(root) == 0


@pytest.mark.parametrize(
    "name", ["build", "check", "derive", "archive", "tableur", "tabulate", "protect"]
)
def test_every_command_that_writes_in_the_checkout_is_alone(root: Path, name: str) -> None:
    command = getattr(commands, name)
    given = dict.fromkeys(inspect.signature(command).parameters, root)
    with held(root / "build" / "verrou", "build.py build"), pytest.raises(HeldError):
        command(**given)


def test_a_checkout_that_is_not_there_is_not_made(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(root / "nulle part") == 2
    assert f"--racine {root}/nulle part : dossier absent" in capsys.readouterr().err
    assert not (root / "nulle part").exists()


def test_wrong_usage_exits_2(capsys: pytest.CaptureFixture[str]) -> None:
    app = typer.Typer()
    app.command("a")(lambda: None)
    app.command("b")(lambda: None)
    assert commands.exit_code(lambda: app(["nope"], standalone_mode=False)) == 2
    assert "No such command 'nope'" in capsys.readouterr().err


def test_an_epoch_that_is_no_number_is_wrong_usage(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "hier")
    assert build(root) == 2
    assert "SOURCE_DATE_EPOCH : nombre de secondes attendu" in capsys.readouterr().err


def test_a_reading_is_told_the_day_of_the_run(root: Path) -> None:
    asked = (Reading("day", f"{__name__}:tell_day", ("data/*",)),)
    with pytest.raises(FindingsError) as error:
        commands.build(replace(plan("write"), readings=asked), root, root / "site", {})
    assert error.value.findings[0].quoi == str(latest_day("1234"))


def tell_day(given: Given) -> bool:
    given.findings.append(Finding("data/a.txt", 1, 1, str(given.day), "bon", "corriger"))
    return True


def test_outside_git_the_epoch_must_be_given(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(root.parent))
    assert build(root) == 2


def test_confidential_files_are_refused_inside_the_repository(root: Path, tmp_path: Path) -> None:
    (root / "elsewhere").symlink_to(root / "data")
    for path in (root / "extrait.csv", root / "data" / ".." / "x.csv", root / "elsewhere" / "y"):
        with pytest.raises(UsageError, match="à placer hors du dépôt"):
            commands.refuse_inside(path, root)
    commands.refuse_inside(tmp_path.parent / "extrait.csv", root)


def test_a_fictitious_extract_replaces_no_file(root: Path, tmp_path: Path) -> None:
    extract = tmp_path.parent / f"{tmp_path.name}.csv"
    extract.write_bytes(b"des faits\n")
    with pytest.raises(UsageError) as refused:
        commands.synthesise(extract, 2006, root)
    assert str(refused.value) == f"{extract.name} : existe déjà, et n'est pas remplacé"
    assert extract.read_bytes() == b"des faits\n"


def test_a_folder_of_somebody_else_s_is_refused_before_anything_is_built(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = commands.exit_code(lambda: commands.build(plan("write"), root, root / "data", {}))
    assert code == 2
    printed = capsys.readouterr().err
    assert printed == (
        f"build.py : --sortie {root}/data : ni vide, ni un site construit ici (.empreinte manque), ses fichiers seraient "
        "effacés ; choisir un dossier nouveau ou vide, ou vider celui-ci (aide : build.py --help)\n"
    )
    assert [path.name for path in (root / "data").iterdir()] == ["a.txt"]


def test_progress_is_plain_lines_when_not_on_a_terminal(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(root)
    assert capsys.readouterr().err == "Pages…\nDossier…\nScellés…\n"


def test_in_detail_a_build_says_what_was_read_and_done(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(root, detail=True)
    assert capsys.readouterr().out.startswith(
        "lu : rien\nfait : pages, sans unité\nfait : folder, sans unité\n"
        "fait : seal, sans unité\nconstruit : "
    )
    build(root, detail=True)
    assert capsys.readouterr().out.startswith("lu : rien\ndéjà à jour : ")


def test_the_markdown_of_the_pages_is_left_to_be_read(root: Path) -> None:
    build(root)
    assert (root / "build" / "mkdocs" / "docs" / "index.md").read_text() == "v1 1234"
    assert (root / "build" / "mkdocs" / "mkdocs.yml").read_text() == "site_name: essai"
    assert not (root / "build" / "mkdocs" / "resume.txt").exists()


def test_a_cache_that_was_altered_is_noticed_and_the_site_built_again(root: Path) -> None:
    build(root)
    (root / "site" / "index.html").unlink()
    for path in (root / "build" / "cache" / "objects").iterdir():
        path.write_bytes(b"v2 1234")
    assert build(root) == 0
    assert (root / "site" / "index.html").read_text() == "v1 1234"


def audited(inputs: Inputs) -> Outputs:
    return {"docs/index.md": b"essai", readability.REPORT: b"lisible\n"}


@pytest.fixture
def proposal(tmp_path: Path) -> Path:
    """A checkout whose last commit is published, in which a figure of a table was corrected since."""
    write_files(case("valide"), tmp_path)
    for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=e", "-c", "user.email=a@b.c", "commit", "-qm", "e"]):  # fmt: skip
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    table = tmp_path / "data/datasets/essai/mesures.csv"
    table.write_bytes(table.read_bytes().replace(b"2021-12-31", b"2021-12-30"))
    return tmp_path


def test_a_table_corrected_in_a_proposal_is_noted_and_asks_nothing_of_its_author(
    proposal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = proposal / "resume.md"

    def check(answer: commands.Answer | None) -> int:
        checked = partial(commands.check, plan("audited"), proposal, strict=False)
        return commands.exit_code(partial(checked, since="HEAD", asked=answer))

    assert check(commands.Answer(is_proposal=True, annotates=True, summary=told)) == 0
    warned, noted, *lines = capsys.readouterr().out.splitlines()
    assert warned.startswith("::warning file=data/datasets/essai/mesures.csv,line=3,title=table changée")  # fmt: skip
    assert noted.startswith("à noter : data/datasets/essai/mesures.csv:3:0: table changée")
    assert lines == ["versions publiées : 1 jeu comparé", "lisible"]
    assert told.read_text(encoding="utf-8").startswith("### Contrôle : aucun problème\n\n### À faire par un mainteneur")  # fmt: skip

    # Before it is published, somebody gives it a number.
    assert check(None) == 1
    assert capsys.readouterr().out.startswith("data/datasets/essai/mesures.csv:3:0: table changée")


def test_findings_are_also_said_as_commands_of_github_and_in_the_summary(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = root / "resume.md"
    told.write_text("# Avant\n", encoding="utf-8")
    answer = commands.Answer(annotates=True, summary=told)
    checked = partial(commands.check, plan("refuse"), root, strict=False, asked=answer)
    assert commands.exit_code(checked) == 1
    assert capsys.readouterr().out == (
        "::error file=data/a.txt,line=1,col=1,title=mauvais::mauvais%0ARègle : bon%0ARemède : corriger\n"
        "data/a.txt:1:1: mauvais — règle : bon — remède : corriger\n"
    )
    assert told.read_text(encoding="utf-8").startswith("# Avant\n### Contrôle : 1 problème à corriger\n")  # fmt: skip
