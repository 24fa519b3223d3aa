"""The model of format.yaml."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from opads.mapping.path import compile_path

__all__ = ("CarrierUse", "DetectRule", "FormatFile", "Instrument", "PackFile")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Instrument(_Strict):
    """A law, specification or documentation that the format follows."""

    name: str
    provision: str | None = None
    url: str | None = None
    retrieved: date | None = None
    verified: bool = True
    note: str | None = None


class CarrierUse(_Strict):
    """A physical syntax in which the format occurs, with the options its reader needs."""

    carrier: Literal["json", "ndjson", "jsonld", "csv", "fec", "xml"]
    extensions: tuple[str, ...] = ()
    media_type: str | None = None
    options: dict[str, Any] = Field(default_factory=dict)


class DetectRule(_Strict):
    """A feature by which the format is recognised in the first record that a carrier gives."""

    carrier: Literal["json", "ndjson", "jsonld", "csv", "fec", "xml"]
    has: tuple[str, ...] = ()
    """Paths that must all select something in the record."""
    lacks: tuple[str, ...] = ()
    weight: float = 1.0

    @field_validator("has", "lacks")
    @classmethod
    def _paths(cls, paths: tuple[str, ...]) -> tuple[str, ...]:
        for path in paths:
            compile_path(path)
        return paths


class PackFile(_Strict):
    """A whole pack.yaml."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str
    description: str = ""
    extends: str
    """The format whose rules the pack adds to."""
    jurisdiction: tuple[str, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def name(self) -> str:
        """The title, by the name that formats have."""
        return self.title


class FormatFile(_Strict):
    """A whole format.yaml."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str
    description: str
    authority: str
    kind: Literal["law", "platform", "industry", "standard"]
    jurisdiction: tuple[str, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    versions: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    media_type: str
    carriers: tuple[CarrierUse, ...] = Field(min_length=1)
    detect: tuple[DetectRule, ...] = ()
    as_of: tuple[str, ...] = ()
    applies: Literal["all"] = "all"
    carry: str | None = Field(default=None, pattern=r"^/[A-Za-z0-9_-]+$")
    record_title: str | None = None
    """Path in the native record of a short name by which a person knows the record."""

    @field_validator("as_of")
    @classmethod
    def _paths(cls, paths: tuple[str, ...]) -> tuple[str, ...]:
        for path in paths:
            compile_path(path)
        return paths
