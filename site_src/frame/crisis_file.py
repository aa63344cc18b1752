"""The one file for a crisis, in each language and form: where it stands, and where alerts are laid into it."""

from __future__ import annotations

from collections.abc import Mapping

# Language → its HTML document and its plain text, from the site's root.
CRISIS_FILES: Mapping[str, tuple[str, str]] = {
    "fr": ("crise.html", "crise.txt"),
    "en": ("en/crisis.html", "en/crisis.txt"),
}
# The page that tells what the files are and how to keep them.
TOLD, TITLE = "organisation/fichier-de-crise/", "Le fichier de crise, à garder et à transmettre"
# In both forms: sealing puts the alerts there, and the day and hour that the file is of. No contributed text may hold
# its last character but one: none can be taken for the place, in plain text either.
PLACE = "<!--alertes:fichier\ue001-->"
# In bytes, alerts included: an e-mail, a slow link, any key. Pages say « moins de 40 ko ».
LIMIT = 40_000
