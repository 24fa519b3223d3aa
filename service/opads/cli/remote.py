"""Talking to a register from the command line: the key, the address, refusals in the words of the house."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from opads.cli.refusal import Refusal

if TYPE_CHECKING:
    from opads.client import Client

__all__ = ("KEY", "key_from", "service_at")

KEY = "OPADS_KEY"
"""Environment variable with the key; it is never an argument, since those are shown to everybody on a machine."""


def key_from(file: str | None) -> str | None:
    """Return the key of a file, or else of the environment; None where neither has one. Raises Refusal."""
    if file is None:
        return os.environ.get(KEY, "").strip() or None
    try:
        key = Path(file).read_text(encoding="ascii").strip()
    except OSError as error:
        raise Refusal(f"{file}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError:
        raise Refusal(f"{file}: holds no key") from None
    if not key or not key.isprintable() or " " in key:
        raise Refusal(f"{file}: holds no key, which is one word on one line")
    return key


@contextmanager
def service_at(address: str, key_file: str | None) -> Iterator[Client]:
    """Give a client of a service; raises Refusal where it cannot be made, or where no answer comes."""
    if find_spec("httpx") is None:
        raise Refusal("the client is not installed; install it with: pip install 'opads[client]'")
    from opads.client import Client, UnreachableError  # noqa: PLC0415 - installed only with the client

    try:
        client = Client(address, key_from(key_file))
    except ValueError as error:
        raise Refusal(str(error)) from None
    with client:
        try:
            yield client
        except UnreachableError as error:
            raise Refusal(f"no answer from {error}; the same command may be given again") from None
