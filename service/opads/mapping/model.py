"""The models of mapping.yaml, with errors that an author of a format understands."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from opads.mapping.codecs import CodecSpec

__all__ = ("MappingFile", "Row", "When")

Relation = Literal["equivalent", "narrower", "broader", "related"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class When(_Strict):
    """Block condition: paths that must all select something; ``!`` in front negates."""

    native: tuple[str, ...] = ()
    canonical: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _lists(cls, data: Any) -> Any:
        if isinstance(data, dict):
            return {key: [value] if isinstance(value, str) else value for key, value in data.items()}
        return data


class Const(_Strict):
    """A constant of the format or of its canonical reading."""

    native: str | None = None
    canonical: str | None = None
    value: Any

    @model_validator(mode="after")
    def _one_side(self) -> Const:
        if (self.native is None) == (self.canonical is None):
            raise ValueError("a const names either `native` or `canonical`")
        return self


class Row(_Strict):
    """One row of the table; which members are given decides its kind."""

    native: str | None = None
    canonical: str | list[str] | dict[str, str] | None = None
    codec: CodecSpec = "text"
    relation: Relation = "equivalent"
    source: str | None = None
    note: str | None = None
    direction: Literal["both", "read", "write"] = "both"
    reason: str | None = None
    unreadable: Literal["error", "warning", "info"] = "error"

    each: str | None = None
    into: str | None = None
    when: When | None = None
    repeat: dict[str, list[str]] | None = None
    rows: tuple[Row, ...] = ()

    const: Const | None = None
    implied: str | None = None

    @model_validator(mode="after")
    def _kind(self) -> Row:
        if self.native is not None or self.canonical is not None:
            if self.native is None or self.canonical is None:
                raise ValueError("a row relates `native` and `canonical`: one of them is absent")
            if self.rows:
                raise ValueError("a row with `native` has no nested `rows`")
            if self.direction != "both" and not self.reason:
                raise ValueError(f"a one-way row needs a `reason` (native {self.native!r})")
        elif self.const is None and self.implied is None and not self.rows:
            raise ValueError("a row needs `native` and `canonical`, or `rows`, or `const`, or `implied`")
        if self.implied is not None and not self.reason:
            raise ValueError(f"an implied row needs a `reason` ({self.implied!r})")
        if self.into is not None and self.each is None:
            raise ValueError("`into` needs `each`")
        return self


class MappingFile(_Strict):
    """A whole mapping.yaml."""

    format: str
    identity: bool = False
    """The native record is the canonical disclosure itself."""
    rows: tuple[Row, ...] = Field(default=())
