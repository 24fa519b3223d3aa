"""What is kept of the expressions of a rule file once all of them were proven: their trees and kinds, read when needed.

Trees are data and the emitter is ours, so that nothing kept is ever run. A file is kept under its bytes, the code lists at
hand and this engine, for these decide what an expression means and whether it is refused.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

import opads
from opads.rules import tree
from opads.rules.signatures import Kind
from opads.rules.tree import Node
from opads.standard import resources
from opads.standard.cache import keep, kept

__all__ = ("Proven", "prove", "proven", "remembering")

KIND = "rules"
VERSION = "1"
"""Changes whenever the form of what is kept does."""

_decoder = msgspec.json.Decoder(dict[str, tuple[Kind, msgspec.Raw]])


class Proven(NamedTuple):
    """An expression that was accepted before: the kind of its value, and its tree in JSON."""

    kind: Kind
    data: bytes

    def tree(self) -> Node:
        """Return the tree; raises msgspec.DecodeError where it is none."""
        return tree.decode(self.data)


class _Memory:
    def __init__(self, found: Mapping[str, Proven]) -> None:
        self.found = dict(found)
        self.fresh = False


_memory: ContextVar[_Memory | None] = ContextVar("expressions of the rule file being loaded", default=None)


@contextmanager
def remembering(data: bytes) -> Iterator[None]:
    """Use and, where nothing is raised, keep what is known of the expressions of a rule file with these bytes."""
    key = hashlib.sha256(f"{VERSION}\0{_engine()}\0{resources.codelist_names()}\0".encode() + data).hexdigest()
    memory = _Memory(_recalled(key))
    token = _memory.set(memory)
    try:
        yield
    finally:
        _memory.reset(token)
    if memory.fresh:
        rows = {name: (known.kind, msgspec.Raw(known.data)) for name, known in memory.found.items()}
        keep(KIND, key, msgspec.json.encode(rows))


def proven(text: str, variables: Mapping[str, Kind]) -> Proven | None:
    """Return what is known of an expression over these variables, of the rule file that is being loaded."""
    memory = _memory.get()
    return memory.found.get(_name(text, variables)) if memory is not None else None


def prove(text: str, variables: Mapping[str, Kind], kind: Kind, node: Node) -> None:
    """Take down that an expression was accepted, where a rule file is being loaded."""
    memory = _memory.get()
    if memory is not None:
        memory.found[_name(text, variables)] = Proven(kind, tree.encode(node))
        memory.fresh = True


def _name(text: str, variables: Mapping[str, Kind]) -> str:
    return f"{' '.join(f'{name}:{kind}' for name, kind in variables.items())}\n{text}"


def _recalled(key: str) -> dict[str, Proven]:
    payload = kept(KIND, key)
    if payload is None:
        return {}
    try:
        return {name: Proven(kind, bytes(raw)) for name, (kind, raw) in _decoder.decode(payload).items()}
    except msgspec.DecodeError:
        return {}


@cache
def _engine() -> str:
    """Return what tells this engine from another one, also where its source is worked on."""
    try:
        with os.scandir(Path(__file__).parent) as entries:
            files = [(e.name, e.stat().st_size, e.stat().st_mtime_ns) for e in entries if e.name.endswith(".py")]
    except OSError:
        files = []
    return f"{opads.__version__} {sorted(files)}"
