"""How hosts serve the site: three files that say one table; where nginx or Caddy is installed, what they answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_src.gestion import headers
from site_src.publishing import compression, hosting, media, policy, seal
from tools import hebergement, servers

LONG = b"La Seine monte. " * 200
PATHS = (
    "index.html", "404.html", "sw.js", "site.webmanifest", "direct.json", "documents/dicrim.pdf", "donnees/a/a.csv",
    "donnees/a/a.parquet", "donnees/a/a.geojson", "donnees/a/a.gpkg", "donnees/a/versions.atom", "en-ce-moment/alertes.atom",
    "en-ce-moment/cap/a.xml", "en-ce-moment/cap/index.json", "assets/style.3f2a1b9c04.css", "assets/navigateur/a.3f2a1b9c04.js",
    "assets/polices/a.3f2a1b9c04.woff2", "pagefind/fragment/fr_0.pf_fragment", "pagefind/pagefind.js", "cartes/couches/eau.json",
    "donnees/index.json", "donnees/openapi.json", "donnees/a/a.metadata.json", "donnees/a/graphique.png",
    "donnees/a/par/voie/05.json", "donnees/a/1.0.0/sha256sums.txt", "cartes/a/index.html", "cartes/a/interactive/index.html",
    "en/maps/a/interactive/index.html", "donnees/explorer/index.html", "donnees/explorer/cadre/index.html", "gestion/index.html",
    "gestion/config.json", "en/crisis.html", "cartes/interactive-a/index.html",
)  # fmt: skip


def test_the_files_of_the_repository_are_those_of_the_table() -> None:
    for name, text in hebergement.files().items():
        assert (hebergement.FOLDER / name).read_text(encoding="utf-8") == text, "python -m tools.hebergement"  # fmt: skip


def test_what_is_named_by_its_content_is_kept_and_everything_else_is_asked_again() -> None:
    kept = {path for path in PATHS if hosting.headers_of(path)["Cache-Control"] == hosting.KEPT}
    assert kept == {path for path in PATHS if path.startswith(("assets/", "pagefind/fragment/"))}
    assert hosting.headers_of("direct.json")["Cache-Control"] == "no-cache"


def test_data_are_read_from_other_sites_and_pages_are_not() -> None:
    for path in (path for path in PATHS if path.startswith("donnees/")):
        said = hosting.headers_of(path)
        assert said["Access-Control-Allow-Origin"] == "*", path
        assert "Range" in said["Access-Control-Allow-Headers"], path
    assert "Access-Control-Allow-Origin" not in hosting.headers_of("index.html")


def test_every_address_has_the_headers_of_safety() -> None:
    for path in PATHS:
        assert hosting.EVERYWHERE.keys() <= hosting.headers_of(path).keys()


def test_other_sites_may_frame_what_is_made_to_be_embedded_and_nothing_else() -> None:
    said = {path: hosting.headers_of(path)["Content-Security-Policy"] for path in PATHS}
    framed = {path for path, one in said.items() if "frame-ancestors" not in one}
    assert framed == {
        "cartes/a/interactive/index.html",
        "en/maps/a/interactive/index.html",
        "donnees/explorer/cadre/index.html",
    }
    for path in framed:
        assert f"{said[path]}; frame-ancestors 'self'" == policy.HEADER


def test_the_editor_has_its_own_headers_and_nobody_frames_it() -> None:
    own = {path for path in PATHS if hosting.headers_of(path).items() >= headers.HEADERS.items()}
    assert own == {"gestion/index.html", "gestion/config.json"}
    assert headers.HEADERS["Content-Security-Policy"].endswith("; frame-ancestors 'none'")


def test_the_header_allows_nothing_that_a_document_refuses_but_styles_and_says_who_may_frame_it() -> (
    None
):
    own = seal.policy("<html></html>").split("; ")
    header = policy.HEADER.split("; ")
    assert set(header) - set(own) == {"style-src 'self' 'unsafe-inline'", "frame-ancestors 'self'"}
    assert set(own) - set(header) == {"style-src 'self'"}


# Three maps in one folder have one rule.
MAPS = [f"cartes/{name}/{part}index.html" for name in ("c", "d") for part in ("", "interactive/")]
DOCUMENTS = MAPS + [path for path in PATHS if path.endswith(".html")]


def rules(said: str) -> list[tuple[str, dict[str, str]]]:
    """The rules of a `_headers`: pattern → headers."""
    made: list[tuple[str, dict[str, str]]] = []
    for line in said.splitlines():
        if line.startswith("/"):
            made.append((line, {}))
        else:
            name, _, value = line.strip().partition(": ")
            made[-1][1][name] = value
    return made


def matching(said: str, address: str) -> list[dict[str, str]]:
    """The headers of each rule that an address matches, as Netlify reads its pattern.

    It lets the bars before « * » and at the end be left out, and knows no capitals: it matches more than Cloudflare Pages.
    """
    found = []
    for pattern, own in rules(said):
        words = re.escape(pattern.removesuffix("/")).replace(":page", "[^/]+")
        if re.fullmatch(words.replace(r"/\*", "/?.*").replace(r"\*", ".*") + "/?", address, re.IGNORECASE):  # fmt: skip
            found.append(own)
    return found


def test_no_header_of_pages_is_said_twice_of_an_address_and_each_document_has_its_own() -> None:
    """Such hosts join the values of two rules: two policies hold both, « no-cache, immutable » would mean neither."""
    said = hosting.for_pages(DOCUMENTS)
    for path in (*PATHS, *MAPS):
        for address in {f"/{path}", f"/{path}".removesuffix("index.html")}:
            own = matching(said, address)
            names = [name for one in own for name in one]
            assert len(names) == len(set(names)), address
            if path in DOCUMENTS:
                wanted = {name: value for name, value in hosting.headers_of(path).items() if name != "Cache-Control"}  # fmt: skip
                assert {name: value for one in own for name, value in one.items()} == wanted


def test_pages_say_nothing_of_an_editor_that_is_not_built() -> None:
    without = [path for path in DOCUMENTS if not path.startswith("gestion/")]
    assert "/gestion" not in hosting.for_pages(without)
    assert "/gestion/*\n  Content-Security-Policy: default-src 'none'" in hosting.for_pages(DOCUMENTS)  # fmt: skip


def block(text: str, start: str) -> list[str]:
    """The lines of the block of nginx that `start` opens."""
    return text.partition(f"{start} {{\n")[2].partition("\n}")[0].splitlines()


def test_nginx_says_of_each_path_what_the_table_says() -> None:
    said = hosting.nginx()
    fixed = dict(re.findall(r'add_header (\S+) "([^"]*)" always;', said))
    for path in PATHS:
        found = dict(fixed)
        for name, variable in re.findall(r"add_header (\S+) (\$\w+) always;", said):
            lines = [re.fullmatch(r'    (?:default|"~(.+?)") "(.*)";', line) for line in block(said, f"map $uri {variable}")]  # fmt: skip
            values = [line for line in lines if line]
            assert len(values) == len(lines)
            found[name] = next((one[2] for one in values if one[1] and re.search(one[1], f"/{path}")), values[0][2])  # fmt: skip
        assert {name: value for name, value in found.items() if value} == hosting.headers_of(path)


def test_caddy_says_of_each_path_what_the_table_says_and_once() -> None:
    said = re.sub(r"handle_errors \{[\s\S]*", "", hosting.caddy())
    matchers = dict(re.findall(r"\t@(\w+) (path_regexp \S+)\n", said))
    matchers |= dict(re.findall(r"\t@(\w+) \{\n((?:\t\tnot path_regexp .*\n)+)\t\}", said))
    lines = [(None, one) for one in re.findall(r"\theader \{\n([\s\S]*?)\n\t\}", said)]
    lines += re.findall(r"\theader @(adresses\d) \{\n([\s\S]*?)\n\t\}", said)
    lines += re.findall(r"\theader @(autres\d) (.*)", said)
    for path in PATHS:
        found: dict[str, str] = {}
        for matcher, text in lines:
            tests = re.findall(r"(not )?path_regexp (\S+)", matchers[matcher] if matcher else "")
            if all(bool(re.search(pattern, f"/{path}")) != bool(no) for no, pattern in tests):
                for name, value in re.findall(r'([\w-]+) "([^"]*)"', text):
                    assert name not in found, (path, name)
                    found[name] = value
        assert found == hosting.headers_of(path)


def test_nginx_s_file_is_made_of_whole_directives() -> None:
    depth = 0
    for line in hosting.nginx().splitlines():
        text = re.sub(r'"[^"]*"', '""', line).partition("#")[0].strip()
        assert not text or text.endswith((";", "{", "}")), line
        depth += text.count("{") - text.count("}")
        assert depth >= 0
    assert depth == 0


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    for path in PATHS:
        files = {path: LONG, **(compression.forms({path: LONG}) if path.rpartition(".")[2] in media.TEXTS else {})}  # fmt: skip
        for name, raw in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(raw)
    (folder / ".empreinte").write_bytes(b"x")
    return folder


@pytest.fixture(params=["nginx", "caddy"])
def port(request: pytest.FixtureRequest, site: Path, tmp_path: Path) -> Iterator[int]:
    if not servers.installed(request.param):
        pytest.skip(f"{request.param} n'est pas installé")
    own = tmp_path / "serveur"
    own.mkdir()
    with getattr(servers, request.param)(site, own) as found:
        yield found


def test_a_server_says_of_each_file_what_the_table_says(port: int) -> None:
    for path in PATHS:
        status, headers, body = servers.ask(port, path)
        assert (status, body) == (200, LONG), path
        wanted = {name.lower(): value for name, value in hosting.headers_of(path).items()}
        assert {name: headers.get(name) for name in wanted} == wanted, path
        kind = media.ALERT if path.endswith("cap/a.xml") else media.TYPES[path.rpartition(".")[2]]
        assert headers["content-type"].partition(";")[0] == kind, path
        assert ("charset=utf-8" in headers["content-type"].lower()) == (path.rpartition(".")[2] in media.TEXTS), path  # fmt: skip
        assert ("access-control-allow-origin" in headers) == ("access-control-allow-origin" in wanted)  # fmt: skip


def test_a_server_sends_the_form_that_the_reader_takes_and_parts_of_data(port: int) -> None:
    status, headers, body = servers.ask(port, "", **{"Accept-Encoding": "gzip"})
    assert (status, headers["content-encoding"]) == (200, "gzip")
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert len(body) < len(LONG)
    status, headers, body = servers.ask(port, "donnees/a/a.parquet", Range="bytes=3-6")
    assert (status, body) == (206, LONG[3:7])


def test_a_server_answers_for_what_is_not_there_or_not_to_be_read(port: int) -> None:
    for path in ("rien/", ".empreinte"):
        status, headers, body = servers.ask(port, path)
        assert (status, body) == (404, LONG)
        assert headers["content-type"] == "text/html; charset=utf-8"
        assert headers["content-security-policy"] == policy.HEADER
    assert servers.ask(port, "donnees/a/a.csv", "OPTIONS")[0] == 204
