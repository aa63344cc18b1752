"""The load is measured where nginx and wrk are, and its absence is said where they are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import load, servers


def test_what_is_missing_is_said_and_nothing_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        servers, "installed", lambda name: None if name == "wrk" else "/usr/sbin/nginx"
    )
    load.show()
    assert capsys.readouterr().out == (
        "       charge : pas mesurée, il manque wrk (Debian : nginx-light, wrk)\n"
    )


def test_requests_a_second_are_told_beside_the_peer_s() -> None:
    assert str(load.Load("ma-rue/", 9000.4, 1500)) == (
        "       charge, /ma-rue/ : 9,000 demandes/s, 6.0 fois celles de nginx sans formes comprimées (1,500) — "
        "16 liaisons, gzip, 127.0.0.1"
    )


def test_the_whole_measure_is_bounded() -> None:
    assert len(load.PAGES) * load.ROUNDS * 2 * load.SECONDS <= 30


def test_a_page_that_is_not_answered_is_no_measure(tmp_path: Path) -> None:
    if load.missing():
        pytest.skip(f"{' et '.join(load.missing())} : pas installé")
    site, own = tmp_path / "site", tmp_path / "serveur"
    for folder in (site, own):
        folder.mkdir()
    with servers.nginx(site, own) as port, pytest.raises(RuntimeError, match="Non-2xx"):
        load.rate(port, "rien/", seconds=1)
