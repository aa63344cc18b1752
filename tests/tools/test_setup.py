"""Set-up and delivery: locked, pinned, and one command for a laptop and for CI."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("bootstrap", "site", "dev", "soak", "audit", "signature")
NPM_LOCKS = (
    "package-lock.json",
    "tools/gestion/package-lock.json",
    "tools/lighthouse/package-lock.json",
)
# What decap-cms was bundled from is a link to nothing: its dist/ holds it all.
NOTHING = "node_modules/decap-cms/empty"
STANDARDS = ROOT.parent / "shared" / "standards" / "README.md"


def lock(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text()


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_version_and_hashes(name: str) -> None:
    entries = re.split(r"\n(?=[a-zA-Z])", re.sub(r"(?m)^\s*#.*\n?", "", lock(name)))
    packages = [entry for entry in entries if entry.strip()]
    assert packages
    for package in packages:
        assert re.match(r"[\w.\[\]-]+==\S+", package), package
        assert "--hash=sha256:" in package, package


def test_locks_name_no_registry() -> None:
    for name in LOCKS:
        assert not re.search(r"https?://|--(extra-)?index", lock(name))
    for name in NPM_LOCKS:
        text = (ROOT / name).read_text()
        assert set(re.findall(r'"resolved": "([^"]+)"', text)) <= {NOTHING}


@pytest.mark.parametrize("lock_file", NPM_LOCKS)
def test_every_npm_package_is_checked_by_its_integrity(lock_file: str) -> None:
    packages = json.loads((ROOT / lock_file).read_text())["packages"]
    theirs = [
        one for name, one in packages.items() if name not in ("", NOTHING) and "link" not in one
    ]
    assert theirs
    assert all("integrity" in package for package in theirs)


def test_the_lock_of_the_site_is_part_of_the_lock_of_the_tests() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"(?m)^([\w.\[\]-]+==\S+)", lock(name)))

    assert pins("site") <= pins("dev")


def test_declared_dependencies_are_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    locked = lock("dev").lower()
    for requirement in wanted:
        name = re.match(r"[\w.-]+", requirement)
        assert name is not None
        assert f"\n{name.group().lower().replace('_', '-')}" in locked, requirement


def test_only_the_soak_installs_what_searches() -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    assert all(f"\n{re.split('[=>]', wanted)[0]}==" in lock("soak") for wanted in groups["soak"])
    makefile = (ROOT / "Makefile").read_text()
    assert re.findall(r"(?m)^(\S+):.* \.venv/\.soak", makefile) == ["soak"]
    assert "atheris" not in lock("dev")


def test_only_the_bench_installs_lighthouse() -> None:
    makefile = (ROOT / "Makefile").read_text()
    needing = re.findall(r"(?m)^(\S+):.* tools/lighthouse/node_modules/.installed", makefile)
    assert needing == ["bench"]
    assert "lighthouse" not in (ROOT / "package-lock.json").read_text()


def test_ci_calls_the_test_command_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    said = [line for line in lines if line and not line.startswith("#")]
    assert said == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', "make test"]


WORKFLOWS = sorted(path.name for path in (ROOT / ".github" / "workflows").iterdir())


def workflow(name: str = "site.yml") -> str:
    return (ROOT / ".github" / "workflows" / name).read_text()


@pytest.mark.parametrize("name", WORKFLOWS)
def test_actions_are_pinned_by_commit(name: str) -> None:
    used = re.findall(r"uses: (\S+)", workflow(name))
    assert used
    for action in used:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action), action


@pytest.mark.skipif(not STANDARDS.exists(), reason="../shared/standards is absent")
@pytest.mark.parametrize("name", WORKFLOWS)
def test_pinned_commits_are_those_of_the_standards(name: str) -> None:
    known = STANDARDS.read_text()
    for action, commit in re.findall(r"uses: (actions/[a-z-]+)@(\S+)", workflow(name)):
        assert re.search(rf"{action}\s+{commit}", known), action


def test_the_workflow_tests_before_it_publishes_and_only_from_main() -> None:
    jobs = yaml.safe_load(workflow())["jobs"]
    assert jobs["publier"]["needs"] == ["controle", "tests", "construire"]
    assert jobs["publier"]["if"] == "github.event_name == 'push'"
    assert {jobs[name]["container"] for name in ("tests", "construire")} == {"debian:12"}
    steps = [step.get("uses", "") for step in jobs["construire"]["steps"]]
    assert any("upload-artifact" in step for step in steps)


def test_the_first_answer_to_a_proposal_is_its_check_alone() -> None:
    """On its lines, compared with what is published; what its author need not do is only noted."""
    job = yaml.safe_load(workflow())["jobs"]["controle"]
    assert "needs" not in job
    (step,) = [one for one in job["steps"] if one.get("run", "").startswith("make")]
    assert step["run"].split()[:4] == ["make", "--silent", "check", "ANNOTATIONS=oui"]
    assert step["env"]["DEPUIS"].startswith(
        "${{ github.event_name == 'pull_request' && 'HEAD^1' ||"
    )
    assert step["env"]["PROPOSITION"] == "${{ github.event_name == 'pull_request' && 'oui' || '' }}"
    rule = (ROOT / "Makefile").read_text().partition("\ncheck:")[2].partition("\n\n")[0]
    for option in ("--annotations", '--depuis "$(DEPUIS)"', "--proposition", '--resume "$(RESUME)"'):  # fmt: skip
        assert option in rule


def test_nothing_is_published_over_a_version_that_does_not_hold() -> None:
    """What a proposal only notes stops the publication: the check of main compares with what was published last."""
    jobs = yaml.safe_load(workflow())["jobs"]
    assert "controle" in jobs["publier"]["needs"]
    (asked,) = [one for one in jobs["controle"]["steps"] if one.get("id") == "publiee"]
    assert asked["if"] == "github.event_name == 'push'"
    assert "site.yml/runs?branch=main&event=push&status=success" in asked["run"]


def test_what_is_kept_between_runs_is_named_by_the_locks() -> None:
    job = yaml.safe_load(workflow())["jobs"]["controle"]
    (python,) = [one for one in job["steps"] if "setup-python" in one.get("uses", "")]
    assert python["with"]["cache-dependency-path"].split() == ["requirements/*.txt", "package-lock.json"]  # fmt: skip
    kept = job["env"]["PIP_CACHE_DIR"]
    assert {job["env"]["UV_CACHE_DIR"], job["env"]["npm_config_cache"]} == {f"{kept}/uv", f"{kept}/npm"}  # fmt: skip


def test_a_proposal_has_no_secret_and_writes_nothing() -> None:
    told = yaml.safe_load(workflow())
    assert "pull_request_target" not in told[True]
    for name, job in told["jobs"].items():
        if name != "publier":  # on main alone
            assert set({**told["permissions"], **job.get("permissions", {})}.values()) == {"read"}
        for step in job["steps"]:
            asks = "secrets." in str(step)
            assert not asks or step["if"] == "github.event_name == 'push'"


def test_a_proposal_gives_what_it_changes_and_a_site_that_opens_from_a_disk() -> None:
    steps = yaml.safe_load(workflow())["jobs"]["construire"]["steps"]
    given = {one["with"]["name"]: one["with"]["path"] for one in steps if "upload-artifact" in one.get("uses", "")}  # fmt: skip
    assert given == {"site-a-ouvrir": "build/site-a-ouvrir", "resume": "build/resume"}
    (told,) = [one["run"].splitlines() for one in steps if "make --silent resume" in one.get("run", "")]  # fmt: skip
    assert told[1] == 'cat build/resume/resume.md >> "$GITHUB_STEP_SUMMARY"'


def test_the_button_gives_a_version_with_a_token_for_its_last_step_alone() -> None:
    told = yaml.safe_load(workflow("version.yml"))
    assert set(told[True]) == {"workflow_dispatch"}
    job = told["jobs"]["numeroter"]
    assert job["permissions"] == {"contents": "write"}
    *others, last = job["steps"]
    assert not any("github.token" in str(step) for step in others)
    assert "github.token" in str(last)
    (given,) = [step for step in job["steps"] if "build.py version" in step.get("run", "")]
    assert 'version "$JEU" --texte "$TEXTE" --depuis "$PUBLIEE"' in given["run"]


def test_known_faults_of_packages_are_looked_for_every_week_and_fail_the_run() -> None:
    told = yaml.safe_load(workflow("dependances.yml"))
    (when,) = told[True]["schedule"]
    assert re.fullmatch(r"\d+ \d+ \* \* \d", when["cron"])
    (step,) = [one for one in told["jobs"]["failles"]["steps"] if "make" in one.get("run", "").split()[:1]]  # fmt: skip
    assert step["shell"] == "bash"  # with pipefail
    assert step["run"] == 'make --silent audit | tee -a "$GITHUB_STEP_SUMMARY"'


def test_every_lock_is_kept_fresh() -> None:
    told = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text())
    kinds = {one["package-ecosystem"]: one.get("directories") or [one["directory"]] for one in told["updates"]}  # fmt: skip
    assert kinds == {"pip": ["/requirements"], "npm": ["/", "/tools/lighthouse", "/tools/gestion"], "github-actions": ["/"]}  # fmt: skip
    assert {one["schedule"]["interval"] for one in told["updates"]} == {"weekly"}


def test_dead_addresses_are_looked_for_by_schedule_and_never_stop_a_proposal() -> None:
    told = yaml.safe_load(workflow("links.yml"))
    assert set(told[True]) == {"schedule", "workflow_dispatch"}  # YAML 1.1 reads « on » as true
    assert "links" not in workflow("site.yml")
    (run,) = [step["run"] for step in told["jobs"]["adresses"]["steps"] if "links" in step.get("run", "")]  # fmt: skip
    assert run == 'make --silent links | tee -a "$GITHUB_STEP_SUMMARY"'


def test_what_is_late_is_looked_for_every_week_on_the_day_of_the_run() -> None:
    told = yaml.safe_load(workflow("controle.yml"))
    assert set(told[True]) == {"schedule", "workflow_dispatch"}
    (when,) = told[True]["schedule"]
    assert re.fullmatch(r"\d+ \d+ \* \* \d", when["cron"])
    (step,) = [
        step for step in told["jobs"]["retards"]["steps"] if "make --silent" in step.get("run", "")
    ]
    assert step["shell"] == "bash"  # with pipefail
    assert step["run"].splitlines() == [
        'export SOURCE_DATE_EPOCH="$(date +%s)"',
        'make --silent check STRICT=oui | tee -a "$GITHUB_STEP_SUMMARY"',
    ]
    assert "build.py check $(if $(STRICT),--strict)" in (ROOT / "Makefile").read_text()


def test_readings_are_published_every_quarter_of_an_hour_over_what_passed_its_tests() -> None:
    told = yaml.safe_load(workflow("direct.yml"))
    (when,) = told[True]["schedule"]
    minutes = [int(minute) for minute in when["cron"].split()[0].split(",")]
    assert [late - early for early, late in pairwise([*minutes, minutes[0] + 60])] == [15] * 4
    jobs = told["jobs"]
    assert jobs["publier"]["needs"] == ["revision", "construire"]
    (tree,) = [step for step in jobs["construire"]["steps"] if "checkout" in step.get("uses", "")]
    assert tree["with"]["ref"] == "${{ needs.revision.outputs.commit }}"
    (asked,) = [step["run"] for step in jobs["revision"]["steps"]]
    assert "site.yml/runs?branch=main&event=push&status=success" in asked
    assert asked.splitlines()[0].partition("gh api")[2] in jobs["publier"]["steps"][0]["run"]


@pytest.mark.parametrize(
    ("name", "job"),
    [("direct.yml", "construire"), ("site.yml", "construire"), ("alerte.yml", "construire")],
)
def test_a_site_that_is_published_has_asked_the_services_before(name: str, job: str) -> None:
    steps = yaml.safe_load(workflow(name))["jobs"][job]["steps"]
    runs = [step.get("run", "") for step in steps]
    asked = runs.index('make fetch ADRESSE="$ADRESSE"')
    built = next(run for run in runs if run.startswith('make site ADRESSE="$ADRESSE" DEPOT="$DEPOT" INSTANT='))  # fmt: skip
    assert asked < runs.index(built)
    assert set(steps[asked]["env"]) == {"ADRESSE", "METEOFRANCE_API_KEY", "AIRPARIF_API_KEY"}
    # Keys of services never reach what a proposal of a stranger runs.
    assert name != "site.yml" or steps[asked]["if"] == "github.event_name == 'push'"


def test_an_alert_is_published_without_the_long_tests_over_what_passed_them() -> None:
    told = yaml.safe_load(workflow("alerte.yml"))
    assert told[True] == {"push": {"branches": ["main"], "paths": ["data/alertes/**"]}}
    jobs = told["jobs"]
    assert set(jobs) == {"revision", "construire", "publier"}
    (tree,) = [step for step in jobs["construire"]["steps"] if "checkout" in step.get("uses", "")]
    assert tree["with"]["ref"] == "${{ needs.revision.outputs.commit }}"
    laid = next(step["run"] for step in jobs["construire"]["steps"] if "make alerte " in step.get("run", ""))  # fmt: skip
    assert laid.splitlines()[0] == "make alertes COMMIT=main"
    rule = (ROOT / "Makefile").read_text().partition("\nalerte:")[2].partition("\n\n")[0]
    assert "build.py build --alerte " in rule
    assert "-m tools.smoke" in rule


def test_a_proposal_of_alerts_alone_does_not_wait_for_the_long_tests(tmp_path: Path) -> None:
    jobs = yaml.safe_load(workflow())["jobs"]
    assert jobs["tests"]["if"] == "needs.nature.outputs.alerte != 'oui'"
    (look,) = jobs["nature"]["steps"]
    assert look["if"] == "github.event_name == 'pull_request'"  # what is pushed is tested
    (tmp_path / "gh").write_text('#!/bin/sh\nprintf "$FILES"\n')
    (tmp_path / "gh").chmod(0o755)
    for files, told in (
        ("data/alertes/a.yaml\\ndata/alertes/b.yaml\\n", "alerte=oui\n"),
        ("data/alertes/a.yaml\\nbuild.py\\n", ""),
        ("data/alertes/a/b.yaml\\n", ""),
        ("", ""),
    ):
        said = tmp_path / "said"
        said.write_text("")
        known = {"FILES": files, "GITHUB_OUTPUT": str(said), "DEPOT": "x", "NUMERO": "1"}
        path = f"{tmp_path}:{os.environ['PATH']}"
        subprocess.run(["bash", "-e", "-c", look["run"]], check=True, env={**known, "PATH": path})
        assert said.read_text() == told, files


def test_no_later_publication_takes_an_alert_away() -> None:
    alert, readings = (yaml.safe_load(workflow(name)) for name in ("alerte.yml", "direct.yml"))
    assert alert["concurrency"] == {"group": "direct", "cancel-in-progress": True}
    assert readings["concurrency"]["group"] == "direct"
    runs = [step.get("run", "") for step in readings["jobs"]["construire"]["steps"]]
    built = next(run for run in runs if run.startswith("make site "))
    assert runs.index("make alertes COMMIT=main") < runs.index(built)
    looked, *others = yaml.safe_load(workflow("site.yml"))["jobs"]["publier"]["steps"]
    assert looked["id"] == "alertes"
    assert "deploy-pages" in others[-1]["uses"]
    assert {step["if"] for step in others} == {"steps.alertes.outputs.memes == 'oui'"}


def test_every_week_what_sources_changed_is_checked_then_proposed() -> None:
    told = yaml.safe_load(workflow("sources.yml"))
    assert set(told[True]) == {"schedule", "workflow_dispatch"}
    (when,) = told[True]["schedule"]
    assert re.fullmatch(r"\d+ \d+ \* \* \d", when["cron"])
    *_, asked, proposed = told["jobs"]["proposer"]["steps"]
    assert [one["run"].split()[2] for one in (asked, proposed)] == ["proposition", "pull-request"]
    for step in (asked, proposed):
        assert step["shell"] == "bash"  # with pipefail
        assert 'DOSSIER="$RUNNER_TEMP/originaux"' in step["run"]  # outside the checkout


def test_what_reads_the_files_of_strangers_has_no_token() -> None:
    """Only the last step of the weekly proposal may write, and only a branch and a pull request."""
    told = yaml.safe_load(workflow("sources.yml"))
    assert told["permissions"] == {"contents": "read"}
    job = told["jobs"]["proposer"]
    assert job["permissions"] == {"contents": "write", "pull-requests": "write"}
    (tree,) = [step for step in job["steps"] if "checkout" in step.get("uses", "")]
    assert tree["with"] == {"ref": "main", "persist-credentials": False}
    assert [step["name"] for step in job["steps"] if "env" in step] == ["Proposer"]
    assert "secrets." not in workflow("sources.yml")


@pytest.mark.parametrize("name", WORKFLOWS)
def test_nothing_of_a_pull_request_is_pasted_into_a_script(name: str) -> None:
    """Titles, branches and addresses reach scripts as environment variables only."""
    for job in yaml.safe_load(workflow(name))["jobs"].values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
