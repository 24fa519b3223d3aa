"""Bearer tokens of an issuer, through the interface."""

from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from opads.settings import Settings
from tests.access.issuers import AUDIENCE, LocalIssuer, running_issuer
from tests.api.conftest import Check, Client
from tests.api.keeping import access_of, bearer, service_at


@pytest.fixture(scope="module")
def local() -> Iterator[LocalIssuer]:
    with running_issuer() as found:
        yield found


@pytest.fixture
def keeping(address: str, local: LocalIssuer) -> Iterator[Client]:
    local.asked.clear()
    settings = {"oidc_issuers": local.address, "oidc_audience": AUDIENCE, "oidc_loopback": True, "oidc_roles": "roles",
                "oidc_role_names": "press=submitter, office=regulator"}  # fmt: skip
    with service_at(address, **settings) as client:
        yield client


def test_a_token_tells_the_account_that_the_issuer_knows(keeping: Client, local: LocalIssuer, problem: Check) -> None:
    text = local.token(sub="7", roles=["press", "office"])
    problem(keeping.get("/v1/me", headers=bearer(text)), "unauthenticated")  # nobody here has that subject
    account = access_of(keeping).accounts.add("Morgenblatt", ["submitter", "admin"], issuer=local.address, subject="7")
    me = keeping.get("/v1/me", headers=bearer(text)).json()
    # The roles are those that account and token both have.
    assert (me["account"], me["roles"], me["scopes"]) == (account.id, ["submitter"], ["batch", "read", "submit"])
    assert me["credential"] == "token:t1"
    problem(keeping.get("/v1/accounts", headers=bearer(text)), "forbidden")
    assert keeping.get("/v1/me", headers=bearer(local.token(sub="7"))).json()["scopes"] == []
    access_of(keeping).accounts.change(account.id, suspended=True)
    problem(keeping.get("/v1/me", headers=bearer(local.token(sub="7", jti="t2"))), "unauthenticated")


def test_a_token_that_is_wrong_is_told_as_a_wrong_key(keeping: Client, local: LocalIssuer, problem: Check) -> None:
    access_of(keeping).accounts.add("Morgenblatt", ["submitter"], issuer=local.address, subject="7")
    head, body, signature = local.token().split(".")
    wrong = [local.token(exp=1), local.token(aud="x"), f"{head}.{body}.{signature[:-4]}AAAA", f"{head}.{body}.", "a.b.c",
             "opads_x", local.token(padding="a" * 9000), "a" * 1_000_000]  # fmt: skip
    answers = {keeping.get("/v1/me", headers=bearer(text)).text for text in wrong}
    assert len(answers) == 1
    assert problem(keeping.get("/v1/me", headers=bearer(wrong[0])), "unauthenticated")["status"] == 401
    # The issuer was asked for its keys once, and for nothing else.
    assert local.asked == ["/.well-known/openid-configuration", "/keys"]


def test_a_token_is_believed_for_a_few_seconds_only(keeping: Client, local: LocalIssuer) -> None:
    access_of(keeping).accounts.add("Morgenblatt", ["submitter"], issuer=local.address, subject="7")
    text = local.token(roles=["press"])
    assert keeping.get("/v1/me", headers=bearer(text)).status_code == 200
    verifier = access_of(keeping).verifier
    assert verifier.remembered(text) is not None
    assert text not in repr(vars(verifier))


def test_keys_are_taken_beside_tokens(keeping: Client) -> None:
    account = access_of(keeping).accounts.add("Abendblatt", ["submitter"])
    _, text = access_of(keeping).keys.new(account.id, "a")
    assert keeping.get("/v1/me", headers=bearer(text)).json()["account"] == account.id


@pytest.mark.parametrize(
    "settings",
    [{"oidc_issuers": "https://i.example"}, {"oidc_issuers": "http://i.example", "oidc_audience": "a"},
     {"oidc_issuers": "http://127.0.0.1", "oidc_audience": "a"}, {"oidc_issuers": "http://i.example", "oidc_audience": "a", "oidc_loopback": True},
     {"oidc_issuers": "https://u:p@i.example", "oidc_audience": "a"}, {"oidc_issuers": "i.example", "oidc_audience": "a"},
     {"oidc_role_names": "press=owner"}, {"oidc_role_names": "press"}],
)  # fmt: skip
def test_issuers_that_cannot_be_trusted_are_no_settings(settings: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Settings(**settings)  # type: ignore[arg-type]  # that is what is tested
