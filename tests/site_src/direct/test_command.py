"""`build.py fetch`: a service that fails is a state to be shown, not a failure of the command."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_src import commands
from site_src.direct.records import KINDS, read_direct
from site_src.direct.services import PATH
from site_src.engine.tree import Tree
from tests.site_src.direct.answers import QUIET, ROOT
from tests.site_src.direct.faulty import Server


@pytest.fixture
def root(tmp_path: Path, server: Server) -> Path:
    """A repository whose services all stand on the server of faults, and refuse: nothing is asked twice."""
    text = (ROOT / PATH).read_text(encoding="utf-8")
    text = re.sub("adresse: .*", f"adresse: {server.address}/ailleurs", text)
    (tmp_path / PATH).parent.mkdir(parents=True)
    (tmp_path / PATH).write_text(text, encoding="utf-8")
    server.behaviours = dict.fromkeys(
        [*QUIET, "ailleurs", "direct.json"], lambda doing: doing.send(404)
    )
    return tmp_path


def run(root: Path, *wanted: str, site: str = "") -> int:
    return commands.exit_code(lambda: commands.fetch(root, wanted, site))


def test_when_every_service_fails_the_records_say_so_and_the_command_is_done(
    root: Path, server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("METEOFRANCE_API_KEY", raising=False)
    monkeypatch.delenv("AIRPARIF_API_KEY", raising=False)
    assert run(root, site=server.address) == 0
    direct = read_direct(Tree(root).select(("data/direct/*.json",)), [])
    assert {name: one.statut for name, one in direct.fiches.items()} == {
        "niveau": "refuse", "troncon": "refuse", "vigilance": "non_configure", "air": "non_configure",
    }  # fmt: skip
    assert capsys.readouterr().out.splitlines() == [
        "rien de repris du site publié : il refuse la demande (code 404)",
        "niveau : refusé (il refuse la demande (code 404))",
        "troncon : refusé (il refuse la demande (code 404))",
        "vigilance : source non configurée (aucune clé d'accès n'est configurée pour ce service)",
        "air : source non configurée (aucune clé d'accès n'est configurée pour ce service)",
    ]


def test_one_feed_is_asked_alone(root: Path) -> None:
    assert run(root, "troncon") == 0
    assert [path.name for path in (root / "data/direct").iterdir()] == ["troncon.json"]


def test_a_key_of_the_environment_is_sent_and_never_shown(
    root: Path, server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("METEOFRANCE_API_KEY", "cle-inventee")
    assert run(root, "vigilance") == 0
    assert server.asked[-1][2]["apikey"] == "cle-inventee"
    said = capsys.readouterr()
    written = (root / "data/direct/vigilance.json").read_text(encoding="utf-8")
    assert "cle-inventee" not in said.out + said.err + written


def test_parameters_that_cannot_be_read_are_findings(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / PATH).write_text("seuils: {}\n", encoding="utf-8")
    assert run(root) == commands.FOUND
    out = capsys.readouterr().out
    assert "data/parametres/direct.yaml:1:1: « services » manque — règle : champ services" in out


def test_an_unknown_feed_is_a_misuse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "seine") == commands.USAGE
    assert sorted(KINDS) == ["air", "niveau", "troncon", "vigilance"]
    assert capsys.readouterr().err == (
        "build.py : --source seine : choisir parmi niveau, troncon, vigilance, air (aide : build.py --help)\n"
    )
