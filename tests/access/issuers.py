"""A real issuer of bearer tokens on this machine: its own keys, discovery, a set of keys that can be exchanged."""

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey, OKPKey, RSAKey

from opads.access.oidc import REGISTRY

__all__ = ("AUDIENCE", "LocalIssuer", "running_issuer", "segment")

AUDIENCE = "https://opads.example"
SigningKey = RSAKey | ECKey | OKPKey
RSA = RSAKey.generate_key(2048, {"kid": "rsa"})
"""Made once: it takes a while."""


class LocalIssuer:
    """Signs tokens, and serves what verifies them."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.address = f"http://127.0.0.1:{server.server_port}"
        self.keys: dict[str, SigningKey] = {
            "rsa": RSA,
            "ec": ECKey.generate_key("P-256", {"kid": "ec"}),
            "ed": OKPKey.generate_key("Ed25519", {"kid": "ed"}),
        }
        self.asked: list[str] = []
        """Paths that were asked for."""
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        """Answers that take the place of the true ones."""

    def claims(self, **changed: Any) -> dict[str, Any]:
        """Give sound claims, with changes; those that are None are left out."""
        now = int(time.time())
        sound = {
            "iss": self.address,
            "aud": AUDIENCE,
            "sub": "7",
            "iat": now,
            "nbf": now,
            "exp": now + 300,
            "jti": "t1",
        }
        return {name: value for name, value in {**sound, **changed}.items() if value is not None}

    def token(
        self, alg: str = "RS256", kid: str | None = "rsa", *, head: dict[str, Any] | None = None, key: SigningKey | None = None,
        **changed: Any,
    ) -> str:  # fmt: skip
        """Give a signed token."""
        header = {"alg": alg, "typ": "JWT", **({"kid": kid} if kid is not None else {}), **(head or {})}
        text = json.dumps(self.claims(**changed))
        return jws.serialize_compact(header, text, key or self.keys[kid or "rsa"], registry=REGISTRY)

    def answer(self, path: str) -> tuple[int, dict[str, str], bytes]:
        """Give status, headers and body for a path."""
        self.asked.append(path)
        if path in self.answers:
            return self.answers[path]
        if path == "/.well-known/openid-configuration":
            found: Any = {"issuer": self.address, "jwks_uri": f"{self.address}/keys"}
        elif path == "/keys":
            found = {
                "keys": [{**key.as_dict(private=False), "kid": kid, "use": "sig"} for kid, key in self.keys.items()]
            }
        else:
            return 404, {}, b"{}"
        return 200, {"Content-Type": "application/json"}, json.dumps(found).encode()


@contextmanager
def running_issuer() -> Iterator[LocalIssuer]:
    """Give an issuer that runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = issuer.answer(self.path)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer = LocalIssuer(server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def segment(value: Any) -> str:
    """Give a part of a token as it is written."""
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
