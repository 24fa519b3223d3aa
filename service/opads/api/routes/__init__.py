"""The endpoints of the interface for programs, one module for each resource."""

from litestar.types import ControllerRouterHandler

from opads.api.routes import (
    contract,
    conversion,
    disclosures,
    dumps,
    formats,
    health,
    identifiers,
    matrix,
    notices,
    obligations,
    problems,
    rules,
    standard,
    terms,
    validation,
)

__all__ = ("HANDLERS",)

HANDLERS: tuple[ControllerRouterHandler, ...] = (
    validation.validate,
    validation.validate_long,
    validation.detect,
    conversion.convert,
    notices.notice,
    notices.label,
    obligations.obligations,
    obligations.list_elections,
    formats.list_formats,
    formats.get_format,
    formats.get_record_schema,
    matrix.get_matrix,
    matrix.get_pair,
    rules.list_rules,
    rules.get_rule,
    standard.list_schemas,
    standard.get_schema,
    standard.list_codelists,
    standard.get_codelist,
    terms.list_terms,
    terms.get_term,
    *disclosures.HANDLERS,
    *dumps.HANDLERS,
    problems.list_problems,
    problems.get_problem,
    health.live,
    health.ready,
    contract.get_contract,
    identifiers.get_schema_by_id,
    identifiers.get_record_by_id,
    identifiers.get_context_by_address,
    identifiers.get_shapes_by_address,
)
"""All of them; the OpenAPI document describes these and nothing else."""
