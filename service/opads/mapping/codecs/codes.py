"""Codecs of codes: enumerations with relations, and lists in one text."""

from typing import Any, ClassVar, Literal, TypeAlias

from msgspec import field

from opads.mapping.codecs.base import CodecError, Configured, Narrowed, shown
from opads.standard.authored import Authored

__all__ = ("CodePair", "EnumCodec")

Relation: TypeAlias = Literal["equivalent", "narrower", "broader", "related"]


class CodePair(Authored, frozen=True, kw_only=True):
    """One native code and the canonical code it corresponds to, with the relation seen from canonical."""

    native: str | int | bool
    canonical: str | int | bool
    relation: Relation = "equivalent"


class EnumCodec(Configured, frozen=True, kw_only=True):
    """Codes by a table; ``else: keep`` carries unknown codes over as they are.

    The first row with a canonical code is the one that is written; a row that is not ``equivalent`` narrows.
    """

    name: ClassVar[str] = "enum"
    map: tuple[CodePair, ...]
    other: Literal["error", "keep"] = field(default="error", name="else")
    fold: bool = False
    """Compare native texts without regard to case (the first spelling is written)."""

    def read(self, native: Any) -> Any:
        """Return the canonical code."""
        for pair in self.map:
            if _equal(pair.native, native, fold=self.fold):
                return pair.canonical
        if self.other == "keep" and isinstance(native, str) and native:
            return native
        allowed = ", ".join(str(p.native) for p in self.map[:12])
        raise CodecError("not-in-list", value=shown(native), allowed=allowed)

    def write(self, canonical: Any) -> Any:
        """Return the native code, narrowed where the relation is not equivalence."""
        candidates = [p for p in self.map if _equal(p.canonical, canonical, fold=False)]
        if candidates:
            pair = next((p for p in candidates if p.relation == "equivalent"), candidates[0])
            return pair.native if pair.relation == "equivalent" else Narrowed(pair.native, f"code-{pair.relation}")
        if self.other == "keep" and isinstance(canonical, str) and canonical:
            return canonical
        raise CodecError("not-in-list", value=shown(canonical))


def _equal(code: Any, value: Any, *, fold: bool) -> bool:
    if isinstance(code, bool) != isinstance(value, bool):
        return False
    if fold and isinstance(code, str) and isinstance(value, str):
        return code.casefold() == value.strip().casefold()
    return bool(code == value)
