"""The list of fields from which a format is made: tolerant of how columns are called, strict about what cells say."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import re2  # type: ignore[import-untyped]  # the package has no types

from opads.kit.errors import KitError
from opads.kit.table import Row, read_table
from opads.mapping.path import PathError, compile_path
from opads.standard.jsonvalue import escape

__all__ = ("COLUMNS", "TYPES", "Code", "Field", "parse_fields", "read_fields")

TYPES = (
    "text", "integer", "decimal", "date", "boolean", "code", "url", "email", "country", "currency", "language",
)  # fmt: skip

COLUMNS = {
    "name": ("name", "field", "fieldname", "column", "columnname", "element", "key", "variable"),
    "title": ("title", "label", "heading", "caption", "displayname"),
    "description": ("description", "definition", "meaning", "explanation", "remarks", "notes", "comment"),
    "type": ("type", "datatype", "kind", "valuetype"),
    "required": ("required", "mandatory", "obligatory", "needed", "requirement"),
    "codes": ("codes", "code", "codelist", "values", "allowedvalues", "options", "enumeration"),
    "canonical": ("canonical", "canonicalpath", "opads", "opadspath", "path", "mapping", "mapsto"),
    "source": ("source", "provision", "legalbasis", "law", "reference", "article", "basis"),
    "unit": ("unit", "units", "measure"),
    "pattern": ("pattern", "form", "regex", "regularexpression", "dateformat"),
    "example": ("example", "sample", "examplevalue"),
}
"""What the columns mean, and the names they are known by, without blanks, signs and capitals."""

_TYPE_WORDS = {
    "string": "text", "str": "text", "char": "text", "varchar": "text", "freetext": "text", "identifier": "text",
    "id": "text", "int": "integer", "wholenumber": "integer", "count": "integer", "number": "decimal",
    "numeric": "decimal", "float": "decimal", "double": "decimal", "money": "decimal", "amount": "decimal",
    "day": "date", "bool": "boolean", "yesno": "boolean", "flag": "boolean", "enum": "code", "codelist": "code",
    "list": "code", "choice": "code", "uri": "url", "link": "url", "webaddress": "url", "mail": "email",
    "emailaddress": "email", "countrycode": "country", "currencycode": "currency", "languagecode": "language",
}  # fmt: skip
_YES = frozenset(
    {"yes", "y", "true", "1", "x", "required", "mandatory", "m", "always", "ja", "oui", "si", "sí", "sim", "tak"}
)
_NO = frozenset({"", "no", "n", "false", "0", "-", "optional", "o", "never", "nein", "nee", "nej", "non", "não", "nie"})


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a field; ``canonical`` is the code of the standard that it stands for, where the list says so."""

    code: str
    title: str
    canonical: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One field; ``row`` is its row in the list, ``at`` the pointer of it in a record."""

    row: int
    name: str
    at: str
    title: str
    description: str
    type: str = "text"
    required: bool = False
    codes: tuple[Code, ...] = ()
    canonical: str = ""
    source: str = ""
    unit: str = ""
    pattern: str = ""
    example: str = ""

    @property
    def path(self) -> str:
        """The path of the field in rules and mappings."""
        return self.at.replace("[", "~2").replace("{", "~3")


def read_fields(path: Path) -> list[Field]:
    """Return the fields that a list tells; raises KitError with every mistake in it."""
    return parse_fields(path.name, read_table(path))


def parse_fields(name: str, rows: Sequence[Row]) -> list[Field]:
    """Return the fields of some rows, the first of which names the columns; raises KitError."""
    (number, header), *rest = rows
    columns, problems = _columns(f"{name}, row {number}", header)
    if "name" not in columns.values():
        problems.append(f"{name}, row {number}: no column gives the fields' names; call one of them 'name'")
    if problems:
        raise KitError(problems)
    fields: list[Field] = []
    for number, cells in rest:
        given = {meaning: cells[place] for place, meaning in columns.items() if place < len(cells)}
        surplus = [cell for cell in cells[len(header) :] if cell]
        if surplus:
            problems.append(f"{name}, row {number}: has more cells than columns ({surplus[0]!r}); is a comma unquoted?")
        field = _Parsing(f"{name}, row {number}", number, given, problems).field()
        if field is not None:
            fields.append(field)
    problems += _twice(name, fields)
    if not rest:
        problems.append(f"{name}: has no field below its header")
    if problems:
        raise KitError(problems)
    return fields


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _columns(where: str, header: list[str]) -> tuple[dict[int, str], list[str]]:
    known = {word: meaning for meaning, words in COLUMNS.items() for word in words}
    columns: dict[int, str] = {}
    problems = []
    for place, cell in enumerate(header):
        if not cell:
            continue
        meaning = known.get(_plain(cell))
        if meaning is None:
            near = difflib.get_close_matches(_plain(cell), known, n=1, cutoff=0.75)
            hint = f"did you mean {known[near[0]]!r}?" if near else f"the columns are: {', '.join(COLUMNS)}"
            problems.append(f"{where}: column {cell!r} is not known; {hint}")
        elif meaning in columns.values():
            problems.append(f"{where}: two columns give the {meaning}; {cell!r} is the second")
        else:
            columns[place] = meaning
    return columns, problems


def _twice(name: str, fields: list[Field]) -> Iterator[str]:
    for what in ("at", "canonical"):
        seen: dict[str, Field] = {}
        for field in fields:
            value = getattr(field, what)
            other = seen.setdefault(value, field) if value else field
            if other is not field:
                told = f"the field {field.name!r}" if what == "at" else f"the canonical path {value}"
                yield f"{name}, row {field.row}: {told} stands in row {other.row} too; a place is filled by one field"
    pointers = {field.at for field in fields}
    for field in fields:
        above = next((p for p in pointers if field.at.startswith(f"{p}/")), None)
        if above is not None:
            yield f"{name}, row {field.row}: {field.at} lies within {above}, which is a field itself"


class _Parsing:
    def __init__(self, where: str, row: int, given: dict[str, str], problems: list[str]) -> None:
        self.where = where
        self.row = row
        self.given = given
        self.problems = problems

    def problem(self, column: str, text: str) -> None:
        self.problems.append(f"{self.where}, column {column}: {text}")

    def cell(self, column: str) -> str:
        return self.given.get(column, "")

    def field(self) -> Field | None:
        before = len(self.problems)
        name = self.cell("name")
        if not name:
            self.problem("name", "is empty")
            return None
        title = self.cell("title") or _words(name)
        kind = self.kind()
        codes = tuple(self.codes())
        if codes and kind == "text" and not self.cell("type"):
            kind = "code"
        if kind == "code" and not codes:
            self.problem("codes", f"{name!r} is a code and no codes are given; write them as a=First; b=Second")
        if codes and kind != "code":
            self.problem("codes", f"{name!r} has codes but its type is {kind}; make the type code")
        field = Field(
            row=self.row,
            name=name,
            at=name if name.startswith("/") else f"/{escape(name)}",
            title=title[:1].upper() + title[1:],
            description=_sentence(self.cell("description") or title),
            type=kind,
            required=self.required(),
            codes=codes,
            canonical=self.canonical(),
            source=self.cell("source"),
            unit=self.cell("unit"),
            pattern=self.pattern(kind),
            example=self.cell("example"),
        )
        return field if len(self.problems) == before else None

    def kind(self) -> str:
        word = _plain(self.cell("type"))
        if word in TYPES or not word:
            return word or "text"
        if word in _TYPE_WORDS:
            return _TYPE_WORDS[word]
        near = difflib.get_close_matches(word, (*TYPES, *_TYPE_WORDS), n=1)
        hint = f"did you mean {_TYPE_WORDS.get(near[0], near[0])!r}? " if near else ""
        self.problem("type", f"{self.cell('type')!r} is no type; {hint}The types are: {', '.join(TYPES)}")
        return "text"

    def required(self) -> bool:
        word = self.cell("required").lower()
        if word not in _YES | _NO:
            self.problem("required", f"{self.cell('required')!r} is neither yes nor no")
        return word in _YES

    def codes(self) -> Iterator[Code]:
        text = self.cell("codes")
        sign = next((sign for sign in ("\n", ";", "|") if sign in text), ",")
        seen = set()
        for part in filter(None, (part.strip() for part in text.split(sign))):
            body, _, canonical = part.partition("->")
            code, _, title = body.partition("=") if "=" in body else body.partition(": ")
            code = code.strip()
            if not code or code in seen:
                self.problem("codes", f"{part!r}: {'the code stands there twice' if code else 'has no code'}")
                continue
            seen.add(code)
            yield Code(code, title.strip() or _words(code), canonical.strip())

    def canonical(self) -> str:
        text = self.cell("canonical")
        if not text or text.lower() in ("-", "none", "n/a", "todo", "?"):
            return ""
        try:
            compile_path(text)
        except PathError as error:
            self.problem("canonical", f"{error}; a path looks like /parties[roles=sponsor]/name")
            return ""
        return text

    def pattern(self, kind: str) -> str:
        text = self.cell("pattern")
        if not text:
            return ""
        if kind == "date":
            if not re.fullmatch(r"[^%]*%[dmYB].*|[^%]*(DD|MM|YYYY).*", text) or strptime_of(text) is None:
                self.problem("pattern", f"{text!r} is no form of a date; write YYYY, MM and DD, such as DD.MM.YYYY")
            return text
        if kind != "text":
            self.problem("pattern", f"a pattern is for texts and dates; {self.cell('name')!r} is of type {kind}")
            return ""
        try:
            re2.compile(text)
        except re2.error as error:
            self.problem("pattern", f"{text!r} is no regular expression ({error})")
        return text


def strptime_of(pattern: str) -> str | None:
    """Return the form of a date, given with YYYY, MM, DD or in the notation of strptime, in the latter."""
    text = pattern.replace("YYYY", "%Y").replace("MM", "%m").replace("DD", "%d")
    return text if sorted(re.findall(r"%.", text)) == ["%Y", "%d", "%m"] else None


def _words(name: str) -> str:
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name.rpartition("/")[2])
    return re.sub(r"[_\-.\s]+", " ", text).strip().lower() or name


def _sentence(text: str) -> str:
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."
