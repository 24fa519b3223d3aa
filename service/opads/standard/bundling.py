"""The schema of the disclosure in one piece."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from opads.standard import resources

__all__ = ("ROOT", "bundle")

ROOT = "disclosure"


def bundle() -> dict[str, Any]:
    """Return the schema of the disclosure with the parts it needs under ``$defs`` and local references only."""
    files = {path.name: json.loads(path.read_bytes()) for path in resources.schemas()}
    needed = _needed(files, f"{ROOT}.json")
    whole: dict[str, Any] = _moved(files[f"{ROOT}.json"], "")
    parts = {}
    for name in needed:
        part = _moved(files[name], f"/$defs/{Path(name).stem}")
        parts[Path(name).stem] = {key: value for key, value in part.items() if key not in ("$id", "$schema")}
    return {
        **whole,
        "$id": f"{whole['$id'].removesuffix('.json')}.bundle.json",
        "$defs": {**whole.get("$defs", {}), **parts},
    }


def _needed(files: dict[str, Any], root: str) -> list[str]:
    found: dict[str, None] = {}
    waiting = [root]
    while waiting:
        for reference in _references(files[waiting.pop()]):
            name = reference.partition("#")[0]
            if name and name != root and name not in found:
                found[name] = None
                waiting.append(name)
    return sorted(found)


def _references(node: Any) -> list[str]:
    if isinstance(node, list):
        return [reference for item in node for reference in _references(item)]
    if not isinstance(node, dict):
        return []
    own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
    return own + [reference for value in node.values() for reference in _references(value)]


def _moved(node: Any, place: str) -> Any:
    """Return a copy in which references hold from the bundle's root; ``place`` is where the file now stands in it."""
    if isinstance(node, list):
        return [_moved(item, place) for item in node]
    if not isinstance(node, dict):
        return node
    moved = {key: _moved(value, place) for key, value in node.items()}
    reference = node.get("$ref")
    if isinstance(reference, str):
        name, _, fragment = reference.partition("#")
        here = place if not name else "" if name == f"{ROOT}.json" else f"/$defs/{Path(name).stem}"
        moved["$ref"] = f"#{here}{fragment}"
    return moved
