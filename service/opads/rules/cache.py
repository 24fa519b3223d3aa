"""The cache of syntax trees: parsing is slow, trees are data, so they are kept between runs where a folder allows it."""

import hashlib
from contextlib import suppress
from pathlib import Path

import msgspec

from opads.rules import tree
from opads.rules.tree import Node
from opads.standard.cache import cache_folder

__all__ = ("TREE_VERSION", "cache_folder", "parsed")

TREE_VERSION = "1"
"""Changes whenever the same text may give another tree."""


def _file(text: str) -> Path | None:
    folder = cache_folder()
    key = hashlib.sha256(f"{TREE_VERSION}\0{text}".encode(errors="surrogatepass")).hexdigest()
    return folder / "cel" / f"{key}.json" if folder else None


def _kept(file: Path) -> Node | None:
    try:
        return tree.decode(file.read_bytes())
    except (OSError, msgspec.DecodeError, ValueError):
        return None


def _keep(file: Path, node: Node) -> None:
    from tempfile import NamedTemporaryFile  # noqa: PLC0415  # slow to import, and seldom needed

    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=file.parent, suffix=".part", delete=False) as part:
            part.write(tree.encode(node))
        Path(part.name).replace(file)


def parsed(text: str) -> Node:
    """Return the tree of an expression, from the cache or freshly parsed.

    Raises ExpressionError where the text is refused. A cache that cannot be read or written is silently done without.
    """
    file = _file(text)
    node = _kept(file) if file else None
    if node is None:
        from opads.rules.parser import parse  # noqa: PLC0415  # the grammar is loaded only on a miss

        node = parse(text)
        if file:
            _keep(file, node)
    return node
