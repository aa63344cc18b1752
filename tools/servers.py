"""nginx and Caddy on the loopback address, with the files of .github/hebergement/: for tests and measures.

Neither is installed by this project: `installed` says what is there. Debian: nginx-light, caddy.
"""

from __future__ import annotations

import getpass
import http.client
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from site_src.publishing import hosting

LOOPBACK = "127.0.0.1"
PATIENCE_S = 20
# What an nginx is told besides the site's own file: one that is nobody's service, below a folder of its own.
_ALONE = """{modules}user {who};
daemon off;
pid {folder}/pid;
error_log {folder}/erreurs.log;
events {{}}
http {{
access_log off;
{temporary}
{site}}}
"""
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")


def installed(name: str) -> str | None:
    """Where the program is; Debian keeps nginx out of a user's path."""
    return shutil.which(name, path="/usr/sbin:/usr/bin:/usr/local/bin")


def free_port() -> int:
    """A port of the loopback address that nobody listens to."""
    with socket.socket() as one:
        one.bind((LOOPBACK, 0))
        return int(one.getsockname()[1])


@contextmanager
def nginx(site: Path, folder: Path, *, on_the_fly: bool = False) -> Iterator[int]:
    """The port where nginx serves `site`; `folder` is for its own files. Debian's brotli module is used where it is.

    `on_the_fly`: it compresses at each request, at nginx's own level.
    """
    port = free_port()
    text = hosting.nginx(str(site), f"{LOOPBACK}:{port}", brotli=BROTLI.exists())
    if on_the_fly:
        text = text.replace("gzip off;", "gzip on;")
    file = folder / "nginx.conf"
    file.write_text(
        _ALONE.format(
            modules=f"load_module {BROTLI};\n" if BROTLI.exists() else "",
            who=getpass.getuser(),
            folder=folder,
            temporary="\n".join(f"{name}_temp_path {folder}/{name};" for name in _TEMPORARY),
            site=text,
        ),
        encoding="utf-8",
    )
    with _running([str(installed("nginx")), "-p", str(folder), "-e", "stderr", "-c", str(file)], port):  # fmt: skip
        yield port


@contextmanager
def caddy(site: Path, folder: Path) -> Iterator[int]:
    """The same by Caddy."""
    port = free_port()
    file = folder / "Caddyfile"
    alone = "{\n\tadmin off\n\tauto_https off\n}\n"
    file.write_text(alone + hosting.caddy(str(site), f"http://{LOOPBACK}:{port}"), encoding="utf-8")
    words = [str(installed("caddy")), "run", "--config", str(file), "--adapter", "caddyfile"]
    with _running(words, port):
        yield port


@contextmanager
def _running(words: Sequence[str], port: int) -> Iterator[None]:
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603  (our own words)  # fmt: skip
        try:
            _wait(process, port)
            yield
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE_S)


def _wait(process: subprocess.Popen[str], port: int) -> None:
    """Until it answers. Raises `RuntimeError` with what it said when it ends before."""
    while process.poll() is None:
        try:
            with socket.create_connection((LOOPBACK, port), timeout=PATIENCE_S):
                return
        except ConnectionRefusedError:
            continue
    raise RuntimeError(process.communicate()[1])


def ask(
    port: int, path: str, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers by their small letters, and body."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=PATIENCE_S)
    try:
        connection.request(method, f"/{path}", headers=headers)
        reply = connection.getresponse()
        return reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read()  # fmt: skip
    finally:
        connection.close()
