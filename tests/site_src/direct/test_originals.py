"""Originals are judged before they are kept, and described by their digest; nothing of them enters the repository."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from opendata.findings import Finding
from opendata.model import SOURCES_PATH, Source
from opendata.records.sources import read_sources
from site_src import commands
from site_src.direct import originals
from site_src.direct.answers import FeedError
from site_src.direct.originals import Original
from site_src.direct.transport import Question, Reply
from tests.site_src.direct.answers import ROOT

ENTRY = """- id: {id}
  editeur: Éditeur
  jeu: Un jeu
  adresse: https://exemple.invalid/{id}
  telechargement: https://exemple.invalid/{id}/export
  licence: {{id: ODbL-1.0, a_confirmer: false}}
  millesime: non indiqué
  consulte_le: 2026-01-01
  fichier: {file}
  sha256: {digest}
  methode: Une phrase.  # gardée
  limites: [Aucune.]

"""
NO_DIGEST = "a" * 64


def archive(*names: str) -> bytes:
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w") as content:
            for name in names:
                content.writestr(
                    zipfile.ZipInfo(name), b"x"
                )  # without the time: it stands in the names of tests
        return file.getvalue()


def text(*entries: tuple[str, str, str]) -> str:
    return "# Un commentaire.\n" + "".join(
        ENTRY.format(id=name, file=file, digest=digest) for name, file, digest in entries
    )


def sources(described: str) -> dict[str, Source]:
    findings: list[Finding] = []
    found = read_sources(SOURCES_PATH, described.encode(), findings)
    assert found is not None, findings
    return found


def ask_for(file: str, raw: bytes) -> Original | FeedError:
    described = sources(text(("a", file, NO_DIGEST)))
    (found,) = originals.fetched(described.values(), lambda _: Reply(raw))
    return found if isinstance(found, Original) else found[1]


@pytest.mark.parametrize(
    ("file", "raw"),
    [
        ("a.geojson", b'{"type": "FeatureCollection", "features": [{}]}'),
        ("a.json", b"[{}]"),
        ("a.csv", "\ufeffcode;nom\n1;été\n".encode()),
        ("a.zip", archive("a.shp", "a.dbf")),
    ],
)
def test_an_original_of_its_kind_is_kept(file: str, raw: bytes) -> None:
    found = ask_for(file, raw)
    assert isinstance(found, Original)
    assert (found.raw, found.est_nouveau) == (raw, True)


@pytest.mark.parametrize(
    ("file", "raw", "motif"),
    [
        ("a.geojson", b'{"features": []}', originals.EMPTY),
        ("a.json", b"[]", originals.EMPTY),
        ("a.csv", b"code;nom\n", originals.EMPTY),
        ("a.csv", b"", originals.EMPTY),
        ("a.json", b'{"error_code": "ODSQLError", "message": "..."}', "sa réponse est un message d'erreur"),
        ("a.json", b'{"total_count": 3}', "l'original reçu n'a pas la forme attendue"),
        ("a.csv", b'{\n"error_code": "ODSQLError",\n"message": "..."}', "l'original reçu est un message et non une table"),
        ("a.csv", b"<!doctype html>\n<p>maintenance", "l'original reçu est une page et non des données"),
        ("a.geojson", b"<html>", "sa réponse est une page et non des données"),
        ("a.zip", b"<html>", "l'original reçu n'est pas une archive ZIP"),
        ("a.zip", archive("lisez-moi.txt"), "l'archive reçue ne contient aucun Shapefile"),
        ("a.zip", archive("a.shp")[:40], "l'archive reçue est abîmée"),
    ],
)  # fmt: skip
def test_what_cannot_be_the_original_is_told(file: str, raw: bytes, motif: str) -> None:
    found = ask_for(file, raw)
    assert isinstance(found, FeedError)
    assert found.motif == motif


def test_a_source_without_a_machine_address_is_not_asked() -> None:
    described = text(("a", "a.csv", NO_DIGEST)).replace("  telechargement", "  sans_telechargement")
    assert [*originals.fetched(sources(described).values(), lambda _: Reply(b""))] == []


def test_the_digest_and_the_day_of_a_new_original_are_recorded_and_nothing_else() -> None:
    same, other = b"code\n1\n", b"code\n2\n"
    before = text(("a", "a.csv", hashlib.sha256(same).hexdigest()), ("b", "b.csv", NO_DIGEST), ("c", "c.csv", NO_DIGEST))  # fmt: skip
    described = sources(before)
    found = [Original(described["a"], same), Original(described["b"], other)]
    after = originals.recorded(before, found, date(2026, 1, 28))
    old, new = before.split("\n"), after.split("\n")
    changed = [(one, two) for one, two in zip(old, new, strict=True) if one != two]
    assert changed == [
        ("  consulte_le: 2026-01-01", "  consulte_le: 2026-01-28"),
        (f"  sha256: {NO_DIGEST}", f"  sha256: {hashlib.sha256(other).hexdigest()}"),
    ]
    assert [originals.line(one) for one in found] == [
        "a : inchangé", f"b : nouveau, 0,0 Mo, sha256 {hashlib.sha256(other).hexdigest()}",
    ]  # fmt: skip


def test_the_command_writes_what_it_received_and_fails_when_one_gave_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root, folder = tmp_path / "depot", tmp_path / "originaux"
    (root / "data").mkdir(parents=True)
    (root / SOURCES_PATH).write_text(text(("a", "a.json", NO_DIGEST), ("b", "b.json", NO_DIGEST)), encoding="utf-8")  # fmt: skip

    def ask(question: Question) -> Reply:
        if "/b/" in question.address:
            raise FeedError("refuse", "il refuse la demande (code 404)")
        return Reply(json.dumps([{"a": 1}]).encode())

    monkeypatch.setattr("site_src.direct.session.transport", lambda *_: ask)

    def run(where: Path) -> int:
        return commands.exit_code(lambda: commands.originals(root, where, est_consigne=True))

    assert run(folder) == commands.FOUND
    assert [path.name for path in folder.iterdir()] == ["a.json"]
    assert "b : pas d'original (il refuse la demande (code 404))" in capsys.readouterr().out
    assert NO_DIGEST not in (root / SOURCES_PATH).read_text(encoding="utf-8").split("- id: b")[0]
    assert run(root / "originaux") == commands.USAGE
    assert "à placer hors du dépôt" in capsys.readouterr().err


def test_every_machine_address_is_one_of_the_portal_that_the_source_names() -> None:
    described = sources((ROOT / SOURCES_PATH).read_text(encoding="utf-8"))
    for source in described.values():
        if source.telechargement:
            portal, host = (one.split("/")[2] for one in (source.adresse, source.telechargement))
            assert host == portal or host == portal.replace("www.", "static.")
            assert f"/{source.adresse.rstrip('/').split('/')[-1]}/" in source.telechargement
