"""Reads YAML as authors need it read: each key once, mistakes told with line and column in one sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

__all__ = ("YamlError", "load_yaml", "read_yaml_file")

_HINTS = (
    ("mapping values are not allowed", "a text that holds a colon and a blank needs quotation marks"),
    ("cannot start any token", "indent with blanks, not with tabs, and put texts that begin with a sign in quotation marks"),
    ("expected <block end>", "lines of one level begin in the same column"),
    ("could not find expected ':'", "write `name: value`"),
    ("unexpected end of stream", "a quotation mark is not closed"),
    ("expected ',' or", "a bracket is not closed, or a comma is missing"),
)  # fmt: skip


class YamlError(ValueError):
    """A text that is no YAML, or that has a key twice; the message begins with line and column where there are any."""


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


def load_yaml(text: bytes | str) -> Any:
    """Return what a YAML text holds; raises YamlError."""
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506  # a SafeLoader
    except yaml.YAMLError as error:
        raise YamlError(_told(error)) from None
    except RecursionError:
        raise YamlError("nested too deeply") from None
    except ValueError as error:  # such as a day that no calendar has
        raise YamlError(str(error)) from None


def read_yaml_file(path: Path) -> Any:
    """Return what a YAML file holds; raises YamlError, also where it cannot be read."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise YamlError(f"cannot be read ({error.strerror})") from error
    return load_yaml(data)


def _told(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "is no YAML"
    hint = next((words for sign, words in _HINTS if sign in problem), "")
    place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark is not None else ""
    return f"{place}{problem}{f' ({hint})' if hint else ''}"
