"""What a document may load and run: one list for its own policy and for the header of who serves it (CSP level 3)."""

from __future__ import annotations

from collections.abc import Iterable

INLINE = "'unsafe-inline'"


def rules(
    scripts: Iterable[str] = (), styles: Iterable[str] = (), attributes: Iterable[str] = ()
) -> list[str]:
    """The directives; `scripts`, `styles`, `attributes`: what is allowed within the document besides files of the site.

    'wasm-unsafe-eval' is for Pagefind.
    """
    return [
        "default-src 'self'",
        " ".join(["script-src 'self' 'wasm-unsafe-eval'", *scripts]),
        " ".join(["style-src 'self'", *styles]),
        *(f"style-src-attr {one}" for one in attributes),
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    ]


# Both hold at once: the header says what no document may, and what a document cannot say of itself (its frames). A document
# allows of its own styles those alone that it lists; no script of any document runs from within it.
_CEILING = rules(styles=[INLINE])
HEADER = "; ".join([*_CEILING, "frame-ancestors 'self'"])
# Of a document made to be shown in other sites' pages: whoever shows it.
EMBEDDED = "; ".join(_CEILING)
