"""Whatever is changed in a receipt, it proves nothing any more, and why is told."""

import base64
import copy
import hashlib
import hmac
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import OKPKey

from opads.receipts import Claims, Key, ReceiptError, jws, key_set, read_key_set, verify
from opads.receipts.claims import payload_of
from opads.standard.jsonvalue import canonical
from opads.storage.moments import later, now
from tests.receipts import samples

Path = tuple[str | int, ...]
HEADER = {"alg": "EdDSA", "typ": jws.TYPE}


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


@cache
def private(name: str) -> OKPKey:
    del name
    return OKPKey.generate_key("Ed25519")


def key(name: str = "ours", **more: str) -> Key:
    found = private(name)
    return Key(found.thumbprint(), str(found.as_dict(private=False)["x"]), **{"valid_from": later(-86400), **more})


def keys(*found: Key) -> dict[str, Key]:
    return read_key_set(json.dumps(key_set(found or (key(),))).encode())


def signed(payload: bytes, header: dict[str, Any] | bytes | None = None, name: str = "ours") -> str:
    """Sign anything at all, as whoever has the key could."""
    if not isinstance(header, bytes):
        header = canonical(header if header is not None else {**HEADER, "kid": key(name).kid})
    text = f"{encoded(header)}.{encoded(payload)}"
    return f"{text}.{encoded(private(name).get_op_key('sign').sign(text.encode()))}"  # type: ignore[union-attr] # a key of this kind has it


@cache
def receipt() -> str:
    return jws.sign(payload_of(samples.claims()), private("ours"), key().kid)


@cache
def value() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(payload_of(samples.claims()))
    return found


def fault(
    text: str, known: dict[str, Key] | None = None, document: bytes | None = samples.DOCUMENT, **more: Any
) -> str:
    with pytest.raises(ReceiptError) as raised:
        verify(text, known or keys(), document, **more)
    assert str(raised.value)
    return raised.value.fault


def places(found: Any, at: Path = ()) -> Iterator[Path]:
    """Yield the place of every value, objects and arrays too."""
    if at:
        yield at
    for name, child in (
        found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    ):
        yield from places(child, (*at, name))


def get_in(at: Path) -> Any:
    found: Any = value()
    for step in at:
        found = found[step]
    return found


PLACES = list(places(value()))
OBJECTS = [(), *(at for at in PLACES if isinstance(get_in(at), dict))]


def changed(at: Path, change: Any) -> bytes:
    """Return the payload with one value changed; taken out where the change is ``...``."""
    whole = copy.deepcopy(value())
    parent = whole
    for step in at[:-1]:
        parent = parent[step]  # type: ignore[index] # a step fits its parent
    if change is ...:
        del parent[at[-1]]  # type: ignore[arg-type] # a step fits its parent
    else:
        parent[at[-1]] = change(parent[at[-1]])  # type: ignore[index] # a step fits its parent
    return canonical(whole)


def other(found: Any) -> Any:
    """Return another value of the same kind, as a forger would."""
    if isinstance(found, bool):
        return not found
    if isinstance(found, int):
        return found + 1
    if isinstance(found, str):
        return ("b" if found[:1] == "a" else "a") + found[1:]
    if isinstance(found, list):
        return [*found, *found] or ["more"]
    return {**found, "more": 1}


def test_every_claim_is_tampered_with_below() -> None:
    fields = {field.encode_name for field in msgspec.structs.fields(Claims)}
    assert fields == set(value()), "the sample has every claim, also those that may be missing"
    assert len(PLACES) > 50


@pytest.mark.parametrize("at", PLACES, ids=lambda at: "/".join(map(str, at)))
def test_a_changed_claim_is_noticed(at: Path) -> None:
    header, _, signature = receipt().split(".")
    for change in (other, lambda _: None, ...):
        forged = f"{header}.{encoded(changed(at, change))}.{signature}"
        assert fault(forged) in {"signature", "claims", "not-canonical"}


@pytest.mark.parametrize("at", OBJECTS, ids=lambda at: "/".join(map(str, at)))
def test_an_added_claim_is_noticed_even_where_it_is_signed(at: Path) -> None:
    whole = copy.deepcopy(value())
    parent: Any = whole
    for step in at:
        parent = parent[step]
    parent["unforeseen"] = 1
    assert fault(signed(canonical(whole))) == "claims"


@pytest.mark.parametrize("name", sorted(set(value()) - {"register"}))
def test_a_claim_that_is_missing_is_noticed_even_where_it_is_signed(name: str) -> None:
    assert fault(signed(changed((name,), ...))) == "claims"


def test_every_bit_of_the_signature_counts() -> None:
    header, payload, signature = receipt().split(".")
    raw = decoded(signature)
    for bit in range(len(raw) * 8):
        flipped = bytearray(raw)
        flipped[bit // 8] ^= 1 << bit % 8
        assert fault(f"{header}.{payload}.{encoded(bytes(flipped))}") == "signature"


@given(st.data())
def test_every_character_counts(data: st.DataObject) -> None:
    text = receipt()
    at = data.draw(st.integers(0, len(text) - 1))
    character = data.draw(st.characters(max_codepoint=0x17F))
    forged = text[:at] + character + text[at + 1 :]
    if forged.strip() != text:
        fault(forged)
    shortened = text[:at] + text[at + 1 :]
    if shortened != text:
        fault(shortened)


def test_stray_bits_of_base64_are_no_other_receipt() -> None:
    """The last of 86 characters has four bits that mean nothing: they must be nought."""
    text = receipt()
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    last = alphabet.index(text[-1])
    for stray in range(1, 16):
        assert fault(text[:-1] + alphabet[last ^ stray]) == "malformed"
    for padded in (text + "==", text.replace(".", "=.", 1), text.replace(".", "\n.", 1), text + "."):
        assert fault(padded) == "malformed"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ({**HEADER, "alg": "none"}, "algorithm"),
        ({**HEADER, "alg": "HS256"}, "algorithm"),
        ({**HEADER, "alg": "ES256"}, "algorithm"),
        ({**HEADER, "alg": "Ed448"}, "algorithm"),
        ({**HEADER, "alg": "eddsa"}, "algorithm"),
        ({**HEADER, "alg": ["EdDSA"]}, "malformed"),
        ({**HEADER, "typ": "JWT"}, "malformed"),
        ({**HEADER, "crit": ["b64"], "b64": False}, "malformed"),
        ({**HEADER, "crit": ["unknown"], "unknown": 1}, "malformed"),
        ({**HEADER, "jwk": {"kty": "OKP"}}, "malformed"),
        ({**HEADER, "jku": "https://example.org/keys"}, "malformed"),
        ({"alg": "EdDSA"}, "malformed"),
        ({"typ": jws.TYPE}, "malformed"),
    ],
    ids=lambda found: json.dumps(found) if isinstance(found, dict) else found,
)
def test_headers_that_are_not_taken(header: dict[str, Any], expected: str) -> None:
    assert fault(signed(payload_of(samples.claims()), {**header, "kid": key().kid})) == expected


def test_none_and_the_public_key_as_a_secret() -> None:
    header = encoded(canonical({**HEADER, "alg": "none", "kid": key().kid}))
    payload = receipt().split(".")[1]
    assert fault(f"{header}.{payload}.") == "algorithm"
    header = encoded(canonical({**HEADER, "alg": "HS256", "kid": key().kid}))
    text = f"{header}.{payload}"
    mac = hmac.new(decoded(key().x), text.encode(), hashlib.sha256).digest()
    assert fault(f"{text}.{encoded(mac)}") == "algorithm"


@pytest.mark.parametrize(
    "raw",
    [
        b'{"alg":"EdDSA","kid":"KID","typ":"opads-receipt+jws" }',
        b'{"kid":"KID","alg":"EdDSA","typ":"opads-receipt+jws"}',
        b'{"alg":"EdDSA","alg":"EdDSA","kid":"KID","typ":"opads-receipt+jws"}',
        b'{"alg":"none","alg":"EdDSA","kid":"KID","typ":"opads-receipt+jws"}',
    ],
)
def test_a_header_in_another_form(raw: bytes) -> None:
    assert fault(signed(payload_of(samples.claims()), raw.replace(b"KID", key().kid.encode()))) == "not-canonical"


def test_the_newer_name_of_the_algorithm_is_taken() -> None:
    text = signed(payload_of(samples.claims()), {**HEADER, "alg": "Ed25519", "kid": key().kid})
    assert verify(text, keys(), samples.DOCUMENT).compared


@pytest.mark.parametrize("form", ["indented", "unsorted", "escaped", "repeated", "float"])
def test_a_payload_in_another_form_is_refused_though_signed(form: str) -> None:
    plain = payload_of(samples.claims())
    payload = {
        "indented": json.dumps(value(), indent=1, sort_keys=True).encode(),
        "unsorted": json.dumps(dict(reversed(value().items())), separators=(",", ":")).encode(),
        "escaped": plain.replace(b"opads", b"\\u006fpads", 1),
        "repeated": plain[:-1] + b',"verdict":"undetermined"}',
        "float": plain.replace(b'"due":9', b'"due":9.0'),
    }[form]
    assert payload != plain
    assert fault(signed(payload)) in {"not-canonical", "claims"}


@pytest.mark.parametrize(
    "payload", [b"", b"{}", b"[]", b"null", b"\xff", b"{" * 9, b"[" * 100_000, b'{"receipt":"9.0"}']
)
def test_other_things_that_are_signed_are_no_receipts(payload: bytes) -> None:
    assert fault(signed(payload)) == "claims"


def test_another_key_of_the_same_name() -> None:
    forged = signed(payload_of(samples.claims()), {**HEADER, "kid": key().kid}, "thief's")
    assert fault(forged) == "signature"


def test_a_key_that_is_not_trusted() -> None:
    assert fault(signed(payload_of(samples.claims()), name="thief's")) == "unknown-key"
    with_a_path = signed(payload_of(samples.claims()), {**HEADER, "kid": "../../etc/passwd"})
    assert fault(with_a_path) == "unknown-key"


@pytest.mark.parametrize(
    "document", [b"", samples.DOCUMENT + b"\n", samples.DOCUMENT[:-1], b"\0" * len(samples.DOCUMENT)]
)
def test_another_document(document: bytes) -> None:
    assert fault(receipt(), document=document) == "document"


@pytest.mark.parametrize("text", ["", ".", "..", "...", "a.b.c", "é.é.é", "\0", "eyJ.eyJ.eyJ", "." * 1000])
def test_what_is_no_receipt_at_all(text: str) -> None:
    assert fault(text) == "malformed"


@given(st.text(max_size=200) | st.lists(st.binary(max_size=60).map(encoded), min_size=3, max_size=3).map(".".join))
def test_anything_is_refused_in_words(text: str) -> None:
    fault(text)


def at_time(issued_at: str, **more: str) -> str | None:
    """Return what is wrong with a receipt of a moment, by a key with some dates."""
    text = jws.sign(payload_of(samples.claims(issued_at)), private("ours"), key().kid)
    try:
        return _told(text, more)
    except ReceiptError as error:
        return error.fault


def _told(text: str, more: dict[str, str]) -> str | None:
    found = verify(text, {key().kid: key(**more)}, samples.DOCUMENT)
    return "caution" if found.cautions else None


def test_times() -> None:
    assert at_time(now()) is None
    assert at_time(later(60)) is None, "clocks differ"
    assert at_time(later(3600)) == "time"
    assert at_time("9999-12-31T23:59:59.999999Z") == "time"
    assert at_time(later(-90_000)) == "time", "the key is younger"
    assert at_time("0001-01-01T00:00:00.000000Z") == "time"
    assert at_time("2026-02-30T00:00:00.000000Z") == "claims"


def test_a_retired_key_holds_for_what_it_signed_before() -> None:
    assert at_time(later(-7200), retired_at=later(-3600)) is None
    assert at_time(later(-3590), retired_at=later(-3600)) is None, "it took a moment to be put down"
    assert at_time(later(-60), retired_at=later(-3600)) == "retired"


def test_the_drill_of_a_stolen_key() -> None:
    """What it signed after the theft proves nothing; what is older stands under a caution, as any date could be forged."""
    revoked: dict[str, str] = {"revoked_at": later(-3600), "reason": "stolen"}
    assert at_time(later(-3599), **revoked) == "revoked"
    assert at_time(now(), **revoked) == "revoked"
    assert at_time(later(-7200), **revoked) == "caution"
    assert at_time(later(-60), **revoked, retired_at=later(-7200)) == "revoked", "the graver is told"


def test_the_receipt_of_a_step() -> None:
    text = jws.sign(payload_of(samples.step()), private("ours"), key().kid)
    assert verify(text, keys()).claims == samples.step(verify(text, keys()).claims.issued_at)
    assert fault(text) == "document", "there is no document to compare"
    header, payload, signature = text.split(".")
    for name, found in json.loads(decoded(payload)).items():
        forged = canonical({**json.loads(decoded(payload)), name: other(found)})
        assert fault(f"{header}.{encoded(forged)}.{signature}", document=None) in {"signature", "claims"}


def test_verifying_at_another_moment() -> None:
    assert fault(receipt(), at=later(-86_400)) == "time"
    assert verify(receipt(), keys(), at=later(86_400 * 3650)).compared is False
