"""Situations that cannot be taken, and what is added to those that can."""

from typing import Any

import pytest

from opads.obligations import SituationError, resolve
from opads.obligations.reading import MOST, read_situation


@pytest.mark.parametrize(
    ("situation", "said"),
    [
        ([], "the whole (type)"),
        ({"onlin": True}, "nearest is online"),
        ({"countries": []}, "/countries (min-items)"),
        ({"countries": ["UK"]}, "/countries/0 (enum"),
        ({"media": ["tv"]}, "/media/0 (enum"),
        ({"online": None}, "/online (type)"),
        ({"process": {"date": "2026-02-30"}}, "/process/date"),
        ({"period": {"start": "2026-05-02", "end": "2026-05-01"}}, "/period/end is before /period/start"),
        ({"process": {"id": "se-riksdag-2027"}}, "near it are se-riksdag-2026"),
        ({"process": {"id": "se-riksdag-2026", "date": "2026-09-14"}}, "the election calendar says '2026-09-13'"),
        ({f"x{n}": 1 for n in range(9)}, "and 4 more"),
    ],
)
def test_refused(situation: Any, said: str) -> None:
    with pytest.raises(SituationError) as caught:
        resolve(situation)
    assert said in str(caught.value)


def test_nothing_known_leaves_everything_open_and_nothing_given_is_changed() -> None:
    situation: dict[str, Any] = {}
    answer = resolve(situation)
    assert situation == {}
    assert answer.counts.undetermined == len(answer.duties)
    assert answer.as_of is None
    assert {regime.status for regime in answer.regimes} == {"undetermined"}
    assert answer.questions[0].pointer == "/countries"


def test_the_calendar_and_the_day_are_filled_in() -> None:
    situation = {
        "process": {"id": "dk-parliament-2026", "name": "Folketing"},
        "period": {"start": "2026-03-01T10:00:00Z"},
    }
    answer = resolve(situation)
    derived = {fact.pointer: fact for fact in answer.derived}
    assert derived["/process/date"].value == "2026-03-24"
    assert derived["/process/date"].because == "the election calendar (dk-parliament-2026, not verified)"
    assert "/process/name" not in derived
    assert answer.as_of == derived["/asOf"].value == "2026-03-01T10:00:00Z"
    assert situation == {
        "process": {"id": "dk-parliament-2026", "name": "Folketing"},
        "period": {"start": "2026-03-01T10:00:00Z"},
    }


def test_what_is_given_is_not_derived() -> None:
    answer = resolve({"media": ["website"], "online": False, "process": {"linked": False}})
    assert answer.derived == ()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"[]", "no-records"),
        (b'[{"online": true}]', "not one JSON object"),
        (b'{"online": true, "online": false}', "duplicate-key at line 1, column"),
        (b"{", "not one JSON object"),
        (b"", "not one JSON object"),
        (b"\xff", "not one JSON object"),
        (b'{"a": "' + b"x" * MOST + b'"}', "too-large"),
    ],
)
def test_bytes_are_read_strictly(data: bytes, said: str) -> None:
    with pytest.raises(SituationError, match=said):
        read_situation(data)


def test_a_byte_order_mark_does_no_harm() -> None:
    assert read_situation(b'\xef\xbb\xbf{"online": true}') == {"online": True}
