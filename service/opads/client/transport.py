"""Sends requests and says what came back; tries again where nothing can happen twice by it."""

from __future__ import annotations

import random
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeAlias
from urllib.parse import quote, urlencode, urlsplit

import httpx

from opads.client.bodies import Body, Sent, media_type_of
from opads.client.problem import OpadsProblem, UnreachableError, problem_of

__all__ = ("Answer", "Query", "Transport", "filled")

Value: TypeAlias = str | int | bool | Sequence[str] | None
Query: TypeAlias = Mapping[str, Value]
LONGEST_WAIT = 60.0
"""Seconds that are waited at most before a further try, whatever a service asks for."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it came."""

    status: int
    headers: Mapping[str, str]
    """By name, in any case."""
    content: bytes

    @property
    def media_type(self) -> str:
        """The media type of the content, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0]


class Transport:
    """A connection to one service. The key is sent to that service alone, and shown nowhere."""

    def __init__(
        self,
        base_url: str,
        key: str | None = None,
        *,
        timeout: float = 60.0,
        retries: int = 4,
        http: httpx.Client | None = None,
        sleep: Callable[[float], Any] | None = None,
    ) -> None:
        """Connect when first needed; raises ValueError for no address, and for a key that would go over a network in the clear."""
        address = urlsplit(base_url)
        if address.scheme not in ("http", "https") or not address.hostname:
            raise ValueError(f"not the address of a service: {base_url!r}")
        if key and address.scheme == "http" and address.hostname not in LOOPBACK:
            raise ValueError("a key is sent by https alone, or to this machine")
        self.base_url = base_url.rstrip("/")
        self._retries = retries
        self._sleep = sleep or time.sleep
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        # Redirects are not followed: a service of OPADS answers with none, and a key must not follow one.
        self._http = http or httpx.Client(timeout=timeout, follow_redirects=False)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.base_url!r})"

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def send(
        self,
        method: str,
        path: str,
        *,
        query: Query | None = None,
        headers: Mapping[str, str | None] | None = None,
        body: Body | None = None,
        media_type: str | None = None,
        accept: str = "application/json",
        idempotency_key: str | None = None,
    ) -> Answer:
        """Send a request and return its answer; raises OpadsProblem for a refusal, UnreachableError where none comes.

        A request is sent again, at most ``retries`` times, where the service is busy or the connection fails, if that cannot do
        anything twice: it only reads, or it has an Idempotency-Key, or it was never taken.
        """
        sent = None if body is None else Sent(body)
        told = self._told(headers, accept)
        if body is not None and sent is not None:
            told["Content-Type"] = media_type or media_type_of(body)
            length = sent.length()
            if length is not None:
                told["Content-Length"] = str(length)
        if idempotency_key is not None:
            told["Idempotency-Key"] = idempotency_key
        harmless = method in ("GET", "HEAD") or idempotency_key is not None
        for left in range(self._retries if sent is None or sent.again else 0, -1, -1):
            try:
                answer = self._http.request(
                    method, self._address(path, query), headers=told, content=None if sent is None else sent.content()
                )
            except httpx.TransportError as error:
                if left and (harmless or isinstance(error, httpx.ConnectError)):
                    self._wait(None, left)
                    continue
                raise UnreachableError(f"{self.base_url}: {error or type(error).__name__}") from error
            if answer.is_success:
                _warn(answer)
                return Answer(answer.status_code, answer.headers, answer.content)
            problem = _problem(answer)
            if not left or not _again(problem, harmless=harmless):
                raise problem
            self._wait(problem.retry_after, left)
        raise AssertionError  # the last round returns or raises

    @contextmanager
    def stream(
        self, path: str, *, query: Query | None = None, headers: Mapping[str, str | None] | None = None, accept: str
    ) -> Iterator[Iterator[bytes]]:
        """Read an answer in pieces, once; raises as ``send`` does."""
        try:
            with self._http.stream("GET", self._address(path, query), headers=self._told(headers, accept)) as answer:
                if not answer.is_success:
                    answer.read()
                    raise _problem(answer)
                yield answer.iter_bytes()
        except httpx.TransportError as error:
            raise UnreachableError(f"{self.base_url}: {error or type(error).__name__}") from error

    def _told(self, headers: Mapping[str, str | None] | None, accept: str) -> dict[str, str]:
        given = {name: value for name, value in (headers or {}).items() if value is not None}
        return {"Accept": accept, **self._headers, **given}

    def _address(self, path: str, query: Query | None) -> str:
        pairs = [(name, value) for name, held in (query or {}).items() for value in _values(held)]
        address = self.base_url + path
        return f"{address}?{urlencode(pairs)}" if pairs else address

    def _wait(self, asked: float | None, left: int) -> None:
        tried = self._retries - left
        # Jitter, so that many who were sent away together do not come back together.
        self._sleep(min(LONGEST_WAIT, asked if asked is not None else 0.5 * 2**tried * (0.5 + random.random())))  # noqa: S311 - chance, not secrecy


def filled(path: str, /, **values: str) -> str:
    """Return a path with its parameters filled in; slashes stay slashes in the one called path."""
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", quote(value, safe="/" if name == "path" else ""))
    return path


def _values(held: Value) -> list[str]:
    if held is None:
        return []
    if isinstance(held, bool):
        return ["true" if held else "false"]
    return [str(held)] if isinstance(held, str | int) else list(held)


def _problem(answer: httpx.Response) -> OpadsProblem:
    wait = _seconds(answer.headers.get("retry-after"))
    kind = answer.headers.get("content-type", "")
    return problem_of(answer.status_code, kind, answer.content, answer.reason_phrase, wait)


def _again(problem: OpadsProblem, *, harmless: bool) -> bool:
    """Whether a refusal may be met by the same request: it was not taken, or taking it twice is taking it once."""
    if problem.status == 429 or problem.kind == "busy":
        return True
    lasting = problem.kind in ("no-storage", "not-ready")
    return harmless and ((problem.status == 503 and not lasting) or problem.kind == "in-progress")


def _seconds(header: str | None) -> float | None:
    """Return what Retry-After says, in seconds from now (RFC 9110, section 10.2.3); None for nothing or nonsense."""
    if header is None:
        return None
    if header.isascii() and header.isdigit():
        return float(header[:9])
    try:
        return max(0.0, (parsedate_to_datetime(header) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _warn(answer: httpx.Response) -> None:
    if "deprecation" in answer.headers:
        end = answer.headers.get("sunset")
        gone = f", and stops to answer on {end}" if end else ""
        warnings.warn(f"{answer.url.path} is deprecated{gone}", DeprecationWarning, stacklevel=5)
