"""Looks for what a template asks for: conditions, values by their specifications, incomplete parts."""

from __future__ import annotations

from typing import Any

from opads.mapping.path import compile_path
from opads.notice.document import Value
from opads.notice.forms import Forms, is_nothing
from opads.notice.template import Condition, Spec

__all__ = ("holds", "lacking", "nodes_at", "seek")


def nodes_at(value: Any, path: str) -> list[Any]:
    """Return the nodes that a path selects and that state something."""
    return [node for node in compile_path(path).values(value) if not is_nothing(node)]


def holds(condition: Condition, value: Any) -> bool:
    """Whether one of the alternatives holds: each of its paths selects something, or nothing where it begins with ``!``."""
    return any(
        all(bool(nodes_at(value, path.removeprefix("!"))) != path.startswith("!") for path in paths)
        for paths in condition
    )


def seek(spec: Spec, value: Any, forms: Forms) -> list[Value]:
    """Return the values of a specification, one for each node that its path selects."""
    found = []
    for node in nodes_at(value, spec.path):
        shown = _joined(spec, node, forms) if spec.parts else forms.show(node, spec)
        if shown is not None:
            found.append(_finished(shown, spec, forms))
    return found


def lacking(needs: dict[str, str], spec: Spec, value: Any) -> list[str]:
    """Return the names of the parts that some of the selected nodes lack."""
    nodes = nodes_at(value, spec.path)
    return [name for name, path in needs.items() if any(not nodes_at(node, path) for node in nodes)]


def _joined(spec: Spec, node: Any, forms: Forms) -> Value | None:
    values = [value for part in spec.parts for value in seek(part, node, forms)]
    if not values:
        return None
    languages = {value.lang for value in values}
    # Parts in several languages have none in common that could be marked.
    return Value(
        (spec.join or "").join(value.text for value in values), languages.pop() if len(languages) == 1 else None
    )


def _finished(value: Value, spec: Spec, forms: Forms) -> Value:
    if spec.wrap:
        said = forms.sentence(spec.wrap, value=value.text)
        value = Value(said.text, said.lang or value.lang, value.href)
    if spec.note:
        value = Value(value.text, value.lang, value.href, forms.words.say(spec.note))
    return value
