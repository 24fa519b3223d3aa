"""The commands of ``opads receipt``, and what they share."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from opads.cli.refusal import Refusal

__all__ = ("bytes_of", "signing")


@contextmanager
def signing() -> Iterator[None]:
    """Refuse in words where the library is absent, or where keys cannot be read or used; also a decorator."""
    if find_spec("joserfc") is None:
        raise Refusal("receipts need a library that is not installed: pip install 'opads[receipts]'")
    from opads.receipts.errors import ReceiptsError  # noqa: PLC0415 - installed only with receipts

    try:
        yield
    except ReceiptsError as error:
        raise Refusal(str(error)) from error


def bytes_of(name: str) -> bytes:
    """Return the bytes of a file, of the standard input where it is ``-``; raises Refusal."""
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise Refusal(f"{name}: cannot be read ({error.strerror})") from error
