"""A server on a socket of this machine that answers as the official services do, and fails as they may.

Each path is a service; what it does is set by a test. Nothing waits for a real second.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeVar
from urllib.parse import urlsplit

import httpx
from pydantic import BaseModel

from site_src.direct.fetching import Round
from site_src.direct.records import Direct
from site_src.direct.services import Parametres
from site_src.direct.transport import Chances, Patience, Transport
from tests.site_src.direct.answers import KEYS, NOW, QUIET, SLOW, parametres, raw


@dataclass
class Doing:
    """What the server does with a request: `how` is given the handler and the body of a good answer."""

    handler: Handler
    body: bytes

    def send(self, status: int = 200, body: bytes | None = None, **headers: str) -> None:
        """An answer with its length; words in headers are written with « _ » for « - »."""
        content = self.body if body is None else body
        self.handler.send_response(status)
        given = {"Content_Type": "application/json", "Content_Length": str(len(content)), **headers}
        for name, value in given.items():
            self.handler.send_header(name.replace("_", "-"), value)
        self.handler.end_headers()
        self.handler.wfile.write(content)

    def reset(self) -> None:
        """Cut the connection as a router does: the client is told at once."""
        self.handler.close_connection = True
        linger = struct.pack("ii", 1, 0)
        self.handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.handler.connection.close()


Behaviour = Callable[[Doing], None]


def well(doing: Doing) -> None:
    doing.send()


class Handler(BaseHTTPRequestHandler):
    """Each request goes to its service's behaviour."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        name = address.path.strip("/")
        self.server.asked.append((name, address.query, dict(self.headers)))
        behaviour = self.server.behaviours.get(name, well)
        try:
            behaviour(Doing(self, self.server.bodies.get(name, b"{}")))
        except OSError:  # the client left first, as it should
            self.close_connection = True

    def finish(self) -> None:
        try:
            super().finish()
        except (OSError, ValueError):
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the library's own name)
        """Nothing."""


S = TypeVar("S", bound=BaseModel)


def good_bodies() -> dict[str, bytes]:
    """What each service answers when nothing is wrong, by name."""
    return {name: raw(answer) for name, answer in {**QUIET, **SLOW}.items()}


class Server(ThreadingHTTPServer):
    """What it was asked, and what it does by service."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.bodies: dict[str, bytes] = good_bodies()
        self.behaviours: dict[str, Behaviour] = {}
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.released = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """A connection that was cut is what a test wanted."""

    @property
    def address(self) -> str:
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}"

    def parametres(self) -> Parametres:
        """Those of the repository, with every service here."""
        every = parametres()
        return every.model_copy(
            update={
                "services": self._moved(every.services, QUIET),
                "services_lents": self._moved(every.services_lents, SLOW),
            }
        )

    def _moved(self, services: S, names: Iterable[str]) -> S:
        moved = {
            name: getattr(services, name).model_copy(update={"adresse": f"{self.address}/{name}"})
            for name in names
        }
        return services.model_copy(update=moved)


@contextmanager
def served() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()


@dataclass
class Fate:
    """Chances that a test holds: every look at the clock costs a tenth of a second, sleeps are written down."""

    seconds: float = 0
    slept: list[float] = field(default_factory=list)

    def clock(self) -> float:
        self.seconds += 0.1
        return self.seconds

    def chances(self) -> Chances:
        return Chances(self.clock, self.slept.append, lambda: 0.5)


# An answer may take long on a busy machine; only a service that never answers is waited for briefly.
PATIENCE = Patience(silence=60, attempts=2)
BRIEF = Patience(silence=0.15, attempts=2)


@contextmanager
def asking(fate: Fate, patience: Patience = PATIENCE) -> Iterator[Transport]:
    with httpx.Client(timeout=patience.silence, trust_env=False, verify=False) as client:
        yield Transport(client, fate.chances(), patience)


def a_round(
    server: Server,
    old: Direct | None = None,
    now: datetime = NOW,
    keys: Mapping[str, str] = KEYS,
    wanted: tuple[str, ...] = (),
    patience: Patience = PATIENCE,
) -> Direct:
    """A whole round against the server."""
    from site_src.direct.fetching import fetch

    with asking(Fate(), patience) as ask:
        return fetch(old or Direct(), Round(server.parametres(), now, ask, keys), wanted)
