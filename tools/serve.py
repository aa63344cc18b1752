"""`make serve`: show the site on this machine, and build it again when a file changes.

A build that fails leaves the site as it was and prints its findings.
"""

from __future__ import annotations

import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from watchfiles import watch

import build
from site_src import commands

ROOT = Path(__file__).resolve().parent.parent
WATCHED = ("data", "site_src", "maps", "opendata")
PORT = 8000


def rebuild() -> None:
    """One build in this process' words; problems are printed, not raised. Ctrl-C ends the server too."""
    if commands.exit_code(build.build) == commands.INTERRUPTED:
        sys.exit(commands.INTERRUPTED)


def main() -> None:
    """Serve `site/` on the loopback address until interrupted."""
    rebuild()
    handler = partial(SimpleHTTPRequestHandler, directory=str(ROOT / "site"))
    server = ThreadingHTTPServer(("127.0.0.1", PORT), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stderr.write(f"http://127.0.0.1:{PORT}/  (Ctrl-C pour arrêter)\n")
    # Python that changed is only seen by a new process; texts and data are seen at once.
    for changes in watch(*(ROOT / name for name in WATCHED), raise_interrupt=False):
        if any(path.endswith(".py") for _, path in changes):
            sys.stderr.write("du code a changé : relancer make serve pour le voir\n")
        rebuild()


if __name__ == "__main__":
    main()
