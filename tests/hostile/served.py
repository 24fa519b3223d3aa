"""A real server on loopback, and bytes sent to it that no library for HTTP would send."""

import re
import socket
from typing import NamedTuple

import httpx

from tests.served import Served

FORMAT = b"/v1/validate?from=opads-disclosure"
DOCUMENT = b'{"opads": "1.0"}'


class Reply(NamedTuple):
    """What came back: the status of each answer, all bytes, and whether the server closed the connection."""

    statuses: list[int]
    data: bytes
    closed: bool


class Raw(Served):
    """A server that is spoken to byte by byte."""

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def send(self, *pieces: bytes, half: bool = False, patience: float = 3) -> Reply:
        """Send bytes on a connection of their own, and return all that comes back until it closes or falls silent."""
        with self.connect() as connection:
            try:
                for piece in pieces:
                    connection.sendall(piece)
                if half:
                    connection.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # it has heard enough
            return receive(connection, patience)

    def alive(self) -> bool:
        """Whether a document is answered as ever."""
        answer = httpx.post(
            self.address + FORMAT.decode(), content=DOCUMENT, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code == 200, (answer.status_code, answer.text)
        return bool(answer.json()["verdict"] == "valid")


def receive(connection: socket.socket, patience: float = 3) -> Reply:
    """Return what a connection gives until it closes or falls silent."""
    found, closed = b"", False
    connection.settimeout(patience)
    try:
        while piece := connection.recv(65536):
            found += piece
            connection.settimeout(max(0.3, patience / 5))
        closed = True
    except TimeoutError:
        pass
    except OSError:
        closed = True
    return Reply([int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", found)], found, closed)


def request(
    *headers: bytes, method: bytes = b"POST", path: bytes = FORMAT, body: bytes = b"", keep: bool = False
) -> bytes:
    """Return the bytes of a request, as they are; the last one on its connection unless it is to be kept."""
    more = () if keep else (b"Connection: close",)
    return b"\r\n".join([method + b" " + path + b" HTTP/1.1", b"Host: opads.example", *more, *headers, b"", body])


JSON = b"Content-Type: application/json"
