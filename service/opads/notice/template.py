"""The model of ``template.yaml``: what stands where in a notice, what must stand there, and by which provision."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from opads.mapping.path import compile_path

__all__ = ("Citation", "Condition", "Empty", "Field", "Head", "Label", "Line", "Point", "Source", "Spec", "Template")

FORMS = Literal[
    "text", "prose", "translation", "date", "period", "money", "quantity", "integer", "boolean", "code", "link", "email",
    "address",
]  # fmt: skip


def _path(text: str) -> str:
    compile_path(text.removeprefix("!"))
    return text


def _condition(value: Any) -> Any:
    if isinstance(value, bool):
        return [[]] if value else []
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return [value]
    return value


PathText = Annotated[str, BeforeValidator(_path)]
Condition = Annotated[tuple[tuple[PathText, ...], ...], BeforeValidator(_condition)]
"""Any of some lists of paths, all of which select something (or with ``!`` nothing); ``true`` always, ``false`` never."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Citation(_Strict):
    """The provision that demands a point."""

    instrument: str
    provision: str
    verified: bool = True


class Source(_Strict):
    """An act that the template follows."""

    name: str
    provision: str
    url: str
    retrieved: date


class Spec(_Strict):
    """Where a value stands and how it is written; with ``parts`` it is several, joined."""

    path: PathText = ""
    form: FORMS = "text"
    codes: tuple[str, ...] = ()
    wrap: str | None = None
    join: str | None = None
    parts: tuple[Spec, ...] = ()
    note: str | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Spec:
        if bool(self.parts) != (self.join is not None):
            raise ValueError("`parts` and `join` go together")
        if (self.form == "code") != bool(self.codes):
            raise ValueError("`codes` go with the form code")
        return self


class _Sought(Spec):
    """The first of several places that holds a value."""

    any: tuple[Spec, ...] = ()
    when: Condition = ((),)
    required: Condition = ()

    @property
    def places(self) -> tuple[Spec, ...]:
        """The places in order; a field that lists none is itself the one."""
        return self.any or (self,)


class Field(_Sought):
    """A line of a point; ``needs`` are parts without which the value is incomplete."""

    label: str
    needs: dict[str, PathText] = {}


class Empty(_Strict):
    """What a point says that has nothing to say, where the condition holds."""

    when: Condition
    text: str


class Point(_Strict):
    """A numbered point of the notice; with ``each`` its fields are repeated for every element."""

    id: str
    number: int
    citation: Citation
    required: Condition = ()
    each: tuple[PathText, ...] = ()
    fields: tuple[Field, ...]
    empty: tuple[Empty, ...] = ()


class Head(_Strict):
    """What stands before the points."""

    introduction: str
    fields: tuple[Field, ...]


class Line(_Sought):
    """A line of the label: a sentence with the value in it, or a sentence alone."""

    id: str = ""
    text: str

    @property
    def fixed(self) -> bool:
        """Whether the line is a sentence without a value."""
        return not self.any


class Label(_Strict):
    """The label: its statement, its lines, and where it leads."""

    statement: str
    citation: Citation
    lines: tuple[Line, ...]
    notice: Line


class Template(_Strict):
    """A notice with its label."""

    id: str
    title: str
    languages: tuple[str, ...]
    fallback: str
    instruments: tuple[Source, ...]
    language: tuple[PathText, ...]
    url: tuple[PathText, ...]
    withheld: tuple[PathText, ...] = ()
    head: Head
    points: tuple[Point, ...]
    label: Label

    @model_validator(mode="after")
    def _numbered(self) -> Template:
        if [point.number for point in self.points] != list(range(1, len(self.points) + 1)):
            raise ValueError("points are numbered from 1 without gaps")
        if self.fallback not in self.languages:
            raise ValueError("the fallback is one of the languages")
        return self
