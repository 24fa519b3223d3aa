"""Records that stand in several arrays: the token ``*`` of the option ``records``."""

from opads.carriers import get

OPTIONS = {"records": [{"at": "/seats/*/bids", "each": True}, {"at": ""}]}


def test_records_of_several_arrays_are_one_sequence_with_their_own_places() -> None:
    text = b'{"seats": [{"bids": [{"a": 1}, {"a": 2}]}, {"no": 1}, {"bids": []}, {"bids": [{"a": 3}]}]}'
    reading = get("json").read(text, OPTIONS)
    records = list(reading.records)
    assert [(record.index, record.value["a"]) for record in records] == [(0, 1), (1, 2), (2, 3)]
    places = [record.locate("/a") for record in records]
    assert [text[place.offset or 0 : (place.offset or 0) + 1] for place in places] == [b"1", b"2", b"3"]
    assert reading.troubles == []


def test_a_fault_costs_only_the_record_it_stands_in() -> None:
    text = b'{"seats": [{"bids": [{"a": 1, "a": 2}, {"a": 3}]}, {"bids": [{"a": "\\ud800"}, {"a": 5}]}]}'
    reading = get("json").read(text, OPTIONS)
    assert [(record.index, record.value["a"]) for record in reading.records] == [(1, 3), (3, 5)]
    assert sorted((t.rule, t.record) for t in reading.troubles) == [
        ("carrier-json/duplicate-key", 0),
        ("carrier-json/lone-surrogate", 2),
    ]


def test_a_doubled_name_on_the_way_costs_all_and_a_fault_beside_them_none() -> None:
    doubled = get("json").read(b'{"seats": [{"bids": [{"a": 1}], "bids": [{"a": 2}]}, {"bids": [{"a": 3}]}]}', OPTIONS)
    assert list(doubled.records) == []
    assert [t.rule for t in doubled.troubles] == ["carrier-json/duplicate-key"]
    beside = get("json").read(b'{"seats": [{"n": 1, "n": 2, "bids": [{"a": 1}]}]}', OPTIONS)
    assert [record.value for record in beside.records] == [{"a": 1}]
    assert [t.record for t in beside.troubles] == [None]


def test_a_member_called_star_is_a_name() -> None:
    reading = get("json").read(b'{"seats": {"*": {"bids": [{"a": 1}]}}}', OPTIONS)
    assert [record.value for record in reading.records] == [{"a": 1}]


def test_without_any_array_the_next_place_is_taken() -> None:
    reading = get("json").read(b'{"seats": []}', OPTIONS)
    assert [record.value for record in reading.records] == [{"seats": []}]
