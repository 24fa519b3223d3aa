"""The query parameters of the interface, each declared once."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from litestar.params import QueryParameter

__all__ = ("Carrier", "CarryOver", "JudgedFor", "OnDate", "Severity", "Source", "Target", "TargetCarrier")

CarrierId: TypeAlias = Literal["json", "ndjson", "csv", "fec"]

FORMAT = r"^[a-z0-9]+(-[a-z0-9]+)*$"

Source: TypeAlias = Annotated[
    str | None,
    QueryParameter(
        name="from",
        description="Format of the document, an id of `/v1/formats`. It is recognised by its own fields when left out.",
        schema_extra={"pattern": FORMAT},
    ),
]
JudgedFor: TypeAlias = Annotated[
    list[str] | None,
    QueryParameter(
        name="for",
        description="Formats whose rules judge the disclosures too, besides those of the document's own format; "
        "give it once for each.",
        max_items=20,
    ),
]
Target: TypeAlias = Annotated[
    str | None,
    QueryParameter(
        name="to",
        description="Format to write, an id of `/v1/formats`.",
        schema_extra={"pattern": FORMAT},
        required=True,
    ),
]
Carrier: TypeAlias = Annotated[
    CarrierId | None,
    QueryParameter(name="carrier", description="Physical syntax of the document; told from the bytes when left out."),
]
TargetCarrier: TypeAlias = Annotated[
    CarrierId | None,
    QueryParameter(name="to-carrier", description="Physical syntax to write; the first of the format's when left out."),
]
CarryOver: TypeAlias = Annotated[
    Literal["true", "false"],
    QueryParameter(
        name="carry",
        description="Whether the whole disclosure travels along in the target's extension point, where it has one.",
    ),
]
OnDate: TypeAlias = Annotated[
    date | None,
    QueryParameter(
        name="date",
        description="Day as of which the law is applied, YYYY-MM-DD; each disclosure's own date when left out.",
    ),
]
Severity: TypeAlias = Annotated[
    Literal["error", "warning", "info"] | None,
    QueryParameter(name="severity", description="Only rules of this severity."),
]
