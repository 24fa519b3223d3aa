"""A small reader of QR codes (ISO/IEC 18004, versions 2 to 6, correction M, bytes), written apart from any library."""

import re
from collections.abc import Callable

BLOCKS = {2: (28,), 3: (44,), 4: (32, 32), 5: (43, 43), 6: (27, 27, 27, 27)}
"""Data codewords of each block of correction level M."""
MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda y, x: (y + x) % 2 == 0,
    lambda y, _: y % 2 == 0,
    lambda _, x: x % 3 == 0,
    lambda y, x: (y + x) % 3 == 0,
    lambda y, x: (y // 2 + x // 3) % 2 == 0,
    lambda y, x: y * x % 2 + y * x % 3 == 0,
    lambda y, x: (y * x % 2 + y * x % 3) % 2 == 0,
    lambda y, x: ((y + x) % 2 + y * x % 3) % 2 == 0,
)
Matrix = list[list[bool]]


def matrix(path: str, size: int, quiet: int = 4) -> Matrix:
    """Return the modules that the path of a drawing paints."""
    found = [[False] * (size - 2 * quiet) for _ in range(size - 2 * quiet)]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path):
        for step in range(int(length)):
            found[int(y) - quiet][int(x) - quiet + step] = True
    return found


def read(modules: Matrix) -> str:
    """Return the text of a code, taken at its word: no error is corrected."""
    size = len(modules)
    version = (size - 17) // 4
    form = sum(modules[8][x] << (14 - i) for i, x in enumerate((0, 1, 2, 3, 4, 5, 7, 8))) ^ 0b101010000010010
    assert form >> 13 == 0, "correction level M"
    mask = MASKS[form >> 10 & 7]
    bits = []
    upward = True
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        for y in range(size - 1, -1, -1) if upward else range(size):
            bits += [modules[y][x] != mask(y, x) for x in (right, right - 1) if not _fixed(y, x, size)]
        upward = not upward
    words = [sum(bit << (7 - i) for i, bit in enumerate(bits[at : at + 8])) for at in range(0, len(bits) - 7, 8)]
    blocks = BLOCKS[version]
    data = [words[row * len(blocks) + block] for block in range(len(blocks)) for row in range(blocks[0])]
    stream = "".join(f"{word:08b}" for word in data)
    assert stream[:4] == "0100", "byte mode"
    length = int(stream[4:12], 2)
    return bytes(int(stream[12 + 8 * i : 20 + 8 * i], 2) for i in range(length)).decode()


def _fixed(y: int, x: int, size: int) -> bool:
    """Whether a module belongs to a pattern: finders with format, timing, alignment."""
    finder = (y < 9 and (x < 9 or x >= size - 8)) or (y >= size - 8 and x < 9)
    aligned = abs(y - (size - 7)) <= 2 and abs(x - (size - 7)) <= 2
    return finder or aligned or y == 6 or x == 6
