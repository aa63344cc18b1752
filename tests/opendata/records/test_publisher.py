"""What of the site's identity travels with the data."""

from __future__ import annotations

from opendata.records.publisher import NOT_OFFICIAL, read_publisher
from site_src.frame.identity import A_COMPLETER, NON_OFFICIEL


def test_data_and_pages_carry_the_same_sentence() -> None:
    assert NOT_OFFICIAL == NON_OFFICIEL


def test_an_unknown_publisher_reads_as_on_the_pages() -> None:
    publisher = read_publisher("data/site.yaml", b"dicrim: {adopte: false}\n", [])
    assert publisher is not None
    assert (publisher.nom, publisher.mention) == (A_COMPLETER, NON_OFFICIEL)


def test_once_adopted_the_sentence_goes() -> None:
    publisher = read_publisher(
        "data/site.yaml", b"editeur: X\ndicrim: {adopte: true, arrete: Y}\n", []
    )
    assert publisher is not None
    assert (publisher.nom, publisher.mention) == ("X", "")
