"""Files of public keys, as the service publishes them and as whoever pins them reads them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import KeySet, OKPKey

from opads.receipts import Key, KeyFileError, key_set, read_key_set
from opads.receipts.jws import ALGORITHM

PUBLIC = OKPKey.import_key(
    # RFC 8037, appendix A.2; the thumbprint is that of appendix A.3.
    {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
)
KID = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
JWK = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}


def key(**more: str) -> Key:
    return Key(KID, JWK["x"], **{"valid_from": "2026-11-01T00:00:00.000000Z", **more})


def read(value: Any) -> dict[str, Key]:
    return read_key_set(json.dumps(value).encode())


def test_the_thumbprint_is_that_of_the_rfc() -> None:
    assert PUBLIC.thumbprint() == KID
    assert list(read(JWK)) == [KID]


def test_what_is_published() -> None:
    assert key().jwk() == {**JWK, "kid": KID, "alg": ALGORITHM, "use": "sig", "nbf": 1793491200}
    told = key(
        retired_at="2026-11-02T00:00:00.000000Z", revoked_at="2026-11-01T12:00:00.500000Z", reason="stolen"
    ).jwk()
    assert told["exp"] == 1793577600
    assert told["revoked"] == {"revoked_at": 1793534400, "reason": "stolen"}


def test_what_is_published_is_read_again() -> None:
    for found in (
        key(),
        key(retired_at="2026-11-02T00:00:00.000000Z"),
        key(revoked_at="2026-11-02T00:00:00.000000Z", reason="stolen"),
    ):
        assert read(key_set([found])) == {KID: found}


def test_other_libraries_read_it() -> None:
    found = KeySet.import_key_set(key_set([key(retired_at="2026-11-02T00:00:00.000000Z")]))  # type: ignore[arg-type] # as the library takes it
    assert found.get_by_kid(KID).thumbprint() == KID


def test_keys_of_other_kinds_are_passed_over() -> None:
    others = [{"kty": "RSA", "n": "AQAB", "e": "AQAB"}, {"kty": "OKP", "crv": "X25519", "x": JWK["x"]}, 3, None]
    assert list(read({"keys": [*others, JWK]})) == [KID]
    with pytest.raises(KeyFileError, match="no key of Ed25519"):
        read({"keys": others})


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ([], "no JWK Set"),
        ("text", "no JWK Set"),
        ({"keys": {}}, "no JWK Set"),
        ({"keys": []}, "no key of Ed25519"),
        ({}, "no key of Ed25519"),
        ({**JWK, "kid": "mine"}, "another one"),
        ({**JWK, "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}, "private key"),
        ({**JWK, "x": "short"}, "cannot be used"),
        ({**JWK, "x": 3}, "cannot be used"),
        ({**JWK, "nbf": "today"}, "cannot be used"),
        ({**JWK, "nbf": True}, "cannot be used"),
        ({**JWK, "nbf": 1e300}, "cannot be used"),
        ({**JWK, "revoked": {"reason": "no moment"}}, "cannot be used"),
        ({**JWK, "revoked": True}, "cannot be used"),
        ({"kty": "OKP", "crv": "Ed25519"}, "cannot be used"),
    ],
)
def test_files_that_cannot_be_used(value: Any, told: str) -> None:
    with pytest.raises(KeyFileError, match=told):
        read(value)


@pytest.mark.parametrize("data", [b"", b"\xff", b"{", b"[" * 100_000, b"NaN"])
def test_files_that_are_not_json(data: bytes) -> None:
    with pytest.raises(KeyFileError):
        read_key_set(data)


@given(
    st.dictionaries(
        st.sampled_from(["kty", "crv", "x", "kid", "nbf", "exp", "iat", "revoked", "d"]),
        st.none() | st.booleans() | st.integers() | st.text(max_size=50),
    )
)
def test_nothing_but_a_refusal(value: dict[str, Any]) -> None:
    try:
        found = read({"keys": [{**JWK, **value}]})
    except KeyFileError:
        return
    assert list(found) == [KID]
