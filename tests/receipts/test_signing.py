"""What is signed is verified, by this project and by others' programs."""

import base64
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from msgspec.structs import replace

from opads.receipts import Claims, Key, key_set, read_key_set, verify
from opads.receipts.claims import payload_of
from opads.receipts.errors import SigningError
from opads.receipts.keyring import Keyring
from opads.receipts.signing import Signer
from opads.storage.moments import later, now
from tests.receipts import samples


def pinned(keyring: Keyring) -> dict[str, Key]:
    """Return the keys as whoever pinned the published ones has them."""
    return read_key_set(json.dumps(key_set(keyring.all())).encode())


def unpadded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def test_a_receipt_proves_what_it_says(signer: Signer) -> None:
    claims = samples.claims()
    found = verify(signer.sign(claims), pinned(signer.keyring), samples.DOCUMENT)
    assert found.claims == claims
    assert (found.compared, found.cautions) == (True, ())
    assert not verify(signer.sign(claims), pinned(signer.keyring)).compared


def test_a_receipt_says_which_register_gave_it(keyring: Keyring) -> None:
    ours = Signer(keyring, "https://opads.example")
    anonymous = replace(samples.claims(), register=None)
    keys = pinned(keyring)

    def told(text: str) -> str | None:
        claims = verify(text, keys).claims
        assert isinstance(claims, Claims)
        return claims.register

    assert told(ours.sign(anonymous)) == "https://opads.example"
    assert told(ours.sign(samples.claims())) == "https://register.example", "what is claimed already stays"
    assert told(Signer(keyring).sign(anonymous)) is None


def test_the_same_claims_give_the_same_receipt(signer: Signer) -> None:
    claims = samples.claims()
    assert signer.sign(claims) == signer.sign(claims)


def test_the_header_and_payload_are_canonical(signer: Signer) -> None:
    claims = samples.claims()
    header, payload, signature = signer.sign(claims).split(".")
    kid = signer.key().kid
    assert unpadded(header) == f'{{"alg":"EdDSA","kid":"{kid}","typ":"opads-receipt+jws"}}'.encode()
    assert unpadded(payload) == payload_of(claims)
    assert len(unpadded(signature)) == 64


def test_cryptography_alone_verifies_it(signer: Signer) -> None:
    text = signer.sign(samples.claims())
    signed, _, signature = text.rpartition(".")
    public = Ed25519PublicKey.from_public_bytes(unpadded(signer.key().x))
    public.verify(unpadded(signature), signed.encode())


def test_openssl_alone_verifies_it(signer: Signer, tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("the command openssl is not here")
    signed, _, signature = signer.sign(samples.claims()).rpartition(".")
    public = Ed25519PublicKey.from_public_bytes(unpadded(signer.key().x))
    (tmp_path / "public.pem").write_bytes(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    (tmp_path / "signature").write_bytes(unpadded(signature))

    def verified(data: str) -> bool:
        (tmp_path / "signed").write_text(data)
        command = "openssl pkeyutl -verify -pubin -inkey public.pem -rawin -in signed -sigfile signature"
        return subprocess.run(command.split(), cwd=tmp_path, capture_output=True, check=False).returncode == 0

    assert verified(signed)
    assert not verified(signed[:-1] + ("A" if signed[-1] != "A" else "B"))


def test_a_key_out_of_use_signs_nothing_in_a_transaction(keyring: Keyring, opened: Callable[[], object]) -> None:
    signer = Signer(keyring)
    keyring.retire(signer.key().kid)
    with pytest.raises(SigningError, match="keys new"):
        keyring._database.read(lambda transaction: signer.sign(samples.claims(), transaction))


def test_after_rotation_the_new_key_signs_and_old_receipts_hold(signer: Signer) -> None:
    before = signer.sign(samples.claims())
    old = signer.key().kid
    new = signer.keyring.new().kid
    after = signer.keyring._database.read(lambda transaction: signer.sign(samples.claims(), transaction))
    keys = pinned(signer.keyring)
    assert verify(before, keys, samples.DOCUMENT).key.kid == old
    assert verify(after, keys, samples.DOCUMENT).key.kid == new
    assert keys[old].retired_at is not None
    assert old != new


def test_moments_are_those_of_the_storage(signer: Signer) -> None:
    claims = samples.claims(now())
    assert verify(signer.sign(claims), pinned(signer.keyring)).claims.issued_at <= later(1)
