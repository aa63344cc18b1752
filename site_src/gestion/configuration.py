"""config.yml of Decap CMS, made from the records: nothing in it is written twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import yaml

from site_src.donnees.translated import Titles
from site_src.frame.identity import Gestion, Identite
from site_src.frame.languages import Language
from site_src.gestion.collections import collections
from site_src.gestion.fields import Forms

# Pictures are drawn by the build; nothing is uploaded.
MEDIA = "build/gestion"
_MESSAGES = {
    "create": "{{collection}} : {{slug}} (nouveau)",
    "update": "{{collection}} : {{slug}}",
    "delete": "{{collection}} : {{slug}} (retiré)",
    "uploadMedia": "Image {{path}}",
    "deleteMedia": "Image retirée {{path}}",
    "openAuthoring": "{{message}}",
}  # fmt: skip


def configuration(
    identite: Identite, gestion: Gestion, forms: Forms, pages: Iterable[str], languages: Mapping[str, Language], titles: Titles
) -> dict[str, Any]:  # fmt: skip
    """The configuration. Every change is a proposal, on a branch of its own, that somebody accepts."""
    return {
        "backend": {**backend(gestion), "commit_messages": _MESSAGES},
        "publish_mode": "editorial_workflow",
        "locale": "fr",
        "site_url": identite.adresse or "/",
        "display_url": identite.adresse or "/",
        "show_preview_links": False,
        "media_folder": MEDIA,
        "slug": {"encoding": "ascii", "clean_accents": True},
        "collections": list(collections(forms, pages, languages, titles)),
    }


def backend(gestion: Gestion) -> dict[str, Any]:
    """How the editor opens the repository."""
    common = {"name": gestion.service, "repo": gestion.depot, "branch": gestion.branche}
    parts = urlsplit(gestion.connexion)
    host = f"{parts.scheme}://{parts.netloc}"
    if gestion.service == "github":
        return {**common, "base_url": host, "auth_endpoint": parts.path.strip("/") or "auth", "cms_label_prefix": "gestion/"}  # fmt: skip
    root = gestion.connexion
    return {**common, "auth_type": "pkce", "app_id": gestion.application, "base_url": root, "api_root": f"{root}/api/v4", "cms_label_prefix": "gestion/"}  # fmt: skip


def written(values: Mapping[str, Any]) -> bytes:
    """As YAML, what is said many times (a list of sources) said once and named where it comes again."""
    return yaml.dump(
        dict(values), allow_unicode=True, sort_keys=False, width=4096, Dumper=_Dumper
    ).encode()


class _Dumper(yaml.CSafeDumper):
    """Names only lists: a name for each small map would be longer than the map."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401  (any value of a document)
        return not (isinstance(data, list) and len(data) > 4) or bool(super().ignore_aliases(data))
