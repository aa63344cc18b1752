"""Which files have a form, and of which record: the collections of Decap CMS."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from pydantic import BaseModel

from site_src.alertes.reading import FOLDER as ALERTES
from site_src.alertes.records import Alert, Cancellation
from site_src.documents.posters import PATH as AFFICHES
from site_src.documents.posters import Affiches
from site_src.donnees.translated import FILE as JEUX
from site_src.donnees.translated import Said, Titles
from site_src.dossiers.border import Dossier, Traduction, record_of
from site_src.frame import identity
from site_src.frame.identity import Identite
from site_src.frame.languages import FOLDER as LANGUES
from site_src.frame.languages import MOTS, Language, Langue, places
from site_src.frame.written_pages import FOLDER as PAGES
from site_src.frame.written_pages import FrontMatter
from site_src.gestion.fields import Forms, Widget, records_of
from site_src.preparation.records import FamilyPlan, Kit
from site_src.risques.border import FOLDER as RISQUES
from site_src.risques.border import (
    ContactsFile,
    CriseFile,
    DocumentDicrim,
    FamillesFile,
    FoyerFile,
    GestesFile,
    Risque,
    SourcesFile,
)

Collection = dict[str, Any]
# What reads and writes the files in the browser (editor/gestion.js): one line changed is one line of the proposal.
YAML, MARKDOWN = "yaml-en-place", "page-en-place"
# The keys of a file, as that format tells them: a folder also holds files of another record.
KEYS = "_cles"
RUBRIQUES = {
    "organisation": "Organisation des secours",
    "prevention": "Prévention et tranquillité",
    "se-preparer": "Se préparer",
}
TRANSLATED = ("risques", "se-preparer", "datasets", "cartes")
RECORDS: tuple[type[BaseModel], ...] = (Alert, Cancellation, Risque, ContactsFile, SourcesFile, Dossier, Kit, FamilyPlan, FrontMatter, Traduction, Identite,
                                         FamillesFile, FoyerFile, GestesFile, DocumentDicrim, CriseFile, Affiches, Langue, Said)  # fmt: skip


def every_record() -> list[type[BaseModel]]:
    """The records that have a form, and those inside them."""
    found: dict[str, type[BaseModel]] = {}
    for record in RECORDS:
        found |= records_of(record)
    return list(found.values())


def collections(
    forms: Forms, pages: Iterable[str], languages: Mapping[str, Language], titles: Titles
) -> Iterator[Collection]:
    """All collections, in the order of the menu; `pages` are the paths of the hand-written ones, `titles` those of datasets in each language."""
    yield _alerts(forms)
    yield _cancellations(forms)
    yield from _risks(forms)
    yield _files("contacts", "Numéros utiles", [_file("contacts", "Numéros utiles", f"{RISQUES}/contacts.yaml", forms.fields(ContactsFile))],
                 "Les numéros montrés sur les pages et les documents.")  # fmt: skip
    yield _files("sources", "Sources", list(_sources(forms)),
                 "Ce qui a été lu, et quel jour. Une source nouvelle s'ajoute ici avant d'être choisie dans un fait.")  # fmt: skip
    for name, label in RUBRIQUES.items():
        yield _folder(name, label, f"data/{name}", forms.fields(Dossier), key="sections", title="titre") | {"description": f"Les pages de la rubrique « {label} »."}  # fmt: skip
    yield _prepared(forms)
    yield _shared(forms)
    yield _files("pages", "Pages écrites", [_page(forms, path) for path in sorted(pages)],
                 "Les pages écrites à la main. Ce qui est entre {{ }} ou {% %} est rempli par le site : à laisser tel quel.", MARKDOWN)  # fmt: skip
    for code, language in languages.items():
        if not language.is_source:
            yield from _translations(forms, code, language)
        yield _words(forms, code, language, languages)
        if code in titles:
            yield _titles(forms, code, language, titles[code])
    yield _files("identite", "Identité du site", [_file("site", "Qui publie ce site", identity.PATH, forms.fields(Identite))],
                 "Qui publie le site, où, et si le DICRIM a été adopté. Une valeur vide se lit « à compléter » sur les pages.")  # fmt: skip


def _alerts(forms: Forms) -> Collection:
    fields = [_alert_named(one) for one in forms.fields(Alert)]
    return _folder("alertes", "Alertes", ALERTES, fields, key="risque", title="titre", create=True) | {
        "label_singular": "alerte", "slug": "{{fields.id}}", "summary": "{{titre}} ({{debut}} → {{fin}})",
        "description": "Ce qui se passe, où, jusqu'à quand, et quoi faire. Une alerte publiée ne se change pas : en écrire une autre, qui la remplace ou l'annule.",
    }  # fmt: skip


def _cancellations(forms: Forms) -> Collection:
    fields = [_alert_named(one) for one in forms.fields(Cancellation)]
    return _folder("annulations", "Annulations d'alerte", ALERTES, fields, key="annule", title="annule", create=True) | {
        "label_singular": "annulation", "slug": "{{fields.id}}",
        "description": "Une alerte qui ne vaut plus, et pourquoi.",
    }  # fmt: skip


def _alert_named(one: Widget) -> Widget:
    """The field that names another alert: chosen among those that there are now."""
    if one["name"] not in ("remplace", "annule"):
        return one
    kept = {name: value for name, value in one.items() if name != "pattern"}
    return kept | {"widget": "relation", "collection": "alertes", "value_field": "id", "search_fields": ["titre", "id"], "display_fields": ["titre"]}  # fmt: skip


def _risks(forms: Forms) -> Iterator[Collection]:
    parts = (
        ("risques", "Risques", forms.fields(Risque), "Tout ce que dit la page d'un risque. Un chiffre n'entre que dans un fait, avec sa source."),
        ("consignes", "Consignes", forms.only(Risque, ("consignes", "autorite")), "Que faire avant, pendant et après, risque par risque. Le reste de la fiche ne bouge pas."),
        ("evenements", "Évènements passés", forms.only(Risque, ("evenements", "effets")), "Ce qui est arrivé, risque par risque. Les crues de la Seine sont dans le jeu de données « crues »."),
    )  # fmt: skip
    for name, label, fields, description in parts:
        yield _folder(name, label, RISQUES, fields, key="famille", title="titre") | {
            "description": description
        }


def _prepared(forms: Forms) -> Collection:
    files = [_file("kit-72h", "Le sac d'urgence", "data/se-preparer/kit-72h.yaml", forms.fields(Kit)),
             _file("plan-familial", "Le plan familial", "data/se-preparer/plan-familial.yaml", forms.fields(FamilyPlan))]  # fmt: skip
    return _files(
        "formulaires",
        "Sac d'urgence et plan familial",
        files,
        "Les deux pages que l'habitante remplit ou coche.",
    )


def _sources(forms: Forms) -> Iterator[Collection]:
    folders = {"risques": "Sources des risques"} | {name: f"Sources de « {label} »" for name, label in RUBRIQUES.items()}  # fmt: skip
    for name, label in folders.items():
        yield _file(f"sources-{name}", label, f"data/{name}/sources.yaml", forms.fields(SourcesFile))  # fmt: skip


def _shared(forms: Forms) -> Collection:
    files = [_file("familles", "Familles de risques, et fiches du DDRM", f"{RISQUES}/familles.yaml", forms.fields(FamillesFile)),
             _file("foyer", "Situations du foyer", f"{RISQUES}/foyer.yaml", forms.fields(FoyerFile)),
             _file("gestes", "Gestes dessinés", f"{RISQUES}/gestes.yaml", forms.fields(GestesFile)),
             _file("document", "Révision du DICRIM", f"{RISQUES}/document.yaml", forms.fields(DocumentDicrim)),
             _file("crise", "Fichier de crise : les dix risques", "data/crise.yaml", forms.fields(CriseFile)),
             _file("affiches", "Affiches à imprimer", AFFICHES, forms.fields(Affiches))]  # fmt: skip
    return _files("communs", "Ce que plusieurs pages partagent", files,
                  "Familles, situations, gestes, dates du document, choix des affiches et du fichier de crise. Un geste nouveau a d’abord son dessin.")  # fmt: skip


def _words(
    forms: Forms, code: str, language: Language, languages: Mapping[str, Language]
) -> Collection:
    french = next(one for one in languages.values() if one.is_source)
    files = [_file(f"{code}-langue", "La langue", f"{LANGUES}/{code}/langue.yaml", forms.fields(Langue))]  # fmt: skip
    for room, said in sorted(french.rooms.items()):
        files.append(_file(f"{code}-{MOTS}-{room}", room.replace("_", "-"), f"{LANGUES}/{code}/{MOTS}/{room}.yaml",
                           [_word(key, text) for key, text in said.items()]))  # fmt: skip
    description = "Les mots autour des textes : menus, boutons, messages. Chaque champ porte les mots français d’aujourd’hui."
    return _files(f"{code}-{MOTS}", f"{language.name} : mots du site", files, description)


def _word(key: str, text: str) -> Widget:
    """The field of one word, called by what it says in French; what scripts and pages fill in stays as it is."""
    kept = ", ".join(places(text))
    return {"name": key, "label": text.replace("_", " ") or "Vide en français", "required": bool(text), "ecrit": True,
            "widget": "text" if len(text) > 80 else "string"} | ({"hint": f"Garder tels quels : {kept}"} if kept else {})  # fmt: skip


def _titles(forms: Forms, code: str, language: Language, said: Mapping[str, Said]) -> Collection:
    fields = [{"name": name, "label": one.fr, "widget": "object", "collapsed": True, "required": True, "fields": forms.fields(Said, depth=1)}
              for name, one in said.items()]  # fmt: skip
    return _files(f"{code}-jeux", f"{language.name} : titres des jeux de données",
                  [_file(f"{code}-jeux", "Titres des jeux", f"{LANGUES}/{code}/{JEUX}", fields)],
                  "Le titre et une phrase de chaque jeu. Un jeu nouveau s’ajoute d’abord dans le fichier, sous son identifiant.")  # fmt: skip


def _page(forms: Forms, path: str) -> Collection:
    body = {
        "name": "body",
        "label": "Texte de la page (Markdown)",
        "widget": "text",
        "required": True,
    }
    name = PurePosixPath(path).relative_to(PAGES).with_suffix("").as_posix()
    return _file(name.replace("/", "-"), name, path, [*forms.fields(FrontMatter), body])


def _translations(forms: Forms, code: str, language: Language) -> Iterator[Collection]:
    record = record_of(code, language.at_once)
    for folder in TRANSLATED:
        yield _folder(f"{code}-{folder}", f"{language.name} : {folder}", f"{LANGUES}/{code}/{folder}", forms.fields(record), key="phrases", title="page") | {
            "summary": "{{filename}}",
            "description": "Chaque phrase française et sa traduction, avec les mêmes chiffres. Une phrase française qui change n'a plus de traduction.",
        }  # fmt: skip


def _folder(name: str, label: str, folder: str, fields: list[Widget], *, key: str, title: str, create: bool = False) -> Collection:  # fmt: skip
    return {"name": name, "label": label, "folder": folder, "extension": "yaml", "format": YAML, "create": create, "delete": False,
            "identifier_field": title, "filter": {"field": KEYS, "value": key}, "sortable_fields": [title], "fields": fields}  # fmt: skip


def _file(name: str, label: str, path: str, fields: list[Widget]) -> Collection:
    return {"name": name, "label": label, "file": path, "fields": fields}


def _files(
    name: str, label: str, files: list[Collection], description: str, kind: str = YAML
) -> Collection:
    return {
        "name": name,
        "label": label,
        "format": kind,
        "delete": False,
        "description": description,
        "files": files,
    }
