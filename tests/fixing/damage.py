"""Ways in which people and programs spoil the spelling of a document without changing what it says, or nearly."""

import random
import re
from collections.abc import Callable

__all__ = ("damaged",)

Way = Callable[[re.Match[bytes], random.Random], bytes]

WAYS: tuple[tuple[bytes, Way], ...] = (
    (rb"\b(20\d\d)-(\d\d)-(\d\d)\b", lambda m, r: m[1] + (mark := r.choice([b"/", b".", b""])) + m[2] + mark + m[3]),
    (rb'"([^"\n]{1,30})"', lambda m, r: b'"' + r.choice([b" ", b""]) + m[1] + b' "'),
    (rb"\b[a-z]{3,20}\b", lambda m, r: r.choice([m[0].upper(), m[0][:-1] + b"x"])),
    (rb"\b\d{4,7}\.\d\d\b", lambda m, r: m[0][:-6] + r.choice([b",", b" "]) + m[0][-6:]),
    (rb'"(\d+(\.\d+)?|true|false)"', lambda m, _: m[1]),
    (rb': (\d+(\.\d+)?|true|false|"[^"\n]*")', lambda m, r: r.choice([b': "%s"' % m[1].strip(b'"'), b": null"])),
    (rb"[,}\]]", lambda m, r: r.choice([b",", b"", m[0] + m[0]])),
    (rb'"([^"\n]*)"', lambda m, _: b"'" + m[1] + b"'"),
    (rb"\A", lambda *_: b"\xef\xbb\xbf"),
)


def damaged(data: bytes, seed: int) -> bytes:
    """Return a document spoilt in up to four places."""
    chance = random.Random(seed)  # noqa: S311 - reproducible test data
    for _ in range(chance.randint(1, 4)):
        pattern, way = chance.choice(WAYS)
        found = list(re.finditer(pattern, data))
        if found:
            place = chance.choice(found)
            data = data[: place.start()] + way(place, chance) + data[place.end() :]
    return data
