"""The emitted function of a format: its text, and the function made from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from opads.mapping.compile import Node
from opads.mapping.emitting.errors import UnknownToEmitterError
from opads.mapping.emitting.keeping import Keeper
from opads.mapping.emitting.natives import Found
from opads.mapping.emitting.places import Scope, Spot, Trails
from opads.mapping.emitting.pointers import Pointer
from opads.mapping.emitting.rows import Rows
from opads.mapping.emitting.runtime import HELPERS
from opads.mapping.emitting.surveying import survey
from opads.mapping.emitting.targets import Target
from opads.mapping.emitting.text import Text

__all__ = ("Compiled", "compiled", "emitted")

Compiled: TypeAlias = Callable[[dict[str, Any]], tuple[Any, ...]]
"""Takes a native record, gives the parts of a ``Reading``: disclosure, kept, unreadable and, with the account, mapped,
constants and relations."""


def emitted(nodes: tuple[Node, ...], format_id: str, version: str, *, account: bool) -> tuple[str, dict[str, Any]]:
    """Return the text of the function and its globals; raises UnknownToEmitterError."""
    text, found = Text(), survey(nodes)
    if found.whole:
        raise UnknownToEmitterError("a mapping that sets the disclosure as a whole")
    text.line(f"root = {{'opads': {version!r}}}")
    text.line("unreadable = []; verbatim = []")
    if account:
        text.line("constants = ['/opads']")
    keeper = Keeper(text, Trails(nodes), account=account)
    target = Target(text, found, "root", Pointer(), keeper, "constants")
    record = Found("native", Pointer(), Spot(Scope(text.top, None, "", ())))
    Rows(text).run(nodes, (record,), target)
    text.line("kept = residue(native, marks, verbatim)")
    text.line(f"if kept: root['extensions'] = {{{format_id!r}: dict(kept)}}")
    text.line("return root, kept, unreadable" + (", mapped, constants, relations" if account else ""))
    return text.render("def reading(native):"), text.globals


def compiled(nodes: tuple[Node, ...], format_id: str, version: str, *, account: bool) -> Compiled | None:
    """Return the function that reads records of a format, or None where the rows ask for more than is emitted."""
    try:
        source, names = emitted(nodes, format_id, version, account=account)
    except UnknownToEmitterError:
        return None
    namespace = {**HELPERS, **names}
    exec(compile(source, f"<mapping {format_id}>", "exec"), namespace)  # noqa: S102  # text of our own emitter
    function: Compiled = namespace["reading"]
    return function
