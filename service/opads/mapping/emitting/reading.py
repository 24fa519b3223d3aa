"""The emitted function of a format: its text, and the function made from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from opads.mapping.compile import Node
from opads.mapping.emitting.errors import UnknownToEmitterError
from opads.mapping.emitting.natives import Found
from opads.mapping.emitting.pointers import Pointer
from opads.mapping.emitting.rows import Rows
from opads.mapping.emitting.runtime import HELPERS
from opads.mapping.emitting.surveying import survey
from opads.mapping.emitting.targets import Marks, Target
from opads.mapping.emitting.text import Text
from opads.mapping.path import compile_path

__all__ = ("Compiled", "compiled", "emitted")

Compiled: TypeAlias = Callable[[dict[str, Any]], tuple[Any, ...]]
"""Takes a native record, gives the parts of a ``Reading``: disclosure, kept, unreadable and, with the account, mapped,
constants and relations."""

_DEEPEST = 16
"""Loops one inside the other, somewhat below Python's own limit."""


def emitted(nodes: tuple[Node, ...], format_id: str, version: str, *, account: bool) -> tuple[str, dict[str, Any]]:
    """Return the text of the function and its globals; raises UnknownToEmitterError."""
    text = Text()
    found = survey(nodes)
    if any(steps[0] == compile_path("/extensions").steps[0] for steps in found.places) or found.whole:
        raise UnknownToEmitterError("a mapping that fills the extensions or the disclosure as a whole")
    text.line(f"root = {{'opads': {version!r}}}")
    text.line("unreadable = []; verbatim = []; spelled = set()")
    if account:
        text.line("mapped = {}; relations = {}; constants = ['/opads']")
    else:
        text.line("seen = set()")
    target = Target(text, found, "root", Pointer(), Marks(), "constants", account=account)
    Rows(text, account=account).run(nodes, (Found("native", Pointer(), record=True),), target)
    text.line(f"kept = residue_of(native, {'mapped' if account else 'seen'}, spelled, verbatim)")
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
