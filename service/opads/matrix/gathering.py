"""The whole matrix as a work that takes seconds: begun once, followed while it is done, kept for the next start."""

from __future__ import annotations

import hashlib
import threading
from functools import lru_cache
from pathlib import Path

import msgspec

import opads
from opads.formats import Registry
from opads.matrix.pairs import PairCounts, Sums, pair
from opads.standard.cache import keep, kept

__all__ = ("Gathering", "gathering_of")

KIND = "matrix"


class Gathering:
    """The sums of all pairs of a registry's formats, made in a thread of their own when first asked for."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self.sums: Sums | None = None
        """All of them; None while they are not."""
        self.done = 0
        """How many formats have all their pairs."""

    @property
    def formats(self) -> int:
        """How many formats there are."""
        return len(self._registry.ids)

    def wait(self, seconds: float | None = None) -> Sums | None:
        """Begin where nobody has, wait so long at most, and return the sums; None where they are not made yet."""
        with self._lock:
            if self._thread is None or not (self._thread.is_alive() or self.sums):
                self._thread = threading.Thread(target=self._make, name="matrix", daemon=True)
                self._thread.start()
        self._thread.join(seconds)
        return self.sums

    def _make(self) -> None:
        key = _key(self._registry)
        payload = kept(KIND, key)
        if payload is not None:
            try:
                self.sums = msgspec.json.decode(payload, type=Sums)
            except msgspec.DecodeError:
                pass
            else:
                self.done = self.formats
                return
        found: list[PairCounts] = []
        self.done = 0
        for source in self._registry.ids:
            found += [pair(self._registry, source, target).counts for target in self._registry.ids]
            self.done += 1
        self.sums = Sums(self._registry.ids, tuple(found))
        keep(KIND, key, msgspec.json.encode(self.sums))


def _key(registry: Registry) -> str:
    """Return what the sums hang on: the code that makes them, the standard, every format."""
    digest = hashlib.sha256(opads.__version__.encode())
    for folder in ("matrix", "mapping", "formats"):
        for path in sorted((Path(opads.__file__).parent / folder).glob("*.py")):
            digest.update(path.read_bytes())
    digest.update(registry.schemas.digest.encode())
    for format_ in registry:
        digest.update(f"\0{format_.id}\0{format_.digest}".encode())
    return digest.hexdigest()


@lru_cache(maxsize=4)
def gathering_of(registry: Registry) -> Gathering:
    """Return the gathering of a registry, the same each time."""
    return Gathering(registry)
