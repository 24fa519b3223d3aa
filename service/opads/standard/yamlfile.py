"""Reads YAML as authors need it read: each key once, mistakes told with line and column in one sentence.

What the standard's own files hold is kept between runs, under the digest of their bytes: most of a short run would
else be spent on parsing them.
"""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

import opads
from opads.standard import resources
from opads.standard.cache import keep, kept

__all__ = ("YamlError", "is_own", "load_yaml", "read_yaml_file")

KIND = "yaml"
VERSION = "1"
"""Changes whenever the same text may give another value."""

_Kept = tuple[Any, list[tuple[list[str | int], date]]]
"""A value without its days, and where these stand in it: all else is the same in YAML and JSON."""
_decoder = msgspec.json.Decoder(_Kept)


class YamlError(ValueError):
    """A text that is no YAML, or that has a key twice; the message begins with line and column where there are any."""


def load_yaml(text: bytes | str) -> Any:
    """Return what a YAML text holds; raises YamlError."""
    import yaml  # noqa: PLC0415  # the parser is loaded only where something is to be parsed

    from opads.standard import yamltext  # noqa: PLC0415  # the same

    try:
        return yamltext.parse(text)
    except yaml.YAMLError as error:
        raise YamlError(yamltext.told(error)) from None
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
    return _recalled(data) if is_own(path) else load_yaml(data)


def is_own(path: Path) -> bool:
    """Say whether the file is the standard's: others change from run to run, and would fill the cache."""
    try:
        return path.is_relative_to(resources.root())
    except resources.ResourceError:
        return False


def _recalled(data: bytes) -> Any:
    """Return what a text holds, from the cache or freshly parsed."""
    key = hashlib.sha256(f"{VERSION}\0{opads.__version__}\0".encode() + data).hexdigest()
    payload = kept(KIND, key)
    if payload is not None:
        try:
            return _restored(payload)
        except (msgspec.DecodeError, LookupError, TypeError):
            pass
    value = load_yaml(data)
    payload = _payload(value)
    if payload is not None:
        keep(KIND, key, payload)
    return value


def _payload(value: Any) -> bytes | None:
    """Return what is kept of a value; None where that would not give it back exactly."""
    days: list[tuple[list[str | int], date]] = []
    try:
        payload = msgspec.json.encode((_without_days(value, [], days), days))
        return payload if repr(_restored(payload)) == repr(value) else None
    except (TypeError, ValueError, LookupError, OverflowError, RecursionError, msgspec.MsgspecError):
        return None


def _without_days(node: Any, place: list[str | int], days: list[tuple[list[str | int], date]]) -> Any:
    if isinstance(node, dict):
        return {key: _without_days(child, [*place, key], days) for key, child in node.items()}
    if isinstance(node, list):
        return [_without_days(child, [*place, position], days) for position, child in enumerate(node)]
    if type(node) is date:
        days.append((place, node))
        return None
    return node


def _restored(payload: bytes) -> Any:
    value, days = _decoder.decode(payload)
    for place, day in days:
        node = value
        for step in place[:-1]:
            node = node[step]
        node[place[-1]] = day
    return value
