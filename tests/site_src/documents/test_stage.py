"""The stage: sheets, posters and JSON of every risk; one figure changed is changed in every form."""

from __future__ import annotations

import io
import json
import time
from dataclasses import replace
from pathlib import PurePosixPath

import pikepdf
import pytest
import yaml

from opendata.findings import Finding, FindingsError
from site_src.crues import pages as crues
from site_src.documents.composition import Typesetter
from site_src.documents.posters import RESERVE, read_posters
from site_src.documents.stage import CHART, own_words, printed_pictograms
from site_src.risques.register import Register
from site_src.risques.seine_reading import SERIES
from tests.builds import ROOT
from tests.site_src.documents.conftest import OPTIONS, Files, Made, register_of
from tests.site_src.documents.pdf import read
from tests.site_src.dossiers.cases import LANGUAGES
from tests.tables import rows, with_cells

TEMPLATES = {
    path.name: path.read_text(encoding="utf-8")
    for path in (ROOT / "site_src").glob("*/templates/*.j2")
}
TYPST = {
    path.name: path.read_bytes() for path in (ROOT / "site_src/documents/templates").glob("*.typ")
}
CRESTS = "data/datasets/crues/crues.csv"
A4, A3 = (595.3, 841.9), (841.9, 1190.6)


def changed(files: Files, path: str, before: str, after: str) -> Files:
    text = files[path].decode()
    assert text.count(before) == 1, before
    return {**files, path: text.replace(before, after).encode()}


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_every_risk_has_a_sheet_of_two_a4_pages_at_most(documents: Files, files: Files) -> None:
    for risque in register_of(files).risques:
        sheet = read(documents[f"site/documents/fiches/{risque.id}.pdf"])
        assert sheet.pages <= 2, risque.id
        assert sheet.taille_pt == pytest.approx(A4, abs=0.5)
        assert sheet.titre == risque.titre.replace("'", "’").replace(" :", "\N{NO-BREAK SPACE}:")
        assert sheet.partie_ua == "1"


def test_a_poster_is_one_page_of_its_paper_and_says_it_is_a_draft(
    documents: Files, files: Files
) -> None:
    posters = {path: raw for path, raw in documents.items() if "/affiches/" in path}
    declared = yaml.safe_load(files["data/affiches.yaml"])["affiches"]
    assert {PurePosixPath(path).stem for path in posters} == {
        f"{one['risque']}-{paper}" for one in declared for paper in ("a4", "a3")
    }
    for path, raw in posters.items():
        poster = read(raw)
        assert poster.pages == 1
        assert poster.taille_pt == pytest.approx(A3 if path.endswith("-a3.pdf") else A4, abs=0.5)
        assert squeezed(RESERVE) in squeezed(poster.text)
        assert squeezed("Ce document n’est pas le DICRIM officiel") in squeezed(poster.text)
        assert len(poster.racine.all("Figure")) == 1


def test_a_poster_shows_official_instructions_alone(documents: Files, files: Files) -> None:
    name = yaml.safe_load(files["data/affiches.yaml"])["affiches"][0]["risque"]
    shown = next(one for one in register_of(files).risques if one.id == name)
    text = squeezed(read(documents[f"site/documents/affiches/{name}-a4.pdf"]).text)
    for consigne in shown.consignes.pendant:
        assert (squeezed(consigne.texte.replace("'", "’")) in text) == (consigne.fiabilite == "S")


def test_the_json_holds_every_risk_and_every_source_it_cites(
    documents: Files, files: Files
) -> None:
    found = json.loads(documents["site/documents/registre.json"])
    assert {one["canal"] for one in found["contacts"] if one["numero"] == "114"} == {"sms"}
    register = register_of(files)
    assert [risque["id"] for risque in found["risques"]] == [
        risque.id for risque in register.risques
    ]
    declared = {source["id"] for source in found["sources"]}
    assert cited(found["risques"]) <= declared
    gestures = {one["geste"] for risque in found["risques"] for phase in risque["consignes"].values() for one in phase}  # fmt: skip
    assert gestures - {None} <= {geste["id"] for geste in found["gestes"]}
    assert found["mention"].startswith("Ce site n’est pas le DICRIM officiel")
    said = register.document.adopte_le
    assert found["document"]["adopte_le"] == (said and said.isoformat())


def cited(node: object) -> set[str]:
    if isinstance(node, list):
        return set().union(*map(cited, node)) if node else set()
    if isinstance(node, dict):
        own = {str(node["source"])} if "source" in node else set()
        return own.union(*map(cited, node.values()))
    return set()


def lone_crest(files: Files) -> tuple[str, str]:
    """A crest whose height is written nowhere else, and that height; not one of the annual series."""
    for row in rows(files[CRESTS]):
        height = row["hauteur_m"]
        seen = sum(raw.count(height.encode()) + raw.count(height.replace(".", ",").encode())
                   for path, raw in files.items() if path.startswith("data/"))  # fmt: skip
        if seen == 1 and row["source"] not in SERIES:
            return row["id_crue"], height
    raise AssertionError("every height is written twice")


def test_one_crest_changed_is_changed_in_page_chart_pdf_csv_and_json(
    files: Files, make: Made
) -> None:
    crest, old = lone_crest(files)
    new = next(
        height for height in (f"{metres}.97" for metres in range(1, 9))
        if not any(height.encode() in raw for raw in files.values())
    )  # fmt: skip
    after = {**files, CRESTS: with_cells(files[CRESTS], crest, hauteur_m=new)}
    published, documents = make(after)
    register = register_of(after)
    page = crues.pages(register, published, TEMPLATES, [crues.spoken(LANGUAGES["fr"])])[0].body
    forms = {
        "page des hauteurs": page.replace("&#44;", ","),
        "graphique": published[CHART].decode(),
        "pdf": read(documents["site/documents/dicrim.pdf"]).text,
        "csv": published["site/donnees/crues/crues.csv"].decode().replace(".", ","),
        "json": documents["site/documents/registre.json"].decode().replace(".", ","),
    }
    said = {
        name: tuple(height.replace(".", ",") in text for height in (new, old))
        for name, text in forms.items()
    }
    assert said == dict.fromkeys(forms, (True, False))


def test_the_same_records_make_the_same_bytes_whatever_the_time_zone(
    files: Files, make: Made, documents: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    try:
        assert make(files)[1] == documents
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_value_is_text_never_markup() -> None:
    value = "#eval(1) *gras* _x_ <b> $y$ @ref [z] \\ // `c` = titre"
    data = {
        "titre": value, "pictogramme": "pictogramme-x.svg", "resume": value, "blocs": [{"genre": "statement", "texte": value, "tete": "", "origine": value, "a_confirmer": False}],
        "urgences": [], "mention": value, "edition": "", "annee": 2025, "mois": 1, "jour": 1, "taille": 10,
    }  # fmt: skip
    data["urgences"] = [{"numero": "15", "nom": value, "usage": ""}]
    files = {**TYPST, **printed_pictograms({"x": '<path d="M2 2h4"/>'}, {})}
    made = read(Typesetter(files, int(OPTIONS["epoch"])).compose("fiche.typ", data))
    assert made.titre == value
    assert squeezed(made.text).count(squeezed(value)) == 5


def test_a_sheet_too_long_is_a_finding(files: Files, make: Made) -> None:
    start = "\nconsignes:\n  avant:\n"
    path = next(path for path, raw in files.items() if f"{start}    - ".encode() in raw)
    told = yaml.safe_load(files[path])["consignes"]["avant"][0]
    long = "\n".join(f'    - {{texte: "Attendez les secours au point {point}.", source: {told["source"]}, fiabilite: {told["fiabilite"]}}}'
                     for point in range(1000, 1400))  # fmt: skip
    with pytest.raises(FindingsError) as error:
        make(changed(files, path, start, f"{start}{long}\n"))
    page = path.removeprefix("data").removesuffix(".yaml")
    assert [str(finding) for finding in error.value.findings] == [
        f"{path}:0:0: fiche imprimée de plus de 2 pages — règle : une fiche de risque tient sur 2 pages A4 — remède : raccourcir consignes, alerte ou lieux — page : {page}/"
    ]


@pytest.fixture
def doubtful(files: Files) -> Register:
    """The register once no instruction of its first risk was read in an official source."""
    register = register_of(files)
    first, *others = register.risques
    pendant = tuple(one.model_copy(update={"fiabilite": "P"}) for one in first.consignes.pendant)
    consignes = first.consignes.model_copy(update={"pendant": pendant})
    return replace(register, risques=(first.model_copy(update={"consignes": consignes}), *others))


@pytest.mark.parametrize(
    ("risque", "message"),
    [
        ("cyclone", "risque « cyclone » inconnu — règle : une affiche est celle d'un risque du registre — remède : corriger l'identifiant"),
        ("", "risque « {first} » sans consigne officielle pendant l'évènement — règle : une affiche ne montre que des consignes de fiabilité S — remède : retirer l'affiche, ou retrouver la source officielle"),
    ],
)  # fmt: skip
def test_a_poster_that_cannot_be_made_is_told_in_these_words(
    doubtful: Register, risque: str, message: str
) -> None:
    findings: list[Finding] = []
    first = doubtful.risques[0].id
    line = f"  - {{risque: {risque or first}, titre: Essai, alternative: Essai}}"
    assert read_posters(f"affiches:\n{line}\n".encode(), doubtful, findings) is None
    said = message.replace("{first}", first)
    assert [str(finding) for finding in findings] == [f"data/affiches.yaml:2:14: {said}"]


def test_a_pictogram_is_printed_in_the_colour_of_titles() -> None:
    (name, raw), *others = printed_pictograms({"orage": '<path d="M2 2h4"/>'}, {}).items()
    assert (name, others) == ("pictogramme-orage.svg", [])
    assert b'xmlns="http://www.w3.org/2000/svg"' in raw
    assert b'stroke="#0b2f50"' in raw
    assert b"currentColor" not in raw


def test_a_sheet_has_the_letters_of_the_site(documents: Files) -> None:
    raw = next(raw for path, raw in documents.items() if path.startswith("site/documents/fiches/"))
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        fonts = [str(font.BaseFont) for font in pdf.pages[0].Resources.Font.values()]
    assert any("AtkinsonHyperlegibleNext" in name for name in fonts), fonts


def test_every_drawing_is_a_file_that_others_may_show(documents: Files, files: Files) -> None:
    drawn = {path.removeprefix("data/") for path in files if path.startswith("data/pictogrammes/")}
    shown = {path.removeprefix("site/documents/") for path in documents if "/pictogrammes/" in path}
    assert shown == drawn
    assert all(b"currentColor" not in documents[f"site/documents/{path}"] for path in shown)


def test_a_drawing_speaks_with_its_own_title_and_description() -> None:
    assert own_words(
        b"<svg><title id='a'>Carte d&#39;ici</title><desc>Deux zones</desc></svg>"
    ) == (
        "Carte d'ici",
        "Carte d'ici. Deux zones",
    )
