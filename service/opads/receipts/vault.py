"""The private keys: files in a folder that only the service may read.

``<moment>.<kid>.pem`` is PKCS #8, so that openssl reads it too, encrypted where a passphrase is set. The moment is that of its making.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from opads.receipts.errors import SigningError
from opads.receipts.keys import Key
from opads.storage.moments import moment, now, parsed

__all__ = ("Vault",)

NAME = re.compile(r"(\d{8}T\d{6}\.\d{6}Z)\.([A-Za-z0-9_-]{43})\.pem")


class Vault:
    """A folder of private keys; made where it is not there."""

    def __init__(self, folder: Path, passphrase: str = "") -> None:
        self.folder = folder
        self._passphrase = passphrase
        self._read: dict[str, OKPKey] = {}

    def __repr__(self) -> str:
        return f"Vault({str(self.folder)!r})"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the folder against other processes that would make or take in a key at the same time."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self.folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise SigningError(f"{self.folder}: keys cannot be kept here ({error.strerror})") from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def kids(self) -> dict[str, str]:
        """Return the ids of the keys that are here, with the moments of their making."""
        try:
            names = sorted(path.name for path in self.folder.iterdir())
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise SigningError(f"{self.folder}: cannot be read ({error.strerror})") from error
        return {match[2]: _spelled(match[1]) for name in names if (match := NAME.fullmatch(name))}

    def make(self) -> Key:
        """Make a private key, on the disk before it is told; return its public key."""
        private = OKPKey.generate_key("Ed25519")
        kid = private.thumbprint()
        made = now()
        text = private.as_pem(private=True, password=self._passphrase or None)
        path = self.folder / f"{made.replace('-', '').replace(':', '')}.{kid}.pem"
        part = path.with_suffix(".part")
        try:
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(text)
                file.flush()
                os.fsync(handle)
            part.rename(path)
            folder = os.open(self.folder, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise SigningError(f"{self.folder}: a key cannot be written ({error.strerror})") from error
        self._read[kid] = private
        return Key(kid, _x(private), made)

    def private(self, kid: str) -> OKPKey:
        """Return a private key; raises SigningError where it is not here, cannot be read or is another one."""
        found = self._read.get(kid)
        if found is not None:
            return found
        path = next((path for path in self.folder.glob("*.pem") if path.name.endswith(f".{kid}.pem")), None)
        if path is None:
            raise SigningError(f"{self.folder}: the private key {kid} is not here")
        try:
            found = OKPKey.import_key(path.read_bytes(), password=self._passphrase or None)
            found.get_op_key("sign")
        except OSError as error:
            raise SigningError(f"{path}: cannot be read ({error.strerror})") from error
        except (JoseError, ValueError, TypeError) as error:
            raise SigningError(
                f"{path}: is no private key of Ed25519, or its passphrase (OPADS_KEYS_PASSPHRASE) is another"
            ) from error
        if found.thumbprint() != kid:
            raise SigningError(f"{path}: the key in it is another one than its name says")
        self._read[kid] = found
        return found

    def public(self, kid: str) -> Key:
        """Return the public key of a private one that is here."""
        return Key(kid, _x(self.private(kid)), self.kids()[kid])


def _x(key: OKPKey) -> str:
    """Return the public key's bytes in base64url."""
    return str(key.as_dict(private=False)["x"])


def _spelled(name: str) -> str:
    """Return the moment that a file's name begins with."""
    date, _, time = name.partition("T")
    return moment(parsed(f"{date[:4]}-{date[4:6]}-{date[6:]}T{time[:2]}:{time[2:4]}:{time[4:]}"))
