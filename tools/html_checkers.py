"""Whether documents are valid HTML: the Nu checker (W3C), html-validate where there is no Java.

Both are npm packages of package.json; both are asked for errors. The Nu checker's other messages are left aside,
and why is said beside each: a message of another kind is an error here too, so that somebody reads it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tools.browsing import NODE

# What begins one of these messages says nothing wrong of our pages.
ASIDE = {
    # The policy says 'self', which is no address when the checker reads a file: every style sheet and script is told.
    "Resource violates Content Security Policy": "un fichier lu sur le disque n’a pas d’origine",
    # Blocks of data (JSON), which no browser runs and which the policy does not concern.
    "Inline script violates Content Security Policy": "des données, que le navigateur n’exécute pas",
    # The answer of « Ma rue »: its section is hidden until the script has written the street's name there.
    "Empty heading.": "un titre caché tant qu’il n’y a pas de réponse",
}
# The stack is what the checker's own documentation asks for long documents. It ends before the second compiler of Java is
# worth its work, or collectors in several threads theirs: half the processor without.
JVM = ("-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


def java() -> str | None:
    """Where Java is, if it is."""
    return shutil.which("java")


def nu(site: Path, root: Path) -> list[str]:
    """What the Nu checker says against the documents below `site`, one line each; `root` has node_modules.

    Raises `subprocess.CalledProcessError` when the checker itself breaks.
    """
    jar = root / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = [java() or "java", *JVM, "-jar", str(jar), "--skip-non-html", "--format", "json",
               "--exit-zero-always", str(site)]  # fmt: skip
    said = subprocess.run(  # noqa: S603  (its own words and paths)
        command, check=True, capture_output=True, text=True, encoding="utf-8"
    )
    return against(json.loads(said.stderr)["messages"], site)


def against(messages: Iterable[dict[str, Any]], site: Path) -> list[str]:
    """The messages that are not left aside: document, line, and what is wrong."""
    return sorted(
        f"{message['url'].partition(f'{site.name}/')[2]}:{message.get('lastLine', '?')}: {message['message']}"
        for message in messages
        if not message["message"].startswith(tuple(ASIDE))
    )


def html_validate(documents: Iterable[Path], site: Path, root: Path) -> list[str]:
    """What html-validate says against `documents`, by the rules of the HTML standard alone, one line each.

    Raises `subprocess.CalledProcessError` when it breaks.
    """
    package = root / "node_modules" / "html-validate"
    rules = root / "tools" / "html-validate.json"
    command = [str(NODE), str(package / "bin" / "html-validate.mjs"), "--config", str(rules),
               "--formatter", "json", *map(str, documents)]  # fmt: skip
    said = subprocess.run(  # noqa: S603  (its own words and paths)
        command,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"NO_COLOR": "1"},
    )
    if said.returncode not in (0, 1):  # 1: something was found
        raise subprocess.CalledProcessError(said.returncode, command, said.stdout, said.stderr)
    return sorted(
        f"{Path(document['filePath']).relative_to(site).as_posix()}:{message['line']}: {message['message']}"
        for document in json.loads(said.stdout)
        for message in document["messages"]
    )
