"""JSON Pointer (RFC 6901): joining and splitting."""

from opads.standard.jsonvalue import escape

__all__ = ("escape", "join", "split", "within")


def join(tokens: list[str | int]) -> str:
    """Write member names and indexes as a pointer; no tokens give the root ``""``."""
    return "".join(f"/{escape(token) if isinstance(token, str) else token}" for token in tokens)


def split(pointer: str) -> list[str]:
    """Give the tokens of a pointer, unescaped; a text without a leading slash is one member name."""
    if not pointer:
        return []
    if not pointer.startswith("/"):
        return [pointer]
    return [token.replace("~1", "/").replace("~0", "~") for token in pointer[1:].split("/")]


def within(pointer: str, ancestor: str) -> bool:
    """Say whether a pointer is the ancestor or lies below it."""
    return pointer == ancestor or not ancestor or pointer.startswith(f"{ancestor}/")
