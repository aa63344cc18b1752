"""A release is signed by the action that publishes it, and by nothing else; others only keep what still holds."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest
import yaml

import build
from site_src.donnees.calling import ANY_REPOSITORY, VERIFICATION
from tools import provenance, published_signature
from tools.provenance import NEEDED

ROOT = Path(build.__file__).resolve().parent
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
LOCK = (ROOT / "requirements/signature.txt").read_text(encoding="utf-8")
COMMIT = "c27d339ee6075c1f744c5d4b200f7901aad2c369"
RUN = {
    "GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "octocat/hello-world", "GITHUB_REF": "refs/heads/main",
    "GITHUB_SHA": COMMIT, "GITHUB_WORKFLOW_REF": "octocat/hello-world/.github/workflows/site.yml@refs/heads/main",
    "GITHUB_RUN_ID": "1536140711", "GITHUB_RUN_ATTEMPT": "2", "GITHUB_EVENT_NAME": "push", "GITHUB_ACTOR_ID": "1",
    "GITHUB_REPOSITORY_ID": "2", "GITHUB_REPOSITORY_OWNER_ID": "3",
}  # fmt: skip
# Of `sigstore attest --help` and `sigstore verify identity --help`, 4.5.1, read on 29 November 2026.
OPTIONS = {
    "attest": {"--rekor-version", "--predicate", "--predicate-type", "--identity-token", "--oidc-client-id", "--oidc-client-secret",
               "--oidc-disable-ambient-providers", "--oidc-issuer", "--oauth-force-oob", "--bundle", "--overwrite"},
    "verify identity": {"--certificate", "--signature", "--bundle", "--offline", "--cert-identity", "--cert-oidc-issuer"},
}  # fmt: skip
PREDICATE_TYPES = ("https://slsa.dev/provenance/v0.2", "https://slsa.dev/provenance/v1")


def steps(name: str, job: str) -> list[dict[str, Any]]:
    told = yaml.safe_load((ROOT / ".github/workflows" / name).read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = told["jobs"][job]["steps"]
    return found


def test_the_predicate_has_the_shape_that_slsa_documents() -> None:
    repository = "https://github.com/octocat/hello-world"
    assert provenance.predicate(RUN) == {
        "buildDefinition": {
            "buildType": "https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1",
            "externalParameters": {"workflow": {"ref": "refs/heads/main", "repository": repository, "path": ".github/workflows/site.yml"}},
            "internalParameters": {"github": {"actor_id": "1", "event_name": "push", "repository_id": "2", "repository_owner_id": "3"}},
            "resolvedDependencies": [{"uri": f"git+{repository}@refs/heads/main", "digest": {"gitCommit": COMMIT}}],
        },
        "runDetails": {
            "builder": {"id": f"{repository}/.github/workflows/site.yml@refs/heads/main"},
            "metadata": {"invocationId": f"{repository}/actions/runs/1536140711/attempts/2"},
        },
    }  # fmt: skip


def test_a_path_or_a_branch_may_hold_an_at_sign() -> None:
    given = RUN | {"GITHUB_REF": "refs/heads/a@b", "GITHUB_WORKFLOW_REF": "octocat/hello-world/.github/workflows/s@t.yml@refs/heads/a@b"}  # fmt: skip
    asked = provenance.predicate(given)["buildDefinition"]["externalParameters"]["workflow"]
    assert asked == {"ref": "refs/heads/a@b", "path": ".github/workflows/s@t.yml", "repository": ANY}  # fmt: skip


def test_what_is_written_is_the_predicate(tmp_path: Path) -> None:
    target = tmp_path / "build/provenance.json"
    assert provenance.main([str(target)], RUN) == 0
    assert json.loads(target.read_bytes()) == provenance.predicate(RUN)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (dict.fromkeys(("GITHUB_SHA", "GITHUB_RUN_ID"), ""),
         "variable absente : GITHUB_SHA, GITHUB_RUN_ID — règle : une provenance se signe dans l'action qui publie, jamais ailleurs — remède : laisser faire l'action « site »\n"),
        ({"GITHUB_EVENT_NAME": "pull_request"},
         "GITHUB_EVENT_NAME « pull_request » : push attendu — règle : rien n'est signé d'une proposition — remède : laisser faire l'action « site »\n"),
        ({"GITHUB_WORKFLOW_REF": "autre/depot/.github/workflows/site.yml@refs/heads/main"},
         "GITHUB_WORKFLOW_REF « autre/depot/.github/workflows/site.yml@refs/heads/main » : octocat/hello-world/…@refs/heads/main attendu — règle : l'action est celle de la version publiée — remède : la lancer de ce dépôt\n"),
    ],
)  # fmt: skip
def test_elsewhere_nothing_is_written_and_one_line_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], changed: dict[str, str], said: str
) -> None:
    target = tmp_path / "provenance.json"
    assert provenance.main([str(target)], RUN | changed) == 1
    assert capsys.readouterr().err == said
    assert not target.exists()


def test_without_a_file_it_says_its_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert provenance.main([], RUN) == 2
    assert capsys.readouterr().err == "usage : python -m tools.provenance FICHIER\n"


def test_every_variable_is_needed() -> None:
    assert set(RUN) == set(NEEDED)
    for name in NEEDED:
        with pytest.raises(provenance.NotARunError, match=f"variable absente : {name} "):
            provenance.predicate({key: value for key, value in RUN.items() if key != name})


def test_it_needs_nothing_that_the_job_that_signs_has_not_installed() -> None:
    code = "import sys, tools.provenance; print(*{name.partition('.')[0] for name in sys.modules} - sys.stdlib_module_names - {'tools', '__main__'})"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, '.'); {code}"], cwd=ROOT, capture_output=True, text=True, check=True)  # fmt: skip
    assert done.stdout.split() == []


def test_the_release_is_signed_by_the_job_that_publishes_it_after_its_tests() -> None:
    every = steps("site.yml", "publier")
    runs = [step.get("run", "") for step in every]
    (signing,) = (rank for rank, run in enumerate(runs) if "make --silent signature " in run)
    got, made, sent, deployed = every[signing - 1 : signing + 3]
    assert '--name github-pages --dir "$RUNNER_TEMP/pages"' in got["run"]  # what `construire` built
    assert "./donnees/sha256sums.txt" in got["run"]
    assert f"./{published_signature.SIGNATURE}" in made["run"]
    assert "env" not in made  # neither a secret nor the token of the repository
    assert sent["with"]["path"] == "${{ runner.temp }}/pages/artifact.tar"
    assert deployed["with"]["artifact_name"] == sent["with"]["name"]


def test_nothing_else_may_sign() -> None:
    signers = []
    for path in sorted((ROOT / ".github/workflows").glob("*.yml")):
        for name, job in yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].items():
            said = [step for step in job["steps"] if re.search(r"make .*signature( |$)", step.get("run", ""), re.MULTILINE)]  # fmt: skip
            signers += [(path.name, name)] * len(said)
            # Only what deploys to Pages has an identity, and it runs nothing of a proposal.
            has_identity = "id-token" in job.get("permissions", {})
            assert has_identity == any("deploy-pages" in step.get("uses", "") for step in job["steps"])  # fmt: skip
    assert signers == [("site.yml", "publier")]


@pytest.mark.parametrize("name", ["direct.yml", "alerte.yml"])
def test_a_round_that_publishes_again_keeps_the_signature_of_the_release(name: str) -> None:
    every = steps(name, "construire")
    runs = [step.get("run", "") for step in every]
    kept = runs.index('make --silent signature-publiee ADRESSE="$ADRESSE"')
    assert "upload-pages-artifact" in every[kept + 1]["uses"]  # after all that changes site/


def rule(target: str) -> str:
    return MAKEFILE.partition(f"\n{target}:")[2].partition("\n\n")[0].replace("\\\n", " ")


def test_what_is_called_has_the_options_of_the_version_that_is_locked() -> None:
    assert re.search(r"(?m)^sigstore==4\.", LOCK)
    given = rule("signature").partition("sigstore attest")[2]
    assert set(re.findall(r"--[a-z-]+", given)) == {"--predicate", "--predicate-type", "--bundle"}
    assert set(re.findall(r"--[a-z-]+", given)) <= OPTIONS["attest"]
    assert f"--predicate-type {provenance.PREDICATE_TYPE} " in given
    assert provenance.PREDICATE_TYPE in PREDICATE_TYPES
    asked = VERIFICATION.partition("verify identity")[2]
    assert set(re.findall(r"--[a-z-]+", asked)) <= OPTIONS["verify identity"]
    assert published_signature.SIGNATURE.rpartition("/")[2] in asked
    assert '--bundle "$(dir $(MANIFESTE))provenance.sigstore.json" "$(MANIFESTE)"' in given


def test_the_readme_says_how_to_verify_as_the_page_does() -> None:
    assert f"$ {VERIFICATION.format(ANY_REPOSITORY)}\n" in README


def test_only_what_signs_installs_what_signs() -> None:
    assert re.findall(r"(?m)^(\S+):.* ?\.venv/\.signature$", MAKEFILE) == ["signature"]
    for name in ("site", "dev"):
        assert "sigstore" not in (ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "donnees").mkdir()
    (tmp_path / published_signature.MANIFEST).write_bytes(b"a  b\n")
    return tmp_path


@pytest.mark.parametrize(
    ("published", "said"),
    [
        ({"donnees/sha256sums.txt": b"a  b\n", "donnees/provenance.sigstore.json": b"{}"}, "Signature reprise du site publié."),
        ({"donnees/sha256sums.txt": b"c  b\n", "donnees/provenance.sigstore.json": b"{}"}, "Pas de signature : les empreintes publiées ne sont pas celles de ce site."),
        ({"donnees/sha256sums.txt": b"a  b\n"}, "Pas de signature : le site publié n'en donne pas."),
        ({}, "Pas de signature : les empreintes publiées ne sont pas celles de ce site."),
    ],
)  # fmt: skip
def test_a_published_signature_is_kept_where_it_still_holds(
    site: Path, published: dict[str, bytes], said: str
) -> None:
    assert published_signature.kept(site, published.get) == said
    assert (site / published_signature.SIGNATURE).exists() == said.startswith("Signature")


@pytest.mark.parametrize("address", ["", "pas une adresse", "http://127.0.0.1:1/"])
def test_a_silent_site_never_stops_what_is_published(
    site: Path, capsys: pytest.CaptureFixture[str], address: str
) -> None:
    assert published_signature.main([address, str(site)]) == 0
    assert capsys.readouterr().out == f"{published_signature.OTHER}\n"
    assert published_signature.main([address, str(site / "absent")]) == 0
    assert capsys.readouterr().out == "Pas de signature : No such file or directory.\n"
