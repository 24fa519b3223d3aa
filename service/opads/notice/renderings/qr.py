"""QR codes (ISO/IEC 18004) as one path of a drawing, error correction M."""

from __future__ import annotations

from typing import NamedTuple

import segno

__all__ = ("QUIET", "Code", "code")

QUIET = 4
"""Modules of white on each side, as the standard demands."""


class Code(NamedTuple):
    """A code: modules on a side with the quiet zone, and the path of the dark ones (one unit a module)."""

    size: int
    path: str


def code(address: str | None) -> Code | None:
    """Return the code of an address, or None where there is none or it is too long for one."""
    if not address:
        return None
    try:
        made = segno.make_qr(address, error="m", boost_error=False)
    except segno.DataOverflowError:
        return None
    rows = [bytes(row) for row in made.matrix]
    runs = [
        f"M{start + QUIET} {y + QUIET}h{length}v1h-{length}z"
        for y, row in enumerate(rows)
        for start, length in _runs(row)
    ]
    return Code(len(rows) + 2 * QUIET, "".join(runs))


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Return start and length of each run of dark modules."""
    found: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if not dark:
            continue
        if found and sum(found[-1]) == x:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((x, 1))
    return found
