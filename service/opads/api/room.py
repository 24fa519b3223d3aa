"""How many bytes of bodies one process holds at the same time, so that memory is bounded and not run out of.

The server in front ends the process where it cannot have memory itself, and takes all requests along: what is too much has to be
refused before that.
"""

from __future__ import annotations

from typing import Any

from opads.api.problem import Refusal

__all__ = ("FREE", "Held", "Room", "held_of", "hold")

FREE = 64 * 1024
"""Bytes of a body that is not counted: the connections of a process bound how many there are, and it goes on where long ones fill the room."""
AGAIN = 5
"""Seconds after which to come back."""
NAME = "opads.held"


class Room:
    """The room of one process; for its event loop alone."""

    def __init__(self, most: int) -> None:
        """``most`` is in bytes."""
        self.most = most
        self.taken = 0


class Held:
    """What one request holds of the room, until it is answered.

    A request that is the only one to hold any is never refused, so that a body fits that may be longer than the room.
    """

    __slots__ = ("_room", "bytes")

    def __init__(self, room: Room) -> None:
        self._room = room
        self.bytes = 0

    def expect(self, total: int) -> None:
        """Raise Refusal (503) where a body of so many bytes does not fit as things stand; it takes no room before it comes."""
        others = self._room.taken - self.bytes
        if total > FREE and others and others + total > self._room.most:
            raise Refusal(
                "busy",
                "As many bytes of documents are held as there is room for.",
                headers={"Retry-After": str(AGAIN), "Connection": "close"},
            )

    def grow(self, total: int) -> None:
        """Note that so many bytes of the body have come; raises Refusal (503) where they do not fit."""
        self.expect(total)
        if total > FREE:
            self._room.taken += total - self.bytes
            self.bytes = total

    def release(self) -> None:
        """Give back all."""
        self._room.taken -= self.bytes
        self.bytes = 0


def hold(scope: Any, room: Room) -> Held:
    """Let a request hold what it comes to need; who calls releases it."""
    held = scope[NAME] = Held(room)
    return held


def held_of(scope: Any) -> Held:
    """Return what a request holds."""
    held: Held = scope[NAME]
    return held
