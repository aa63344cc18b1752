"""A located document → a frozen record, every broken rule reported in French."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, ValidationError
from pydantic_core import CoreSchema, ErrorDetails, PydanticCustomError

from opendata.findings.characters import REMEDY, RULE, refused
from opendata.findings.day import day_of
from opendata.findings.document import Document
from opendata.findings.finding import Finding, first_findings
from opendata.findings.numbers import rewritten
from opendata.findings.texts import texts


def _written_day(value: object) -> object:
    return (day_of(value.strip()) or value) if isinstance(value, str) else value


_OF_DAY = {"type": "no-info", "function": _written_day}
# Keys under which stand values, whatever they look like.
_NO_SCHEMAS = frozenset({"metadata", "default", "expected", "config", "serialization", "cls"})


def _strict_days_and_booleans(schema: Any) -> Any:  # noqa: ANN401  (a schema is dicts and lists inside one another)
    """The schema, in which what is a day or a boolean is read from nothing else."""
    if isinstance(schema, list):
        return [_strict_days_and_booleans(item) for item in schema]
    if not isinstance(schema, dict) or schema.get("function") == _OF_DAY:
        return schema
    if schema.get("type") == "bool":
        return {**schema, "strict": True}
    if schema.get("type") == "date":
        return {"type": "function-before", "function": _OF_DAY, "schema": {**schema, "strict": True}}  # fmt: skip
    return {
        key: item if key in _NO_SCHEMAS else _strict_days_and_booleans(item)
        for key, item in schema.items()
    }


class Record(BaseModel):
    """A frozen record of a data file: unknown keys are refused, nothing is coerced silently.

    A day is a date or « AAAA-MM-JJ », never a number of seconds; a yes or no is true or false, never « yes » nor 1.
    Its validator is made when the first one is read: a build that reads nothing again makes none.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        str_strip_whitespace=True,
        strict=False,
        allow_inf_nan=False,
        defer_build=True,
    )

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[BaseModel], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        schema: CoreSchema = _strict_days_and_booleans(handler(source))
        return schema


R = TypeVar("R", bound=BaseModel)

BROKEN = "regle_du_projet"


def broken(quoi: str, regle: str, remede: str) -> PydanticCustomError:
    """What a validator of ours raises: the three French parts of a finding."""
    # The template is fixed and the parts are data: braces in a value stay braces.
    return PydanticCustomError(BROKEN, "{quoi}", {"quoi": quoi, "regle": regle, "remede": remede})


# pydantic error type → (quoi, remède); {…} are filled from the error's own context.
_MESSAGES: Mapping[str, tuple[str, str]] = {
    "missing": ("« {key} » manque", "ajouter la clé « {key} »"),
    "extra_forbidden": ("clé « {key} » inconnue", "corriger le nom de la clé ou la retirer"),
    "literal_error": ("{value} n'est pas admis", "choisir parmi {expected}"),
    "enum": ("{value} n'est pas admis", "choisir parmi {expected}"),
    "string_type": ("{value} : texte attendu", "mettre la valeur entre guillemets"),
    "string_too_short": ("texte trop court", "écrire au moins {min_length} caractère(s)"),
    "string_too_long": ("texte trop long", "écrire au plus {max_length} caractères"),
    "string_pattern_mismatch": ("{value} n'a pas la forme attendue", "suivre la forme {pattern}"),
    "int_parsing": ("{value} : nombre entier attendu", "écrire un nombre entier"),
    "int_type": ("{value} : nombre entier attendu", "écrire un nombre entier"),
    "int_from_float": ("{value} : nombre entier attendu", "écrire un nombre entier"),
    "float_parsing": ("{value} : nombre attendu", "écrire un nombre avec un point décimal (6.10)"),
    "float_type": ("{value} : nombre attendu", "écrire un nombre avec un point décimal (6.10)"),
    "finite_number": ("{value} : nombre fini attendu", "écrire un nombre ordinaire"),
    "bool_parsing": ("{value} : true ou false attendu", "écrire true ou false"),
    "bool_type": ("{value} : true ou false attendu", "écrire true ou false"),
    "date_type": ("{value} : date attendue", "écrire AAAA-MM-JJ"),
    "date_parsing": ("{value} : date attendue", "écrire AAAA-MM-JJ"),
    "date_from_datetime_parsing": ("{value} : date attendue", "écrire AAAA-MM-JJ"),
    "date_from_datetime_inexact": ("{value} : date sans heure attendue", "écrire AAAA-MM-JJ"),
    "greater_than_equal": ("{value} : au moins {ge} attendu", "corriger le nombre"),
    "greater_than": ("{value} : plus de {gt} attendu", "corriger le nombre"),
    "less_than_equal": ("{value} : au plus {le} attendu", "corriger le nombre"),
    "less_than": ("{value} : moins de {lt} attendu", "corriger le nombre"),
    "list_type": ("{value} : liste attendue", "écrire une liste, un tiret par élément"),
    "tuple_type": ("{value} : liste attendue", "écrire une liste, un tiret par élément"),
    "dict_type": ("{value} : groupe de clés attendu", "écrire des lignes « clé: valeur »"),
    "model_type": ("{value} : groupe de clés attendu", "écrire des lignes « clé: valeur »"),
    "too_short": ("liste trop courte", "donner au moins {min_length} élément(s)"),
    "too_long": ("liste trop longue", "donner au plus {max_length} élément(s)"),
    "url_parsing": ("{value} : adresse attendue", "écrire une adresse complète, https://…"),
    "url_scheme": ("{value} : adresse attendue", "écrire une adresse complète, https://…"),
}

_NUMBERS = frozenset({"int_parsing", "int_type", "int_from_float", "float_parsing", "float_type"})
_BOOLEANS = frozenset({"bool_parsing", "bool_type"})
_BOOLEANS_IN_FRENCH = {
    "oui": "écrire true",
    "vrai": "écrire true",
    "non": "écrire false",
    "faux": "écrire false",
}


def read_record(document: Document, record: type[R], findings: list[Finding]) -> R | None:
    """The document as a `record`; `None` with one finding per broken rule, or per text with a hidden character."""
    hidden = first_findings(_hidden(document))
    if hidden:
        findings.extend(hidden)
        return None
    try:
        return record.model_validate(document.data)
    except ValidationError as error:
        details = _without_echoes(error.errors())
        findings.extend(_finding(document, item) for item in details)
        return None


def _hidden(document: Document) -> Iterator[Finding]:
    r"""Characters that YAML writes « \u202e »; those that stand as they are were found with the file's text."""
    if "\\" not in document.text:
        return
    for keys, text in texts(document.data):
        for _, quoi in refused(text):
            yield document.finding(keys, quoi, RULE, REMEDY)
            break


def _without_echoes(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """The errors less those that only follow from another.

    pydantic counts the valid items of a list: a broken item also makes the list « too short ».
    """
    inside = {error["loc"][:depth] for error in errors for depth in range(len(error["loc"]))}
    return [error for error in errors if error["type"] != "too_short" or error["loc"] not in inside]


def _finding(document: Document, details: ErrorDetails) -> Finding:
    keys = details["loc"]
    parts = details.get("ctx", {})
    if details["type"] == BROKEN:
        return document.finding(keys, parts["quoi"], parts["regle"], parts["remede"])
    words = {name: _plain(value) for name, value in parts.items()}
    words |= {"key": str(keys[-1]) if keys else document.path, "value": _quoted(details["input"])}
    quoi, remede = _MESSAGES.get(
        details["type"], ("{value} n'est pas valable", "corriger la valeur")
    )
    if details["type"] in _NUMBERS:
        plain = rewritten(str(details["input"]).strip())
        remede = f"écrire {plain}" if plain else remede
    if details["type"] in _BOOLEANS:
        remede = _BOOLEANS_IN_FRENCH.get(str(details["input"]).casefold().strip(), remede)
    where = ".".join(str(key) for key in keys) or "document"
    return document.finding(keys, quoi.format(**words), f"champ {where}", remede.format(**words))


def _plain(value: object) -> str:
    """A bound or a list of choices as a French reader writes it: 10 and not 10.0, « ou »."""
    return f"{value:g}" if isinstance(value, float) else str(value).replace(" or ", " ou ")


def _quoted(value: object) -> str:
    """A value in guillemets, shortened: a finding is one line."""
    text = str(value)
    return f"« {text if len(text) <= 60 else text[:57] + '…'} »"
