"""The client: every operation of a service as a method, and what goes over several requests."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import ParamSpec, Protocol, Self, TypeVar

from opads.client.operations import Operations

__all__ = ("Client",)

P = ParamSpec("P")
T_co = TypeVar("T_co", covariant=True)


class PageOf(Protocol[T_co]):
    """A page of a list."""

    @property
    def items(self) -> tuple[T_co, ...]:
        """What is on it."""

    @property
    def next(self) -> str | None:
        """Cursor of the page after it."""


class Client(Operations):
    """A service, by its address; with a key where it wants to know who asks. Close it, or use it in ``with``.

    Every method raises OpadsProblem for what the service refuses, and UnreachableError where no answer comes. What is submitted has
    an Idempotency-Key that is made for it and kept whenever it is sent again, so nothing is submitted twice by trying again.
    """

    def each(self, list_: Callable[P, PageOf[T_co]], *args: P.args, **kwargs: P.kwargs) -> Iterator[T_co]:
        """Yield every row of a list, page after page: ``client.each(client.list_submissions, limit=200)``."""
        while True:
            page = list_(*args, **kwargs)
            yield from page.items
            if page.next is None:
                return
            kwargs["cursor"] = page.next

    @staticmethod
    def new_key() -> str:
        """Return a new Idempotency-Key, for who wants to keep it over the end of the program."""
        return str(uuid.uuid4())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
