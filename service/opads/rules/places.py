"""Where a path leads, as ``Path.find`` and ``Path.blame`` tell it, without the pointers that lead nowhere."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from opads.mapping.path import All, Index, Is, Key, Match, Path, compile_path, scalar_text
from opads.rules.selection import MISSING, holds
from opads.standard.jsonvalue import is_index

__all__ = ("pointer_at", "pointers_at")

_Hits = list[tuple[str, Any]]


def _key(step: Key, hits: _Hits) -> _Hits:
    name, token = step.name, step.token
    found = [(at + token, value[name]) for at, value in hits if value.__class__ is dict and name in value]
    if len(found) == len(hits) or not is_index(name):
        return found
    return [hit for at, value in hits for hit in _child(step, at, value)]


def _child(step: Key, at: str, value: Any) -> _Hits:
    if value.__class__ is dict:
        return [(at + step.token, value[step.name])] if step.name in value else []
    if value.__class__ is list and int(step.name) < len(value):
        return [(f"{at}/{step.name}", value[int(step.name)])]
    return []


def _elements(hits: _Hits, chosen: Callable[[Any], bool] | None) -> _Hits:
    return [
        (f"{at}/{position}", item)
        for at, value in hits
        if value.__class__ is list
        for position, item in enumerate(value)
        if chosen is None or chosen(item)
    ]


def _matching(step: Match) -> Callable[[Any], bool]:
    conditions = [(condition.key, condition.value, condition.negated) for condition in step.conditions]

    def chosen(item: Any) -> bool:
        if item.__class__ is not dict:
            return False
        for key, value, negated in conditions:
            member = item.get(key, MISSING)
            if (member == value or holds(member, value)) is negated:
                return False
        return True

    return chosen


def _moving(step: Any) -> Callable[[_Hits], _Hits]:
    if isinstance(step, Key):
        return lambda hits: _key(step, hits)
    if isinstance(step, All):
        return lambda hits: _elements(hits, None)
    if isinstance(step, Match):
        chosen = _matching(step)
        return lambda hits: _elements(hits, chosen)
    if isinstance(step, Index):
        return lambda hits: [
            (f"{at}/{step.position}", value[step.position])
            for at, value in hits
            if value.__class__ is list and step.position < len(value)
        ]
    if isinstance(step, Is):
        return lambda hits: _elements(hits, lambda item: scalar_text(item) == step.value)
    return lambda hits: [(at, value) for at, value in hits if step.holds(value)]


def _straight(path: Path) -> Callable[[Any, str], str | None]:
    """Return the function that goes by the first element at each step: where it arrives, that is the first of all.

    It gives None where it does not arrive, and of steps that are rare.
    """
    lines: list[str] = ["def straight(value, at):"]
    chosen: dict[str, Callable[[Any], bool]] = {}
    for number, step in enumerate(path.steps):
        if isinstance(step, Key):
            lines.append(f" if value.__class__ is not dict or {step.name!r} not in value: return None")
            lines.append(f" value = value[{step.name!r}]; at += {step.token!r}")
        elif isinstance(step, Index | All):
            position = step.position if isinstance(step, Index) else 0
            lines.append(f" if value.__class__ is not list or len(value) <= {position}: return None")
            lines.append(f" value = value[{position}]; at += '/{position}'")
        elif isinstance(step, Match):
            chosen[f"chosen{number}"] = _matching(step)
            lines.append(" if value.__class__ is not list: return None")
            lines.append(" for position, item in enumerate(value):")
            lines.append(f"  if chosen{number}(item): break")
            lines.append(" else: return None")
            lines.append(" value = item; at = f'{at}/{position}'")
        else:
            lines.append(" return None")
            break
    lines.append(" return at")
    namespace: dict[str, Any] = dict(chosen)
    exec(compile("\n".join(lines), "<place>", "exec"), namespace)  # noqa: S102  # text of our own emitter
    function: Callable[[Any, str], str | None] = namespace["straight"]
    return function


def _moves(path: Path) -> list[Callable[[_Hits], _Hits]]:
    return [_moving(step) for step in path.steps]


@lru_cache(maxsize=4096)
def pointers_at(path: str) -> Callable[[Any], list[str]]:
    """Return the function that lists the pointers of the values a path selects, in document order."""
    moves = _moves(compile_path(path))

    def pointers(value: Any) -> list[str]:
        hits = [("", value)]
        for move in moves:
            hits = move(hits)
        return [at for at, _ in hits]

    return pointers


@lru_cache(maxsize=4096)
def pointer_at(path: str) -> Callable[[Any, str], str]:
    """Return the function of (value, its own pointer) that gives the first pointer selected, or that of what is missing."""
    compiled = compile_path(path)
    moves = _moves(compiled)
    rests = ["".join(s.token for s in compiled.steps[at:] if isinstance(s, Key)) for at in range(len(moves))]
    straight = _straight(compiled)

    def pointer(value: Any, base: str) -> str:
        if (first := straight(value, base)) is not None:
            return first
        hits = [(base, value)]
        for move, rest in zip(moves, rests, strict=True):
            found = move(hits)
            if not found:
                return hits[0][0] + rest
            hits = found
        return hits[0][0]

    return pointer
