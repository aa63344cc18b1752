"""External addresses: what is dead is listed, what could not be checked is not called dead."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tools import links
from tools.links import Address, ToolError, ask, report

CODES = {"/vivante": 200, "/retiree": 410, "/refusee": 403, "/en-panne": 503}


class Site(BaseHTTPRequestHandler):
    """Answers each path with its code; 404 elsewhere."""

    def do_GET(self) -> None:
        self.send_response(CODES.get(self.path, 404))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (its name)
        """Quiet."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def closed() -> str:
    """An address where nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{found.getsockname()[1]}/"


def asked(folder: Path, *addresses: str) -> list[Address]:
    text = "".join(f'- adresse: "{address}"\n' for address in addresses)
    (folder / "sources.yaml").write_text(text, encoding="utf-8")
    return ask(["."], folder, retries=0)


def test_a_page_that_is_gone_is_listed_with_its_place(tmp_path: Path, site: str) -> None:
    said = "\n".join(report(asked(tmp_path, f"{site}/vivante", f"{site}/perdue")))
    assert "2 adresses : 1 morte, 0 non vérifiable." in said
    assert f"- <{site}/perdue> : 404 (sources.yaml:2)" in said
    assert "/vivante" not in said


def test_an_address_written_twice_is_one_with_two_places(tmp_path: Path, site: str) -> None:
    (one,) = asked(tmp_path, f"{site}/retiree", f"{site}/retiree")
    assert (one.code, one.places) == (410, ("sources.yaml:1", "sources.yaml:2"))


def test_a_refusal_or_a_breakdown_proves_nothing(tmp_path: Path, site: str) -> None:
    said = "\n".join(report(asked(tmp_path, f"{site}/refusee", f"{site}/en-panne")))
    assert "2 adresses : 0 morte, 2 non vérifiables." in said
    assert "### Mortes" not in said
    assert f"- <{site}/refusee> : 403 (sources.yaml:1)" in said


def test_nobody_there_is_dead_while_others_answer(tmp_path: Path, site: str, closed: str) -> None:
    said = "\n".join(report(asked(tmp_path, f"{site}/vivante", closed)))
    assert "2 adresses : 1 morte, 0 non vérifiable." in said
    assert f"- <{closed}> : Connection refused" in said


def test_without_a_network_nothing_is_called_dead(tmp_path: Path, closed: str) -> None:
    said = "\n".join(report(asked(tmp_path, closed, f"{closed}x")))
    assert "2 adresses : 0 morte, 2 non vérifiables." in said
    assert said.endswith("Aucune adresse n’a répondu : le réseau manque, rien n’a été vérifié.")


def test_a_slow_site_is_not_a_dead_one(tmp_path: Path, site: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:  # accepts, and never answers
        address = f"http://127.0.0.1:{mute.getsockname()[1]}/"
        (tmp_path / "a.md").write_text(f"<{address}> <{site}/vivante>", encoding="utf-8")
        found = ask(["a.md"], tmp_path, retries=0, timeout_s=1)
    assert [one.is_slow for one in found if one.url == address] == [True]
    assert "0 morte, 1 non vérifiable." in "\n".join(report(found))


@pytest.mark.parametrize(
    ("file", "tool", "said"),
    [
        ("absent.yaml", links.LYCHEE, "Cannot parse inputs"),
        ("vide.yaml", links.LYCHEE, "aucune adresse dans vide.yaml"),
        ("vide.yaml", (*links.LYCHEE, "--inconnue"), "--inconnue"),
        ("vide.yaml", ("absent/lychee",), "No such file"),
    ],
)
def test_a_broken_tool_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, tool: tuple[str, ...], said: str
) -> None:
    (tmp_path / "vide.yaml").write_text("rien: ici\n", encoding="utf-8")
    monkeypatch.setattr(links, "LYCHEE", tool)
    with pytest.raises(ToolError, match=said):
        ask([file], tmp_path)


def test_a_list_ends_with_0_and_a_broken_tool_with_2(
    tmp_path: Path,
    site: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "a.md").write_text(f"<{site}/perdue>", encoding="utf-8")
    monkeypatch.setattr(links, "ROOT", tmp_path)
    monkeypatch.setattr(links, "INPUTS", ("a.md",))
    assert links.main() == 0
    assert f"{site}/perdue" in capsys.readouterr().out
    monkeypatch.setattr(links, "INPUTS", ("absent.md",))
    assert links.main() == 2
    assert "lychee n'a pas pu vérifier les adresses : Error" in capsys.readouterr().err
