"""Pages are served as GitHub Pages does: compressed, kept ten minutes, nothing outside the folder."""

import gzip
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tools.hosting import answer, hosted


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "cartes").mkdir(parents=True)
    (folder / "cartes" / "index.html").write_text("été" * 100, encoding="utf-8")
    (folder / "a.png").write_bytes(b"\x89PNG" * 100)
    (tmp_path / "secret.txt").write_text("hors du site", encoding="utf-8")
    return folder


def test_text_is_compressed_and_says_so(site: Path) -> None:
    found = answer(site, "/cartes/", compress=True)
    assert found is not None
    assert gzip.decompress(found.body).decode() == "été" * 100
    assert found.headers["Content-Encoding"] == "gzip"
    assert found.headers["Content-Type"] == "text/html; charset=utf-8"
    assert found.headers["Cache-Control"] == "max-age=600"


@pytest.mark.parametrize(("path", "compress"), [("/a.png", True), ("/cartes/", False)])
def test_pictures_and_plain_clients_get_the_bytes_as_they_are(
    site: Path, path: str, compress: bool
) -> None:
    found = answer(site, path, compress)
    assert found is not None
    assert "Content-Encoding" not in found.headers
    assert found.headers["Content-Length"] == str(len(found.body))


@pytest.mark.parametrize("path", ["/absent", "/../secret.txt", "/%2e%2e/secret.txt"])
def test_nothing_else_is_served(site: Path, path: str) -> None:
    assert answer(site, path, compress=True) is None


def test_a_browser_gets_files_and_404(site: Path) -> None:
    with hosted(site) as address:
        asked = Request(f"{address}/cartes/?x=1", headers={"Accept-Encoding": "gzip"})
        with urlopen(asked) as reply:
            assert reply.headers["Content-Encoding"] == "gzip"
            assert gzip.decompress(reply.read()).decode() == "été" * 100
        with pytest.raises(HTTPError, match="404") as refused:
            urlopen(f"{address}/absent")
        refused.value.close()
