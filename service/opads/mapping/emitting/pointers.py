"""JSON pointers as the emitted code writes them: text that is known beforehand, and local variables."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ("Pointer",)


@dataclass(frozen=True, slots=True)
class Pointer:
    """What a pointer is put together from: each piece with whether it is the name of a local variable."""

    pieces: tuple[tuple[str, bool], ...] = ()

    def __add__(self, text: str) -> Pointer:
        """Return the pointer with a text behind it."""
        if self.pieces and not self.pieces[-1][1]:
            return Pointer((*self.pieces[:-1], (self.pieces[-1][0] + text, False)))
        return Pointer((*self.pieces, (text, False))) if text else self

    def named(self, local: str) -> Pointer:
        """Return the pointer with the text of a local variable behind it."""
        return Pointer((*self.pieces, (local, True)))

    @property
    def known(self) -> bool:
        """Whether all of it is known beforehand."""
        return not any(local for _, local in self.pieces)

    @property
    def code(self) -> str:
        """The Python expression of the pointer."""
        if self.known:
            return repr("".join(text for text, _ in self.pieces))
        if len(self.pieces) == 1:
            return f"f'{{{self.pieces[0][0]}}}'"
        text = "".join(f"{{{p}}}" if local else p.replace("{", "{{").replace("}", "}}") for p, local in self.pieces)
        return f"f{text!r}"
