"""Tokens of a real issuer, and what else comes in their form (hostile input 74)."""

import hashlib
import hmac
import json
import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from opads.access.caller import Role
from opads.access.errors import CredentialError
from opads.access.issuer import KEPT, LONGEST, SELDOM, STALE, Issuer
from opads.access.oidc import ALGORITHMS, LEEWAY, Tokens
from tests.access.issuers import AUDIENCE, LocalIssuer, running_issuer, segment


class Clock:
    """A clock that is put on by hand."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def shared() -> Iterator[LocalIssuer]:
    with running_issuer() as found:
        yield found


@pytest.fixture
def local(shared: LocalIssuer) -> Iterator[LocalIssuer]:
    keys = dict(shared.keys)
    shared.asked.clear()
    shared.answers.clear()
    yield shared
    shared.keys = keys


@pytest.fixture
def tokens(local: LocalIssuer, clock: Clock) -> Tokens:
    return Tokens({local.address: Issuer(local.address, loopback=True, clock=clock)}, AUDIENCE)


@pytest.mark.parametrize(("alg", "kid"), [("RS256", "rsa"), ("ES256", "ec"), ("EdDSA", "ed"), ("Ed25519", "ed")])
def test_sound_tokens_are_taken(tokens: Tokens, local: LocalIssuer, alg: str, kid: str) -> None:
    found = tokens.identity(local.token(alg, kid))
    assert (found.issuer, found.subject, found.roles, found.id) == (local.address, "7", None, "t1")
    assert time.time() < found.expires < time.time() + 301


@pytest.mark.parametrize(
    "changed", [{"aud": ["https://other.example", AUDIENCE]}, {"nbf": None}, {"iat": None}, {"jti": None}]
)
def test_claims_that_need_not_be_there(tokens: Tokens, local: LocalIssuer, changed: dict[str, Any]) -> None:
    assert tokens.identity(local.token(**changed)).subject == "7"


@pytest.mark.parametrize("kind", ["JWT", "jwt", "at+jwt", "application/at+jwt", None])
def test_types_of_bearer_tokens(tokens: Tokens, local: LocalIssuer, kind: str | None) -> None:
    assert tokens.identity(local.token(head={"typ": kind} if kind else {})).subject == "7"


def test_clocks_may_differ_a_little(tokens: Tokens, local: LocalIssuer) -> None:
    now = int(time.time())
    assert tokens.identity(local.token(exp=now - LEEWAY + 10)).subject == "7"
    assert tokens.identity(local.token(nbf=now + LEEWAY - 10, iat=now + LEEWAY - 10)).subject == "7"


NOW = int(time.time())
CLAIMS: dict[str, dict[str, Any]] = {
    "expired": {"exp": NOW - 100},
    "without an end": {"exp": None},
    "with an end that is no number": {"exp": "never"},
    "with an end that is not finite": {"exp": float("nan")},
    "not valid yet": {"nbf": NOW + 3600},
    "issued in the future": {"iat": NOW + 3600},
    "for another service": {"aud": "https://other.example"},
    "for nobody": {"aud": None},
    "for services that are none": {"aud": [1, AUDIENCE]},
    "of another issuer": {"iss": "https://evil.example"},
    "of no issuer": {"iss": None},
    "of several issuers": {"iss": ["https://evil.example"]},
    "about nobody": {"sub": None},
    "about an empty subject": {"sub": ""},
    "about a number": {"sub": 7},
}


@pytest.mark.parametrize("why", CLAIMS)
def test_claims_that_do_not_hold(tokens: Tokens, local: LocalIssuer, why: str) -> None:
    with pytest.raises(CredentialError):
        tokens.identity(local.token(**CLAIMS[why]))


def hashed(head: dict[str, Any], body: dict[str, Any], secret: bytes) -> str:
    """Sign with a shared secret, as no issuer of ours does."""
    signed = f"{segment(head)}.{segment(body)}"
    return f"{signed}.{segment(hmac.new(secret, signed.encode(), hashlib.sha256).digest())}"


def forgeries(local: LocalIssuer) -> dict[str, str]:
    """Give what attackers send, by what it is."""
    sound = local.token()
    head, body, signature = sound.split(".")
    stranger = RSAKey.generate_key(2048, {"kid": "rsa"})
    public = local.keys["rsa"].as_pem(private=False) if isinstance(local.keys["rsa"], RSAKey) else b""
    own = {"jwk": stranger.as_dict(private=False), "jku": f"{local.address}/evil", "x5u": f"{local.address}/evil"}
    none = segment({"alg": "none", "kid": "rsa"})
    return {
        "alg none": f"{none}.{body}.",
        "alg none with a signature": f"{none}.{body}.{signature}",
        "alg None": f"{segment({'alg': 'None'})}.{body}.",
        "the public key as a shared secret": hashed({"alg": "HS256", "kid": "rsa"}, local.claims(), public),
        "the modulus as a shared secret": hashed(
            {"alg": "HS256", "kid": "rsa"}, local.claims(), str(local.keys["rsa"].as_dict(private=False)["n"]).encode()
        ),
        "an empty shared secret": hashed({"alg": "HS256"}, local.claims(), b""),
        "another key of the same kid": local.token(key=stranger),
        "a key that the token brings": local.token(key=stranger, head=own),
        "a kid that is a path": local.token(kid="../../../../dev/null", key=stranger),
        "a kid that is an address": local.token(kid=f"{local.address}/evil", key=stranger),
        "a kid that is SQL": local.token(kid="' OR '1'='1", key=stranger),
        "a key of another kind": local.token("ES256", "rsa", key=ECKey.generate_key("P-256")),
        "an Edwards key under the kid of another": local.token("EdDSA", "rsa", key=OKPKey.generate_key("Ed25519")),
        "a body that was changed": f"{head}.{segment(local.claims(sub='8'))}.{signature}",
        "a head that was changed": f"{segment({'alg': 'RS256', 'kid': 'rsa', 'x': 1})}.{body}.{signature}",
        "no signature": f"{head}.{body}.",
        "a signature that is cut": sound[:-8],
        "a critical header that is not known": f"{segment({'alg': 'RS256', 'kid': 'rsa', 'crit': ['b64'], 'b64': False})}.{body}.{signature}",
        "a token for something else": local.token(head={"typ": "logout+jwt"}),
        "an encrypted token": "a.b.c.d.e",
        "a kid that is a list": f"{segment({'alg': 'RS256', 'kid': ['rsa']})}.{body}.{signature}",
        "an alg that is a list": f"{segment({'alg': ['RS256']})}.{body}.{signature}",
        "a head that is no object": f"{segment([1])}.{body}.{signature}",
        "a body that is no object": f"{head}.{segment('x')}.{signature}",
        "a body that is deep": f"{head}.{segment(b'[' * 100_000)}.{signature}",
        "dots": "..",
        "nothing": "",
        "what is not base64": f"{head}.{body}%.{signature}",
    }  # fmt: skip


def test_forgeries_are_refused_and_lead_nowhere(tokens: Tokens, local: LocalIssuer) -> None:
    assert tokens.identity(local.token()).subject == "7"
    taken = []
    for what, text in forgeries(local).items():
        try:
            tokens.identity(text)
        except CredentialError:
            continue
        taken.append(what)
    assert taken == []
    # Discovery and keys were asked for once; unknown kids led to nothing within the pause.
    assert local.asked == ["/.well-known/openid-configuration", "/keys"]


def test_algorithms_are_those_of_private_keys() -> None:
    assert not {name for name in ALGORITHMS if name.startswith(("HS", "none"))}


def test_keys_are_exchanged(tokens: Tokens, local: LocalIssuer, clock: Clock) -> None:
    old = local.token("EdDSA", "ed")
    tokens.identity(old)
    local.keys["next"] = OKPKey.generate_key("Ed25519", {"kid": "next"})
    new = local.token("EdDSA", "next")
    with pytest.raises(CredentialError, match="does not publish"):
        tokens.identity(new)  # they were asked for a moment ago
    clock.now += SELDOM
    assert tokens.identity(new).subject == "7"
    del local.keys["ed"]
    assert tokens.identity(old).subject == "7"
    clock.now += KEPT
    with pytest.raises(CredentialError, match="does not publish"):
        tokens.identity(old)
    assert len(local.asked) == 6


def test_unknown_kids_do_not_make_us_ask_again_and_again(tokens: Tokens, local: LocalIssuer, clock: Clock) -> None:
    stranger = OKPKey.generate_key("Ed25519")
    for number in range(50):
        with pytest.raises(CredentialError):
            tokens.identity(local.token("EdDSA", f"kid {number}", key=stranger))
    assert len(local.asked) == 2
    clock.now += SELDOM
    for number in range(50):
        with pytest.raises(CredentialError):
            tokens.identity(local.token("EdDSA", f"kid {number}", key=stranger))
    assert len(local.asked) == 4


def test_an_issuer_that_does_not_answer_is_believed_for_a_while(
    tokens: Tokens, local: LocalIssuer, clock: Clock
) -> None:
    text = local.token()
    tokens.identity(text)
    local.answers["/keys"] = (503, {}, b"{}")
    clock.now += KEPT + 1
    assert tokens.identity(text).subject == "7"
    clock.now += STALE
    with pytest.raises(CredentialError):
        tokens.identity(text)


OTHERWISE: dict[str, tuple[str, tuple[int, dict[str, str], bytes]]] = {
    "a redirect of the discovery": ("/.well-known/openid-configuration", (302, {"Location": "/elsewhere"}, b"")),
    "a redirect of the keys": ("/keys", (307, {"Location": "/elsewhere"}, b"")),
    "another issuer's discovery": ("/.well-known/openid-configuration", (200, {}, b'{"issuer": "https://evil.example"}')),
    "no JSON": ("/keys", (200, {}, b"<html>")),
    "deep JSON": ("/keys", (200, {}, b"[" * 100_000)),
    "a list": ("/keys", (200, {}, b"[]")),
    "no list": ("/keys", (200, {}, b'{"keys": 1}')),
    "too many": ("/keys", (200, {}, b'{"keys": [' + b",".join([b"{}"] * 51) + b"]}")),
    "too long": ("/keys", (200, {}, b" " * (LONGEST + 1))),
    "a failure": ("/keys", (500, {}, b"{}")),
    "strange keys": ("/keys", (200, {}, b'{"keys": [1, {"kty": "oct", "k": "AAAA", "kid": "rsa"}, {"kty": "RSA"}, {"kty": "EC", "crv": "P-256"}]}')),
}  # fmt: skip


@pytest.mark.parametrize("what", OTHERWISE)
def test_issuers_that_answer_otherwise(
    tokens: Tokens, local: LocalIssuer, caplog: pytest.LogCaptureFixture, what: str
) -> None:
    path, answer = OTHERWISE[what]
    local.answers[path] = answer
    with caplog.at_level(logging.WARNING, "opads.access"), pytest.raises(CredentialError):
        tokens.identity(local.token())
    assert "/elsewhere" not in local.asked
    assert what == "strange keys" or "cannot be had" in caplog.text


@pytest.mark.parametrize(
    "address", ["http://evil.example/keys", "ftp://127.0.0.1/keys", "file:///etc/passwd", "https://a:b@c/", "//x", 7]
)
def test_keys_are_fetched_by_https_or_not_at_all(tokens: Tokens, local: LocalIssuer, address: object) -> None:
    document = json.dumps({"issuer": local.address, "jwks_uri": address}).encode()
    local.answers["/.well-known/openid-configuration"] = (200, {}, document)
    with pytest.raises(CredentialError):
        tokens.identity(local.token())
    assert local.asked == ["/.well-known/openid-configuration"]


def test_an_issuer_that_is_not_there(clock: Clock, local: LocalIssuer) -> None:
    address = "http://127.0.0.1:9"
    tokens = Tokens({address: Issuer(address, loopback=True, clock=clock)}, AUDIENCE)
    with pytest.raises(CredentialError, match="does not publish"):
        tokens.identity(local.token(iss=address))


def test_a_weak_key_is_no_key(tokens: Tokens, local: LocalIssuer) -> None:
    with pytest.warns(SecurityWarning):
        local.keys["rsa"] = RSAKey.generate_key(1024, {"kid": "rsa"})
    with pytest.warns(SecurityWarning), pytest.raises(CredentialError, match="does not publish"):
        tokens.identity(local.token())


def test_keys_of_a_secret_kind_are_passed_over(tokens: Tokens, local: LocalIssuer) -> None:
    secret = OctKey.import_key("0" * 32)
    local.answers["/keys"] = (
        200,
        {},
        b'{"keys": [{"kty": "oct", "kid": "x", "k": "MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA"}]}',
    )
    with pytest.raises(CredentialError):
        tokens.identity(hashed({"alg": "HS256", "kid": "x"}, local.claims(), secret.get_op_key("verify")))


def test_without_a_kid_the_only_fitting_key_is_meant(tokens: Tokens, local: LocalIssuer, clock: Clock) -> None:
    assert tokens.identity(local.token("ES256", None, key=local.keys["ec"])).subject == "7"
    local.keys["second"] = ECKey.generate_key("P-256", {"kid": "second"})
    clock.now += KEPT
    with pytest.raises(CredentialError):
        tokens.identity(local.token("ES256", None, key=local.keys["ec"]))


@pytest.mark.parametrize(
    ("claims", "found"),
    [({"realm_access": {"roles": ["press", "other"]}}, {Role.SUBMITTER}), ({"realm_access": {"roles": "press office"}}, {Role.SUBMITTER, Role.REGULATOR}),
     ({"realm_access.roles": ["office"]}, {Role.REGULATOR}), ({}, set()), ({"realm_access": 7}, set()), ({"realm_access": {"roles": [["press"], 7]}}, set()),
     ({"realm_access": {"roles": ["submitter", "admin"]}}, set())],
)  # fmt: skip
def test_roles_are_those_of_a_claim_by_their_names(
    local: LocalIssuer, clock: Clock, claims: dict[str, Any], found: set[Role]
) -> None:
    names = {"press": Role.SUBMITTER, "office": Role.REGULATOR}
    issuers = {local.address: Issuer(local.address, loopback=True, clock=clock)}
    tokens = Tokens(issuers, AUDIENCE, roles="realm_access.roles", names=names)
    assert set(tokens.identity(local.token(**claims)).roles or ()) == found


def test_the_subject_is_the_claim_of_the_settings(local: LocalIssuer, clock: Clock) -> None:
    issuers = {local.address: Issuer(local.address, loopback=True, clock=clock)}
    tokens = Tokens(issuers, AUDIENCE, subject="client_id")
    assert tokens.identity(local.token(client_id="export")).subject == "export"
    with pytest.raises(CredentialError, match="client_id"):
        tokens.identity(local.token())


def test_a_token_of_one_issuer_is_not_signed_by_another(local: LocalIssuer, clock: Clock) -> None:
    with running_issuer() as other:
        issuers = {one.address: Issuer(one.address, loopback=True, clock=clock) for one in (local, other)}
        tokens = Tokens(issuers, AUDIENCE)
        assert tokens.identity(other.token("EdDSA", "ed")).issuer == other.address
        with pytest.raises(CredentialError):
            tokens.identity(local.token("EdDSA", "ed", iss=other.address))
