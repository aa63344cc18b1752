"""The confidential record of a release, and what a history does with it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from opendata.disclosure.__main__ import main
from opendata.disclosure.history.file import checksum, read_history

COUNTS = "lieu,n\na,2\nb,20\nc,31\n"
MOVED = "lieu,n\na,3\nb,19\nc,31\n"  # every count that was published is the same
PROTECT = ("--count", "n", "--dimension", "lieu")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("avant", "secret", "apres"):
        Path(folder).mkdir()
    Path("c.csv").write_text(COUNTS, encoding="utf-8")
    assert (
        main(["protect", "c.csv", *PROTECT, "--out", "avant/o.csv", "--record", "secret/r.csv"])
        == 0
    )


def history(record: str = "secret/r.csv") -> str:
    Path("h.csv").write_text(
        "release,date,table,sha256,dimensions,facts,status,record\n"
        f"avant,2026-01-15,avant/o.csv,{checksum(Path('avant/o.csv'))},lieu,,published,{record}\n",
        encoding="utf-8",
    )
    return "h.csv"


def again(counts: str, record: str = "secret/r.csv") -> int:
    Path("c.csv").write_text(counts, encoding="utf-8")
    return main(
        ["protect", "c.csv", *PROTECT, "--history", history(record), "--out", "apres/o.csv"]
    )


def test_a_record_holds_every_count_says_that_it_is_confidential_and_is_its_owner_s() -> None:
    path = Path("secret/r.csv")
    assert path.read_text(encoding="utf-8") == (
        "lieu,value,status\nTotal,53,published\na,2,CONFIDENTIAL\nb,20,CONFIDENTIAL\nc,31,published\n"
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_record_is_not_read_as_a_published_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "secret/r.csv", "--dimension", "lieu"]) == 1
    assert "secret/r.csv:3:3: statut et effectif se contredisent" in capsys.readouterr().err


def test_a_record_stays_out_of_every_repository(capsys: pytest.CaptureFixture[str]) -> None:
    Path("apres/.git").mkdir()
    assert (
        main(["protect", "c.csv", *PROTECT, "--out", "avant/o.csv", "--record", "apres/r.csv"]) == 2
    )
    assert "--record : le rapport confidentiel reste hors de tout dépôt" in capsys.readouterr().err


def test_a_hidden_count_that_changed_is_seen_with_the_record(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert again(COUNTS) == 0
    capsys.readouterr()
    Path("apres/o.csv").unlink()
    assert again(MOVED) == 1
    assert capsys.readouterr().err == (
        "rien n'est écrit : des effectifs publiés avant ne sont plus ceux du fichier : (a), (b)\n"
    )
    assert not Path("apres/o.csv").exists()


@pytest.mark.parametrize("record", ["", "secret/ailleurs.csv"])
def test_without_the_record_the_public_table_alone_is_compared(record: str) -> None:
    assert again(MOVED, record) == 0


def test_the_record_of_another_table_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    path = Path("secret/r.csv")
    path.write_text(path.read_text(encoding="utf-8").replace("c,31", "c,32"), encoding="utf-8")
    capsys.readouterr()
    assert again(COUNTS) == 1
    assert capsys.readouterr().err == (
        "secret/r.csv:0:0: registre d'une autre table — règle : un registre a les cases de sa table, et les mêmes "
        "effectifs où elle en publie — remède : reprendre celui que --record a écrit avec elle\n"
    )
    path.write_text("lieu,value,status\nailleurs,2,CONFIDENTIAL\n", encoding="utf-8")
    assert again(COUNTS) == 1
    assert capsys.readouterr().err == (
        "secret/r.csv:2:0: ligne qui n'est pas d'un registre — règle : un registre a les cases de sa table, et les mêmes "
        "effectifs où elle en publie — remède : reprendre celui que --record a écrit avec elle\n"
    )


def test_an_audit_does_not_open_the_record() -> None:
    Path("secret/r.csv").write_text("rien\n", encoding="utf-8")
    assert main(["audit-history", history()]) == 0
    assert read_history(Path("h.csv"))[0].record is None
