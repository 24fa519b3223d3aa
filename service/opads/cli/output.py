"""Writing results: bytes to standard output or a file; colour and width of the terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import msgspec

from opads.cli.refusal import Refusal

__all__ = ("emit", "pretty", "use_color", "width")


def emit(data: bytes, output: str | None = None) -> None:
    """Write a whole result; raises Refusal where the file cannot be written. A reader that goes away is no error."""
    if output is not None:
        try:
            Path(output).write_bytes(data)
        except OSError as error:
            raise Refusal(f"{output}: cannot be written ({error.strerror})") from error
        return
    stream = sys.stdout.buffer
    try:
        stream.write(data)
        if data and not data.endswith(b"\n") and sys.stdout.isatty():
            stream.write(b"\n")
        stream.flush()
    except BrokenPipeError:
        # The interpreter flushes once more at its end; that must not complain either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def pretty(value: Any) -> bytes:
    """Return indented JSON text."""
    return msgspec.json.format(msgspec.json.encode(value, enc_hook=str), indent=2) + b"\n"


def use_color(mode: str, output: str | None = None) -> bool:
    """Return whether to colour: as told, else on a terminal that can, by NO_COLOR and FORCE_COLOR."""
    if mode != "auto":
        return mode == "always"
    if os.environ.get("NO_COLOR") or output is not None:
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Return the columns to fill: the terminal's or those of COLUMNS, at most 120; 100 in a pipe."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS"):
        import shutil  # noqa: PLC0415  # only a terminal has a size

        return min(120, shutil.get_terminal_size((100, 24)).columns)
    return 100
