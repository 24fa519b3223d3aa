"""No test reaches beyond this machine, and those that ask for it reach nothing at all.

The interpreter tells of every connection, datagram and look-up of a name that Python code begins (PEP 578). What libraries written in
other languages do is not told, so tests of these have a canary: a listener to which every address in a document leads.
"""

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any

import pytest

CONNECTING = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
NAMING = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
NEAR = frozenset({"", "localhost", "testserver", "testserver.local", socket.gethostname()})


class ReachedOutError(AssertionError):
    """A test, or what it tests, wanted to reach another machine."""


class Watch:
    """What is seen of the network, and whether even this machine is out of reach."""

    closed = False
    seen: list[str]

    def __init__(self) -> None:
        self.seen = []

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        """Look at an event of the interpreter; raises ReachedOutError."""
        if event in CONNECTING:
            address = args[1] if len(args) > 1 else None
            if not self._allowed(address[0] if isinstance(address, tuple) and address else None):
                self._refuse(f"{event} {address}")
        elif event in NAMING:
            host = args[0].decode("latin-1") if isinstance(args[0], bytes) else args[0]
            if isinstance(host, str) and host.endswith(".invalid"):
                # That there is none is said here (RFC 6761, section 6.4), not by a server that is asked.
                raise socket.gaierror(socket.EAI_NONAME, "there are no such names")
            if not self._allowed(host):
                self._refuse(f"{event} {host}")

    def _allowed(self, host: Any) -> bool:
        """Say whether a host may be reached; None is a socket in the file system, or nothing."""
        if self.closed and host is not None:
            return False
        if not isinstance(host, str) or host in NEAR:
            return True
        try:
            return ip_address(host).is_loopback or ip_address(host).is_unspecified
        except ValueError:
            return False

    def _refuse(self, what: str) -> None:
        self.seen.append(what)
        raise ReachedOutError(f"{what}: tests stay on this machine")


WATCH = Watch()
sys.addaudithook(WATCH)  # for good: hooks cannot be taken away


@pytest.fixture
def offline() -> Iterator[list[str]]:
    """Let nothing be reached by Python code, this machine included; give what was tried. The test fails where anything was."""
    WATCH.seen.clear()
    WATCH.closed = True
    try:
        yield WATCH.seen
    finally:
        WATCH.closed = False
    assert WATCH.seen == []


@pytest.fixture
def canary() -> Iterator[str]:
    """Give the address of a listener to which documents can lead; the test fails where anything connects."""
    with listening() as address:
        yield address


@contextmanager
def listening() -> Iterator[str]:
    """Give the address of a listener; raises AssertionError at its end where anything connected."""
    connected: list[Any] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.02)
        ended = threading.Event()

        def accept() -> None:
            while not ended.is_set():
                try:
                    connection, peer = server.accept()
                except TimeoutError:
                    continue
                connected.append(peer)
                connection.close()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}"
        finally:
            ended.set()
            thread.join()
    assert connected == [], "something followed an address in a document"
