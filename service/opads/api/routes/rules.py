"""GET /v1/rules: everything a report can say."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.openapi.spec import Link
from litestar.params import FromPath, QueryParameter

from opads.api import parameters as query
from opads.api.answers import JSON, stored
from opads.api.contract import operation, problems, success
from opads.api.jobs import Jobs
from opads.api.models import RuleRow, RulesAnswer
from opads.api.negotiation import negotiate
from opads.catalogue import RuleInfo
from opads.findings import SEVERITIES

__all__ = ("get_rule", "list_rules")

OfFormat = Annotated[
    str | None, QueryParameter(name="format", description="Only rules of this format, an id of `/v1/formats`.")
]


@get(
    "/v1/rules",
    operation_id="listRules",
    summary="List rules and findings",
    tags=["standard"],
    responses={
        **success(RulesAnswer, "The rules asked for, by id."),
        **problems("bad-parameter", "unknown-format", "not-acceptable"),
    },
    operation_class=operation(
        links={
            "rule": Link(
                operation_id="getRule",
                parameters={"path.group": "$response.body#/rules/0/group", "path.name": "$response.body#/rules/0/name"},
            )
        }
    ),
)
async def list_rules(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    of_format: OfFormat = None,
    severity: query.Severity = None,
    lang: query.Lang = None,
) -> Response[bytes]:
    """List what a report can say."""
    query.one_of(severity, "severity", SEVERITIES)
    words = jobs.words(query.language(lang))
    negotiate(request.headers.get("accept"), (JSON,))
    if of_format is not None:
        jobs.format(of_format, "format")
    rows = tuple(
        _row(info)
        for info in sorted(words, key=lambda info: info.id)
        if of_format in (None, info.format) and severity in (None, info.severity)
    )
    told = {"Content-Language": lang} if lang else {}
    return stored(request, msgspec.json.encode(RulesAnswer(len(rows), rows)), headers=told)


@get(
    "/v1/rules/{group:str}/{name:str}",
    operation_id="getRule",
    summary="Explain a rule or finding",
    tags=["standard"],
    responses={**success(RuleInfo, "The rule."), **problems("bad-parameter", "not-found", "not-acceptable")},
    operation_class=operation(),
)
async def get_rule(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    group: FromPath[str],
    name: FromPath[str],
    lang: query.Lang = None,
) -> Response[bytes]:
    """Explain one rule: what it asks, by which law, how to mend it."""
    tag = query.language(lang)
    negotiate(request.headers.get("accept"), (JSON,))
    rule = jobs.rule(group, name, tag)
    told = {"Content-Language": jobs.words(tag).tongue(rule.id)} if lang else {}
    return stored(request, msgspec.json.encode(rule), headers=told)


def _row(info: RuleInfo) -> RuleRow:
    group, _, name = info.id.partition("/")
    return RuleRow(info.id, group, name, info.title, info.severity, info.executability, info.format)
