"""The models of mapping.yaml, with errors that an author of a format understands."""

from typing import Any, Literal, TypeAlias

from opads.mapping.codecs import CodecSpec
from opads.standard.authored import Authored

__all__ = ("MappingFile", "Row", "When")

Relation: TypeAlias = Literal["equivalent", "narrower", "broader", "related"]


class When(Authored, frozen=True, kw_only=True):
    """Block condition: a path or paths that must all select something; ``!`` in front negates."""

    native: str | tuple[str, ...] = ()
    canonical: str | tuple[str, ...] = ()

    @property
    def natives(self) -> tuple[str, ...]:
        """The conditions on the native side."""
        return (self.native,) if isinstance(self.native, str) else self.native

    @property
    def canonicals(self) -> tuple[str, ...]:
        """The conditions on the canonical side."""
        return (self.canonical,) if isinstance(self.canonical, str) else self.canonical


class Const(Authored, frozen=True, kw_only=True):
    """A constant of the format or of its canonical reading."""

    native: str | None = None
    canonical: str | None = None
    value: Any

    def __post_init__(self) -> None:
        if (self.native is None) == (self.canonical is None):
            raise ValueError("a const names either `native` or `canonical`")


class Row(Authored, frozen=True, kw_only=True):
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
    rows: tuple["Row", ...] = ()

    const: Const | None = None
    implied: str | None = None

    def __post_init__(self) -> None:
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


class MappingFile(Authored, frozen=True, kw_only=True):
    """A whole mapping.yaml."""

    format: str
    identity: bool = False
    """The native record is the canonical disclosure itself."""
    rows: tuple[Row, ...] = ()
