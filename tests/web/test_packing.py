"""Documents as a page keeps them."""

import base64
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.api.problem import Refusal
from opads.web.packing import pack, unpack


@given(st.binary(max_size=500), st.text(max_size=20))
def test_what_is_kept_comes_back(data: Any, name: Any) -> None:
    try:
        name.encode()
    except UnicodeEncodeError:
        return
    assert unpack(pack(data, name).encode(), 500) == (data, name)


@pytest.mark.parametrize(
    ("kept", "kind"),
    [(b"", "bad-form"), (b"!", "bad-form"), (base64.b64encode(b"x"), "bad-form"),
     (base64.b64encode(zlib.compress(b"a" * 90)[:-3]), "bad-form"), (pack(b"a" * 101).encode(), "too-large"),
     (pack(b"a" * 100_000_000).encode(), "too-large")],
    ids=["nothing", "no base64", "not packed", "broken off", "too long", "much too long"],
)  # fmt: skip
def test_what_is_none_is_refused(kept: Any, kind: Any) -> None:
    with pytest.raises(Refusal) as raised:
        unpack(kept, 100)
    assert raised.value.kind.name == kind


@given(st.binary(max_size=100))
def test_no_bytes_do_harm(kept: Any) -> None:
    try:
        data, _ = unpack(kept, 50)
    except Refusal as refusal:
        answer = refusal.kind.name
    else:
        answer = "read" if len(data) <= 50 else "too much"
    assert answer in ("read", "bad-form", "too-large")
