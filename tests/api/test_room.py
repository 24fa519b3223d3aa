"""How much one process holds at the same time: what does not fit is refused, and what was held is given back."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import pytest

from opads.api.app import create_app
from opads.api.front import Service
from opads.api.problem import Refusal
from opads.api.room import FREE, Held, Room, held_of, hold
from opads.settings import Settings

T = TypeVar("T")
ROOM = 4 * FREE
ANSWERED = {200, 422}


def refused(held: Held, total: int) -> Refusal:
    with pytest.raises(Refusal) as caught:
        held.grow(total)
    return caught.value


def test_room_is_taken_as_the_bytes_come_and_given_back() -> None:
    room = Room(1_000_000)
    first, second = Held(room), Held(room)
    first.expect(900_000)
    assert room.taken == 0, "what is announced is not there yet"
    for total in (100_000, 500_000, 600_000):
        first.grow(total)
    second.grow(400_000)
    assert (first.bytes, second.bytes, room.taken) == (600_000, 400_000, 1_000_000)
    first.release()
    first.release()
    assert room.taken == 400_000
    second.release()
    assert room.taken == 0


def test_what_does_not_fit_is_told_when_to_come_back() -> None:
    room = Room(1_000_000)
    first, second = Held(room), Held(room)
    first.grow(700_000)
    second.grow(300_000)
    for refusal in (refused(second, 300_001), refused(first, 700_001), refused(Held(room), FREE + 1)):
        assert refusal.kind.name == "busy"
        assert refusal.kind.status == 503
        assert int(refusal.headers["Retry-After"]) > 0
        assert refusal.headers["Connection"] == "close", "the rest of the body is not wanted"
    assert room.taken == 1_000_000, "who is refused has taken nothing"
    with pytest.raises(Refusal):
        Held(room).expect(FREE + 1)


def test_small_bodies_are_not_counted() -> None:
    room = Room(1_000_000)
    Held(room).grow(1_000_000)
    small = Held(room)
    small.expect(FREE)
    small.grow(FREE)
    assert (small.bytes, room.taken) == (0, 1_000_000)
    refused(small, FREE + 1)


def test_who_is_alone_is_never_refused() -> None:
    room = Room(1_000_000)
    alone = Held(room)
    alone.expect(5_000_000)
    for total in (900_000, 5_000_000):
        alone.grow(total)
    refused(Held(room), FREE + 1)
    alone.release()
    Held(room).grow(5_000_000)


def test_a_request_finds_what_it_holds() -> None:
    scope: dict[str, Any] = {}
    held = hold(scope, Room(1))
    assert held_of(scope) is held


class Talk:
    """One request in process, whose body comes when it is told to."""

    def __init__(self, service: Service, length: int, *, announced: bool = True) -> None:
        self.pieces: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.begun = asyncio.Event()
        self.asked = self.status = 0
        headers = [(b"host", b"x"), (b"content-type", b"application/json")]
        self.scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
            "path": "/v1/validate", "raw_path": b"/v1/validate", "query_string": b"", "root_path": "", "client": None,
            "server": ("x", 80), "state": {}, "extensions": {},
            "headers": headers + ([(b"content-length", b"%d" % length)] if announced else []),
        }  # fmt: skip
        self.task = asyncio.ensure_future(service(self.scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        if self.asked:
            self.pieces.task_done()
        self.asked += 1
        self.begun.set()
        return await self.pieces.get()

    async def _send(self, message: dict[str, Any]) -> None:
        self.status = message.get("status", self.status)

    async def begin(self) -> None:
        """Wait until the body is asked for."""
        await self._unless_answered(self.begun.wait())

    async def come(self, *pieces: bytes, more: bool = True) -> None:
        """Let pieces of the body come, and wait until all were taken, or the request is answered."""
        for piece in pieces:
            self.pieces.put_nowait({"type": "http.request", "body": piece, "more_body": more})
        await self._unless_answered(self.pieces.join())

    async def _unless_answered(self, what: Coroutine[Any, Any, Any]) -> None:
        waiting = asyncio.ensure_future(what)
        await asyncio.wait({waiting, self.task}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()

    async def answer(self) -> int:
        await self.task
        return self.status


def document(length: int) -> bytes:
    return b'["' + b"a" * (length - 4) + b'"]'


@pytest.fixture(scope="module")
def service() -> Service:
    return create_app(Settings(max_held=ROOM, max_bytes=8 * FREE, body_timeout=20))


def run(service: Service, talk: Callable[[Service], Awaitable[T]]) -> T:
    """Run a conversation; whatever happened in it, nothing is held at its end."""

    async def main() -> T:
        result = await talk(service)
        assert service.room.taken == 0
        return result

    return asyncio.run(main())


def test_a_body_is_refused_before_it_is_read_where_another_has_the_room(service: Service) -> None:
    async def talk(service: Service) -> list[int]:
        whole = document(3 * FREE)
        first = Talk(service, len(whole))
        await first.come(whole[:-1])
        assert service.room.taken == 3 * FREE - 1
        second = Talk(service, 2 * FREE)
        assert await second.answer() == 503
        assert second.asked == 0
        small = Talk(service, FREE)
        await small.come(document(FREE), more=False)
        await first.come(whole[-1:], more=False)
        third = Talk(service, len(whole))
        await third.come(whole, more=False)
        return [await one.answer() for one in (first, small, third)]

    assert set(run(service, talk)) <= ANSWERED


def test_a_body_of_unknown_length_is_refused_where_it_outgrows_the_room(service: Service) -> None:
    async def talk(service: Service) -> tuple[int, int]:
        first = Talk(service, 0, announced=False)
        await first.come(document(2 * FREE)[:-1])
        second = Talk(service, 0, announced=False)
        await second.come(b"[" * 2 * FREE, b"[" * FREE)
        assert await second.answer() == 503
        assert service.room.taken == 2 * FREE - 1, "the other keeps what it has"
        await first.come(document(2 * FREE)[-1:], more=False)
        return await first.answer(), second.status

    assert run(service, talk)[0] in ANSWERED


def test_two_that_grow_do_not_wait_for_each_other(service: Service) -> None:
    async def talk(service: Service) -> list[int]:
        both = [Talk(service, 3 * FREE) for _ in range(2)]
        for one in both:
            await one.begin()
        for one in both:
            await one.come(document(3 * FREE)[: 2 * FREE])
        await both[0].come(document(3 * FREE)[2 * FREE :])
        assert await both[0].answer() == 503
        await both[1].come(document(3 * FREE)[2 * FREE :], more=False)
        return [await one.answer() for one in both]

    assert run(service, talk)[1] in ANSWERED


def test_what_breaks_off_is_given_back(service: Service) -> None:
    async def talk(service: Service) -> int:
        gone = Talk(service, 3 * FREE)
        await gone.come(document(3 * FREE)[:-1])
        gone.pieces.put_nowait({"type": "http.disconnect"})
        await gone.task
        cut = Talk(service, 3 * FREE)
        await cut.come(document(3 * FREE)[:-1])
        cut.task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await cut.task
        return gone.status

    assert run(service, talk) == 400
