"""The text of YAML: how it is parsed, and what is said of its mistakes."""

from __future__ import annotations

from typing import Any

import yaml

__all__ = ("parse", "told")

_HINTS = (
    ("mapping values are not allowed", "a text that holds a colon and a blank needs quotation marks"),
    ("cannot start any token", "indent with blanks, not with tabs, and put texts that begin with a sign in quotation marks"),
    ("expected <block end>", "lines of one level begin in the same column"),
    ("could not find expected ':'", "write `name: value`"),
    ("unexpected end of stream", "a quotation mark is not closed"),
    ("expected ',' or", "a bracket is not closed, or a comma is missing"),
)  # fmt: skip


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # the base is chosen at run time
    """Reads YAML with each key once; ``on`` is a word here, not YAML 1.1's truth."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:  # noqa: FBT001, FBT002  # the base's signature
        self.flatten_mapping(node)
        mapping = {}
        for key_node, value_node in node.value:
            key = (
                key_node.value
                if key_node.tag == "tag:yaml.org,2002:bool"
                else self.construct_object(key_node, deep=True)
            )
            if isinstance(key, list | dict):
                raise yaml.constructor.ConstructorError(None, None, "a key must be a word", key_node.start_mark)
            if key in mapping:
                raise yaml.constructor.ConstructorError(None, None, f"{key!r} occurs twice", key_node.start_mark)
            mapping[key] = self.construct_object(value_node, deep=deep)
        return mapping


def parse(text: bytes | str) -> Any:
    """Return what a YAML text holds; raises yaml.YAMLError, RecursionError or ValueError."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506  # a SafeLoader


def told(error: yaml.YAMLError) -> str:
    """Return a mistake in one sentence, with line and column where there are any."""
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "is no YAML"
    hint = next((words for sign, words in _HINTS if sign in problem), "")
    place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark is not None else ""
    return f"{place}{problem}{f' ({hint})' if hint else ''}"
