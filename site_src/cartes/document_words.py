"""What the documents of maps say in a language of the site."""

from __future__ import annotations

from maps.words.document_words import DocumentWords
from site_src.frame.languages import Language

DOCUMENT, SCRIPTS = "carte-interactive", "carte-interactive-script"


def words_of(language: Language) -> DocumentWords:
    """The words of the document and those of its scripts."""
    return DocumentWords(
        language.code, language.direction, language.words(DOCUMENT), language.words(SCRIPTS)
    )
