"""The text of a key says which it is, and no more."""

import math
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.access.secrets import IN_TEXT, LETTERS, SECRET, digest, id_in, new_key, same


def test_a_key_names_its_id_and_is_kept_as_its_digest() -> None:
    key = new_key()
    assert id_in(key.text) == key.id
    assert key.text.startswith(f"opads_{key.id}_")
    assert key.sha256 == sha256(key.text.encode()).hexdigest() == digest(key.text)
    assert key.id not in key.sha256


def test_keys_of_the_sandbox_can_be_told() -> None:
    key = new_key(sandbox=True)
    assert key.text.startswith("opads_sandbox_")
    assert id_in(key.text) == key.id


def test_no_two_keys_are_alike_and_the_secret_has_256_bits() -> None:
    keys = [new_key() for _ in range(200)]
    assert len({key.text for key in keys}) == len({key.id for key in keys}) == 200
    assert math.log2(len(LETTERS)) * SECRET > 256
    secrets = [key.text.removeprefix(f"opads_{key.id}_")[:SECRET] for key in keys]
    assert {len(secret) for secret in secrets} == {SECRET}
    # Every place but the first, where 256 bits end, takes every value.
    assert all(len({secret[place] for secret in secrets}) > 40 for place in range(1, SECRET))


@given(st.integers(0, 74), st.sampled_from(LETTERS + "_-. \n/"))
def test_a_mistyped_key_is_none(place: int, character: str) -> None:
    key = new_key().text
    typed = key[:place] + character + key[place + 1 :]
    assert (id_in(typed) is None) == (typed != key)


@given(st.text())
def test_other_texts_are_none(text: str) -> None:
    assert id_in(text) is None


@pytest.mark.parametrize(
    "change", [str.upper, str.lower, lambda key: key + "\n", lambda key: key[:-1], lambda key: " " + key]
)
def test_a_key_is_taken_as_it_is(change: object) -> None:
    assert callable(change)
    assert id_in(change(new_key().text)) is None


@pytest.mark.parametrize("sandbox", [False, True])
def test_keys_are_found_where_they_do_not_belong(*, sandbox: bool) -> None:
    key = new_key(sandbox=sandbox).text.encode()
    assert IN_TEXT.search(b"from=eu-ttpa&q=" + key)
    assert not IN_TEXT.search(b"from=eu-ttpa&q=opads_disclosure_of_an_advertisement")


def test_digests_are_compared_whole() -> None:
    one = digest("one")
    assert same(one, digest("one"))
    assert not same(one, one[:-1] + ("0" if one[-1] != "0" else "1"))
    assert not same(one, one[:-1])
