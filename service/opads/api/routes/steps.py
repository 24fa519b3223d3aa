"""Withdrawal, suspension and resumption of disclosures."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Link, OpenAPIType, Schema
from litestar.params import FromPath

from opads.access.caller import Caller, Role
from opads.api.again import OptionalKey, answered, key_of, sent
from opads.api.answers import JSON, fresh
from opads.api.contract import BEARER, operation, problems, success
from opads.api.negotiation import negotiate
from opads.api.objects import read_object
from opads.api.problem import Refusal
from opads.api.registering import STORED, asked, chain_of, may_read
from opads.installation import Installation
from opads.register import Step
from opads.register.model import LONGEST_REASON
from opads.replays import Answer
from opads.settings import Settings

__all__ = ("get_step", "resume", "suspend", "withdraw")

ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
REASON = Schema(
    type=OpenAPIType.OBJECT,
    properties={
        "reason": Schema(
            type=OpenAPIType.STRING,
            min_length=1,
            max_length=LONGEST_REASON,
            pattern="^[^\\x00-\\x1f\\x7f]*\\S[^\\x00-\\x1f\\x7f]*$",
            description="Why; it is public.",
        )
    },
    required=["reason"],
    additional_properties=False,
)


class Wanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the body says."""

    reason: str


class StepAnswer(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """What was done to a disclosure: ``status`` is where it stands after it, the receipt a JWS in compact form."""

    id: str
    url: str
    chain: str
    kind: str
    disclosure: str
    version: int
    status: str
    sequence: int
    hash: str
    received_at: str
    receipt: str
    reason: str | None = None


def _described(name: str, whose: str) -> dict[str, Any]:
    """Return what the OpenAPI document says of a step."""
    return {
        "status_code": 201,
        "tags": ["register"],
        "security": BEARER,
        "responses": {
            201: ResponseSpec(
                StepAnswer, description=f"{name}, with a receipt.", media_type=JSON, generate_examples=False
            ),
            **problems(
                *(
                    "bad-parameter",
                    "bad-object",
                    "no-idempotency-key",
                    "not-found",
                    "conflict",
                    "in-progress",
                    "key-reused",
                ),
                *STORED,
                body=True,
            ),
        },
        "operation_class": operation(
            takes={JSON: REASON},
            taken="Why.",
            links={"step": Link(operation_id="getStep", parameters={"path.step_id": "$response.body#/id"})},
        ),
        "description": f"{whose} The log keeps what was there before.",
    }


@post(
    "/v1/disclosures/{disclosure_id:str}/withdrawal",
    operation_id="withdrawDisclosure",
    summary="Withdraw a disclosure",
    **_described("Withdrawn", "Only who handed it in may; it is for good. What it says is no longer shown."),
)
async def withdraw(
    request: Request[Any, Any, Any],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    disclosure_id: FromPath[str],
    idempotency_key: OptionalKey = None,
) -> Response[bytes]:
    """Withdraw one's own disclosure."""
    del idempotency_key
    return await _step(request, installation, caller, disclosure_id, "withdrawn")


@post(
    "/v1/disclosures/{disclosure_id:str}/suspension",
    operation_id="suspendDisclosure",
    summary="Suspend a disclosure",
    **_described("Suspended", "Only a regulator may. It may be mended meanwhile, and is resumed or withdrawn."),
)
async def suspend(
    request: Request[Any, Any, Any],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    disclosure_id: FromPath[str],
    idempotency_key: OptionalKey = None,
) -> Response[bytes]:
    """Suspend any disclosure."""
    del idempotency_key
    return await _step(request, installation, caller, disclosure_id, "suspended")


@post(
    "/v1/disclosures/{disclosure_id:str}/resumption",
    operation_id="resumeDisclosure",
    summary="End a suspension",
    **_described("Resumed", "Only a regulator may."),
)
async def resume(
    request: Request[Any, Any, Any],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    disclosure_id: FromPath[str],
    idempotency_key: OptionalKey = None,
) -> Response[bytes]:
    """Resume a suspended disclosure."""
    del idempotency_key
    return await _step(request, installation, caller, disclosure_id, "resumed")


async def _step(
    request: Request[Any, Any, Any], installation: Installation, caller: Caller, disclosure: str, kind: str
) -> Response[bytes]:
    register, replays = await asked(lambda: (installation.register, installation.replays))
    if kind == "withdrawn":
        caller.need("submit", Role.SUBMITTER)
    else:
        caller.need("oversee", Role.REGULATOR)
    negotiate(request.headers.get("accept"), (JSON,))
    _known(disclosure)
    key = key_of(request, required=False)
    reason = (await read_object(request, installation.settings, Wanted)).reason
    known = sent(request, caller, f"{kind} {disclosure}", key, reason.encode())

    def whole() -> tuple[Answer, bool]:
        job = register.stepping(disclosure, kind, reason, account=caller.account, chain=chain_of(caller))
        return replays.once(known, job, partial(_answer, installation.settings))

    answer, again = await asked(whole)
    return answered(answer, again=again)


def _answer(settings: Settings, found: Step) -> Answer:
    told = _told(settings, found)
    return Answer(201, msgspec.json.encode(told), {"Location": told.url})


def _told(settings: Settings, found: Step) -> StepAnswer:
    return StepAnswer(
        found.id,
        settings.link(f"/v1/steps/{found.id}"),
        found.chain,
        found.kind,
        found.disclosure,
        found.version,
        found.status,
        found.sequence,
        found.hash,
        found.received_at,
        found.receipt,
        found.reason,
    )


def _known(text: str) -> str:
    if not ID.fullmatch(text):
        raise Refusal("not-found", "The register has nothing of this account by that name.")
    return text


@get(
    "/v1/steps/{step_id:str}",
    operation_id="getStep",
    summary="What was done to a disclosure",
    description="With the receipt. Whoever did it, whose disclosure it is, and a regulator may see it.",
    tags=["register"],
    security=BEARER,
    responses={**success(StepAnswer, "The step."), **problems("not-found", *STORED)},
    operation_class=operation(),
)
async def get_step(
    request: Request[Any, Any, Any],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    step_id: FromPath[str],
) -> Response[bytes]:
    """Return one step."""
    register = await asked(lambda: installation.register)
    account = may_read(caller)
    negotiate(request.headers.get("accept"), (JSON,))
    job: Callable[[], Step] = partial(register.step_taken, _known(step_id), chain_of(caller), account)
    return fresh(msgspec.json.encode(_told(installation.settings, await asked(job))))
