"""Runs the worked cases of the disclosure library and writes into each notebook what the run gave.

    python -m tools.notebooks

A test runs them again and compares. Outputs are texts: no picture, no date, no path.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "opendata" / "disclosure" / "notebooks"


def notebooks() -> list[Path]:
    """The worked cases, in order."""
    return sorted(FOLDER.glob("*.ipynb"))


def run(path: Path) -> Any:  # noqa: ANN401  (nbformat has no types)
    """The notebook as a new kernel runs it, from the root of the repository; raises CellExecutionError."""
    book: Any = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    client = NotebookClient(
        book,
        timeout=120,
        record_timing=False,
        coalesce_streams=True,  # else where a text is cut depends on the machine
        resources={"metadata": {"path": str(ROOT)}},
    )
    manager = client.create_kernel_manager()
    manager.transport = "ipc"  # sockets of this user, no port
    client.execute()
    for cell in book.cells:
        for output in cell.get("outputs", ()):
            output.get("data", {}).pop("text/html", None)
    book.metadata["language_info"] = {"name": "python"}
    return book


def written(book: Any) -> str:  # noqa: ANN401
    """The file of a notebook."""
    return str(nbformat.writes(book)) + "\n"  # type: ignore[no-untyped-call]


def main() -> int:
    """Run each and write it again; says which changed."""
    for path in notebooks():
        before, after = path.read_text(encoding="utf-8"), written(run(path))
        path.write_text(after, encoding="utf-8")
        print(f"{path.relative_to(ROOT)} : {'inchangé' if before == after else 'récrit'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
