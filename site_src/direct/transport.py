"""One address asked over the network: time-outs, few retries, a size, no other host. The only module with httpx.

A failure is a `FeedError` whose words hold neither address nor key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import httpx

from site_src.direct.answers import FeedError

AGENT = "paris-risques-majeurs (site statique ; mesures toutes les 15 minutes)"
# 206 is a page that has a next one: Hub'Eau's way.
GOOD = (200, 206)
LONGEST_MARK = 200
UNCHANGED, TOO_MANY, UNAVAILABLE = 304, 429, 503
PASSING = frozenset({408, 425, TOO_MANY, 500, 502, UNAVAILABLE, 504})
REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True)
class Question:
    """What is asked of a service. `limit` in bytes, once decompressed; `etag` is the mark of what we hold."""

    address: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)  # a key may be there
    limit: int = 1_000_000
    etag: str = ""


@dataclass(frozen=True)
class Reply:
    """A good answer. `body` is `None` when what we hold is still the answer."""

    body: bytes | None = field(repr=False)
    etag: str = ""


Ask = Callable[[Question], Reply]


@dataclass(frozen=True)
class Patience:
    """How long we wait, in seconds, and how often we try. Waits double, each drawn at random up to its length."""

    silence: float = 10
    whole: float = 30
    attempts: int = 3
    first_wait: float = 1
    longest_wait: float = 20
    redirects: int = 3


@dataclass(frozen=True)
class Chances:
    """What a test holds still: a clock that only goes forward, sleep, and a number from 0 to 1."""

    clock: Callable[[], float]
    sleep: Callable[[float], None]
    random: Callable[[], float]


class _PassingError(Exception):
    """A failure that may be over in a moment. `wait` is what the service asks for, in seconds."""

    def __init__(self, motif: str, wait: float | None = None) -> None:
        self.motif = motif
        self.wait = wait
        super().__init__(motif)


class Transport:
    """Asks over a client of httpx, which follows no redirect by itself."""

    def __init__(
        self, client: httpx.Client, chances: Chances, patience: Patience | None = None
    ) -> None:
        self._client = client
        self._chances = chances
        self._patience = patience or Patience()

    def __call__(self, question: Question) -> Reply:
        """The answer, after as many attempts as patience allows. Raises `FeedError`."""
        for attempt in range(self._patience.attempts):
            try:
                return self._once(question)
            except _PassingError as error:
                motif, asked = error.motif, error.wait
            if attempt + 1 == self._patience.attempts or (
                asked is not None and asked > self._patience.longest_wait
            ):
                break
            self._chances.sleep(self._wait(attempt) if asked is None else asked)
        raise FeedError("injoignable", motif)

    def _wait(self, attempt: int) -> float:
        """Full jitter: many clients that failed together do not come back together."""
        longest = min(self._patience.first_wait * 2**attempt, self._patience.longest_wait)
        return float(longest * self._chances.random())

    def _once(self, question: Question) -> Reply:
        try:
            return self._followed(question)
        except httpx.TimeoutException:
            raise _PassingError("il ne répond pas à temps") from None
        except (httpx.DecodingError, UnicodeError):
            raise FeedError("illisible", "sa réponse ne se décompresse pas") from None
        except httpx.TransportError:
            raise _PassingError("la connexion ne se fait pas, ou se coupe") from None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError):
            raise FeedError("illisible", "sa réponse ne suit pas le protocole HTTP") from None

    def _followed(self, question: Question) -> Reply:
        """The answer at the end of the redirects that stay on the host."""
        deadline = self._chances.clock() + self._patience.whole
        address, parameters = question.address, dict(question.parameters)
        for _ in range(self._patience.redirects + 1):
            headers = {**question.headers, "User-Agent": AGENT, "Accept": "application/json"}
            if _mark(question.etag):
                headers["If-None-Match"] = question.etag
            with self._client.stream(
                "GET", address, params=parameters or None, headers=headers, follow_redirects=False
            ) as response:
                if response.status_code not in REDIRECTS:
                    return self._read(response, question, deadline)
                address = _next(str(response.url), response.headers.get("Location", ""))
                parameters = {}
        raise FeedError("refuse", "il renvoie sans fin d'une adresse à l'autre")

    def _read(self, response: httpx.Response, question: Question, deadline: float) -> Reply:
        status = response.status_code
        if status == UNCHANGED and question.etag:
            return Reply(None, question.etag)
        if status in PASSING:
            raise _PassingError(f"il répond par l'erreur {status}", _retry_after(response))
        if status not in GOOD:
            raise FeedError("refuse", f"il refuse la demande (code {status})")
        body = b"".join(self._chunks(response, question.limit, deadline))
        return Reply(body, _mark(response.headers.get("ETag", "")))

    def _chunks(self, response: httpx.Response, limit: int, deadline: float) -> Iterator[bytes]:
        size = 0
        for chunk in response.iter_bytes():
            size += len(chunk)
            if size > limit:
                raise FeedError("illisible", "sa réponse est bien plus longue qu'attendu")
            if self._chances.clock() > deadline:
                raise _PassingError("sa réponse n'arrive pas à temps")
            yield chunk


def _mark(etag: str) -> str:
    """A mark that can be sent back in a header; "" for any other, which would spoil every later question."""
    return etag if etag.isascii() and etag.isprintable() and len(etag) <= LONGEST_MARK else ""


def _next(address: str, location: str) -> str:
    """Where a redirect leads. Raises `FeedError` when it is another host, or no longer encrypted."""
    target = urljoin(address, location)
    here, there = urlsplit(address), urlsplit(target)
    if not location or there.netloc != here.netloc or there.scheme not in (here.scheme, "https"):
        raise FeedError("refuse", "il renvoie vers un autre hôte")
    return target


def _retry_after(response: httpx.Response) -> float | None:
    """The seconds that the service asks us to wait; a date is not read: our own wait holds."""
    said = response.headers.get("Retry-After", "")
    return float(said) if said.isascii() and said.isdigit() and len(said) < 7 else None
