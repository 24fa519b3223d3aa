"""The kinds of what is drawn: each has a colour and a texture, in ``charts.css`` and ``charts.html``."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ("KINDS", "Part")

KINDS = ("plain", "good", "error", "warning", "open", "info", "none")
"""Plain; passed or written; an error; to be looked at; not known or not evaluated; a remark; not applicable."""


class Part(NamedTuple):
    """A part that bars or columns are made of: its kind, and what it is called in the key."""

    kind: str
    label: str
