"""config.yml: made from the records, in French, with their limits and the choices of the register."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

import pytest
import yaml

from opendata.findings import FindingsError
from site_src.engine.tree import matches
from site_src.frame.identity import Identite
from site_src.gestion import policy
from site_src.gestion.collections import every_record
from site_src.gestion.configuration import backend
from tests.builds import UNKNOWN, outputs, record
from tests.site_src.gestion.asked import IDENTITY, files, published

GITLAB = b"gestion: {service: gitlab, depot: groupe/depot, connexion: https://gitlab.exemple.fr/, application: abc}\n"


@pytest.fixture(scope="module")
def config() -> dict[str, Any]:
    made: dict[str, Any] = yaml.safe_load(published()["gestion/config.yml"])
    return made


def collection(config: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in config["collections"] if one["name"] == name)


def field(fields: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(one for one in fields if one["name"] == name)


def every_field(fields: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in fields:
        yield one
        yield from every_field(one.get("fields", []))


def test_a_site_that_does_not_ask_for_the_editor_has_none_of_it() -> None:
    assert outputs("gestion", {**files(), IDENTITY: UNKNOWN[IDENTITY]}) == {}


def test_the_form_of_an_alert_has_the_record_s_limits_in_french(config: dict[str, Any]) -> None:
    fields = collection(config, "alertes")["fields"]
    assert field(fields, "titre")["label"] == "Titre"
    pattern, message = field(fields, "titre")["pattern"]
    assert re.search(pattern, "x" * 60)
    assert not re.search(pattern, "x" * 61)
    assert not re.search(pattern, "=1")
    assert message == "une seule ligne, 60 caractères au plus, qui commence par un mot"
    assert field(fields, "debut")["format"] == "YYYY-MM-DD HH:mm"
    assert [one["value"] for one in field(fields, "niveau")["options"]][-1] == "danger en cours"
    assert field(fields, "secteurs")["min"] == 1
    assert field(fields, "remplace")["widget"] == "relation"


def test_choices_come_from_the_register(config: dict[str, Any]) -> None:
    fields = collection(config, "alertes")["fields"]
    risks = {
        path.split("/")[-1][:-5]
        for path in files()
        if path.startswith("data/risques/") and b"\nfamille:" in files()[path]
    }
    assert {one["value"] for one in field(fields, "risque")["options"]} == risks
    facts = field(collection(config, "risques")["fields"], "description")["fields"]
    assert len(field(facts, "source")["options"]) > len(risks)
    assert (
        field(
            field(collection(config, "evenements")["fields"], "evenements")["fields"], "hauteurs"
        )["fields"][0]
        | {"max": 10, "min": 0}
        == field(
            field(collection(config, "evenements")["fields"], "evenements")["fields"], "hauteurs"
        )["fields"][0]
    )


def test_the_hours_of_a_number_are_typed_in_its_form(config: dict[str, Any]) -> None:
    """A list of records has the records' fields, also when other records choose among them."""
    (file,) = collection(config, "contacts")["files"]
    numbers = field(file["fields"], "contacts")
    assert numbers["widget"] == "list"
    assert field(numbers["fields"], "horaires")["label"] == "Horaires"


def test_every_field_has_a_french_label_and_none_is_a_name_of_ours(config: dict[str, Any]) -> None:
    for one in config["collections"]:
        for form in one.get("files", [one]):
            for widget in every_field(form["fields"]):
                assert re.fullmatch(r"[^_]+", widget["label"]), (one["name"], widget["name"])


def test_every_change_is_a_proposal(config: dict[str, Any]) -> None:
    assert config["publish_mode"] == "editorial_workflow"
    assert (
        config["backend"]
        | {
            "name": "github",
            "repo": "exemple/depot",
            "branch": "main",
            "base_url": "https://connexion.exemple.fr",
            "auth_endpoint": "auth",
        }
        == config["backend"]
    )
    assert "local_backend" not in config


def test_gitlab_is_opened_without_a_secret() -> None:
    gestion = record({IDENTITY: UNKNOWN[IDENTITY] + GITLAB}, "identite", Identite).gestion
    assert gestion is not None
    assert backend(gestion) == {
        "name": "gitlab", "repo": "groupe/depot", "branch": "main", "auth_type": "pkce", "app_id": "abc", "cms_label_prefix": "gestion/",
        "base_url": "https://gitlab.exemple.fr", "api_root": "https://gitlab.exemple.fr/api/v4",
    }  # fmt: skip
    assert "connect-src 'self' https://gitlab.exemple.fr;" in policy.document(gestion)


def test_the_words_of_each_language_are_a_form_that_says_them_in_french(
    config: dict[str, Any],
) -> None:
    words = [one for one in config["collections"] if one["name"].endswith("-mots")]
    for one in words:
        code = one["name"].removesuffix("-mots")
        opened = {file["file"]: file["fields"] for file in one["files"]}
        for path, fields in opened.items():
            written = yaml.safe_load(files()[path])
            if "/mots/" in path:
                french = yaml.safe_load(files()[path.replace(f"/{code}/", "/fr/")])
                assert {field["name"] for field in fields} == french.keys() >= written.keys()
                assert all(field["ecrit"] for field in fields)
    assert {"fr-mots", "en-mots"} <= {one["name"] for one in words}


# What commands write, and former versions.
NOT_ALWAYS = {"data/direct/*", "data/proposes.yaml", "data/datasets/*/versions/**/*"}


def opened(path: str, raw: bytes, config: dict[str, Any]) -> bool:
    """Whether a form opens the file."""
    for one in config["collections"]:
        if any(file["file"] == path for file in one.get("files", ())):
            return True
        if PurePosixPath(path).parent.as_posix() == one.get("folder") and f"\n{one['filter']['value']}:".encode() in b"\n" + raw:  # fmt: skip
            return True
    return False


def test_every_file_of_data_has_a_form_or_the_reason_why_it_has_none(
    config: dict[str, Any],
) -> None:
    why = yaml.safe_load(files()["site_src/gestion/libelles.yaml"])["sans_formulaire"]
    told = {path: [one for one in why if matches(one, path)] for path in files() if path.startswith("data/")}  # fmt: skip
    both = {path: bool(reasons) + opened(path, files()[path], config) if path.endswith(".yaml") else bool(reasons)
            for path, reasons in told.items()}  # fmt: skip
    assert [path for path, count in both.items() if count != 1] == []
    assert {one for one in why if not any(one in reasons for reasons in told.values())} <= NOT_ALWAYS  # fmt: skip


def test_the_page_may_do_what_its_editor_needs_and_no_more() -> None:
    page = published()["gestion/index.html"].decode()
    assert '<meta name="robots" content="noindex, nofollow">' in page
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy.replace("&#x27;", "'") == (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "font-src 'self'; connect-src 'self' https://api.github.com; base-uri 'none'; form-action 'none'"
    )  # fmt: skip


def test_records_below_records_are_all_known() -> None:
    names = {one.__name__ for one in every_record()}
    assert {
        "Alert",
        "Ligne",
        "SourceDite",
        "Risque",
        "Fait",
        "Mesure",
        "Service",
        "Phrase",
        "Dicrim",
    } <= names


@pytest.mark.parametrize(("written", "said"), [
    (b"gestion: {service: github, depot: exemple, connexion: https://c.exemple.fr/}\n", "dépôt « exemple » — règle : un dépôt s'écrit organisation/depot, sans adresse — remède : recopier la fin de son adresse"),
    (b"gestion: {service: github, depot: a/b, connexion: http://c.exemple.fr/}\n", "« http://c.exemple.fr/ » : adresse https attendue — règle : une session s'ouvre à une adresse chiffrée — remède : écrire l'adresse complète du service, https://…"),
    (b"gestion: {service: gitlab, depot: a/b, connexion: https://c.exemple.fr/}\n", "GitLab sans « application » — règle : GitLab n'ouvre une session que pour une application déclarée chez lui — remède : écrire l'identifiant de l'application, ou retirer « gestion »"),
])  # fmt: skip
def test_what_cannot_open_the_editor_is_found(written: bytes, said: str) -> None:
    with pytest.raises(FindingsError) as refused:
        record({IDENTITY: UNKNOWN[IDENTITY] + written}, "identite", Identite)
    assert [str(one).split(": ", 1)[1].split(" — page")[0] for one in refused.value.findings] == [
        said
    ]


def test_an_editor_that_is_not_installed_is_said() -> None:
    without = {path: raw for path, raw in files().items() if "decap-cms" not in path}
    with pytest.raises(FindingsError) as refused:
        outputs("gestion", without)
    assert [str(one) for one in refused.value.findings] == [
        (
            "data/site.yaml:0:0: « gestion » demandée, et l'éditeur n'est pas installé — règle : /gestion/ sert Decap CMS lui-même, "
            "aucun autre site — remède : make gestion, ou retirer « gestion »"
        )
    ]
