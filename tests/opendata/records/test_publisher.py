"""What of the site's identity travels with the data."""

from __future__ import annotations

from opendata.records.publisher import Publisher
from site_src.frame.identity import A_COMPLETER, NON_OFFICIEL, Identite, read_identity

TITLES = b"titre: T\ntitre_court: T\ndescription: D\n"


def identite(said: bytes) -> Identite:
    read = read_identity(TITLES + said, [])
    assert read is not None
    return read


def test_data_and_pages_carry_the_same_sentence() -> None:
    known = identite(b"dicrim: {adopte: false}\n")
    assert known.publisher.mention == known.mention == NON_OFFICIEL


def test_an_unknown_publisher_reads_as_on_the_pages() -> None:
    publisher = identite(b"dicrim: {adopte: false}\n").publisher
    assert publisher == Publisher(A_COMPLETER, "", NON_OFFICIEL)


def test_once_adopted_the_sentence_goes() -> None:
    publisher = identite(
        b"editeur: X\ncourriel: x@exemple.fr\ndicrim: {adopte: true, arrete: Y}\n"
    ).publisher
    assert publisher == Publisher("X", "x@exemple.fr", "")
