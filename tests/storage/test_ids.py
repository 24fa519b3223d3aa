"""Identifiers are UUIDs of version 7 that sort by time."""

import time
from uuid import UUID

from opads.storage.ids import new_id


def test_an_id_is_a_uuid_of_version_7() -> None:
    found = UUID(new_id())
    assert found.version == 7
    assert found.variant == "specified in RFC 4122"


def test_ids_sort_by_time_and_are_not_repeated() -> None:
    before = new_id()
    time.sleep(0.002)
    many = {new_id() for _ in range(10_000)}
    assert len(many) == 10_000
    assert before < min(many)


def test_the_time_is_that_of_the_clock() -> None:
    assert abs((UUID(new_id()).int >> 80) / 1000 - time.time()) < 5
