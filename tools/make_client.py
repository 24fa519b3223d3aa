"""Make the typed client (``opads/client/models.py`` and ``operations.py``) from spec/openapi.json.

Usage: python tools/make_client.py   (after a change of the contract; a test fails until it is run)
"""

import json
import keyword
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from opads.formats import default_registry

PROJECT = Path(__file__).resolve().parent.parent
SOURCE = PROJECT / "spec" / "openapi.json"
TARGET = PROJECT / "service" / "opads" / "client"
NOT_MODELS = {"Problem", "Fault"}
"""What a refusal is made of, which is an exception here."""
SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
JSON = "application/json"
EVENTS = "text/event-stream"

MODELS = '''"""What a service answers. Made from the OpenAPI document by tools/make_client.py; not to be changed by hand.

What a newer service says besides is left out; a value that is not always told is None or empty where it is not.
"""

from __future__ import annotations

from typing import Any

import msgspec

__all__ = ({names})
'''

OPERATIONS = '''# ruff: noqa: A002, D401 - names and words are those of the contract
"""Every operation as a method. Made from the OpenAPI document by tools/make_client.py; not to be changed by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal
from uuid import uuid4

import msgspec

from opads.client import models
from opads.client.bodies import Body
from opads.client.events import Event, events_in
from opads.client.transport import Answer, Transport, filled

__all__ = ("Operations",)


class Operations(Transport):
    """What a service can be asked, by the ids of its operations."""
'''


def class_name(name: str) -> str:
    """Return the name of a schema as that of a class: a page of rows is named after the rows, others have no modules in them."""
    generic = re.fullmatch(r"([A-Za-z]+)_(?:.*\.)?([A-Za-z]+)_", name)
    pieces = generic.groups() if generic else re.split(r"[^A-Za-z0-9]+", name)
    return "".join(piece[:1].upper() + piece[1:] for piece in pieces)


def snake(name: str) -> str:
    """Return a name in the style of Python; a word of the language gets an underscore."""
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", re.sub(r"[^A-Za-z0-9]+", "_", name)).lower()
    return f"{text}_" if keyword.iskeyword(text) else text


def type_of(schema: dict[str, Any], models: str = "") -> str:
    """Return the type of what a schema allows. Values of enumerations are texts: a newer service may know further ones."""
    if "$ref" in schema:
        return models + class_name(schema["$ref"].rpartition("/")[2])
    options = schema.get("oneOf") or schema.get("anyOf")
    if options:
        types = list(dict.fromkeys(type_of(option, models) for option in options))
        plain = [one for one in types if one != "None"]
        joint = (
            "Any"
            if "Any" in plain or (len(plain) > 1 and not set(plain) <= set(SCALARS.values()))
            else " | ".join(plain)
        )
        return f"{joint} | None" if "None" in types and joint != "Any" else joint
    kind = schema.get("type")
    if isinstance(kind, list):
        return type_of({"oneOf": [{**schema, "type": one} for one in kind]}, models)
    if kind == "array":
        return f"tuple[{type_of(schema.get('items', {}), models)}, ...]"
    if kind == "object":
        inner = schema.get("additionalProperties")
        return f"dict[str, {type_of(inner, models) if isinstance(inner, dict) else 'Any'}]"
    return SCALARS.get(str(kind), "Any")


def doc(text: str, indent: int) -> str:
    """Return a docstring of a text."""
    text = " ".join(text.replace("\\", "").split())
    pad = " " * indent
    if len(text) + indent + 6 <= 120:
        return f'{pad}"""{text}"""\n'
    first, _, rest = text.partition(". ")
    if len(first) + indent + 6 > 118:
        return f'{pad}"""{textwrap.fill(text, 116 - indent, subsequent_indent=pad)}\n{pad}"""\n'
    return f'{pad}"""{first}.\n\n{textwrap.fill(rest, 118, initial_indent=pad, subsequent_indent=pad)}\n{pad}"""\n'


def model(name: str, schema: dict[str, Any]) -> str:
    """Return the class of a schema of an object."""
    lines = [f"class {class_name(name)}(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):\n"]
    lines.append(doc(schema.get("description") or f"{schema.get('title', name)} of the contract.", 4) + "\n")
    for told, inner in schema.get("properties", {}).items():
        type_, field = type_of(inner), snake(told)
        default = "" if told in schema.get("required", ()) else default_of(type_)
        if default == "None" and "None" not in type_ and type_ != "Any":
            type_ += " | None"
        if field != told:
            default = f'msgspec.field(name="{told}"' + (f", default={default})" if default else ")")
        lines.append(f"    {field}: {type_}" + (f" = {default}" if default else "") + "\n")
        if inner.get("description"):
            lines.append(doc(inner["description"], 4))
    return "".join(lines)


def default_of(type_: str) -> str:
    """Return what stands for a value that is not told."""
    return "()" if type_.startswith("tuple") and "None" not in type_ else "None"


class Operation:
    """An operation of the document, as a method is made from it."""

    def __init__(self, method: str, path: str, told: dict[str, Any]) -> None:
        self.method, self.path, self.told = method.upper(), path, told
        self.parameters = told.get("parameters", [])
        status = next(status for status in told["responses"] if status.startswith("2"))
        content = told["responses"][status].get("content", {})
        self.accepted = next((kind for kind in content if kind.endswith("json")), next(iter(content), ""))
        self.schema = content.get(self.accepted, {}).get("schema", {})
        self.others = [kind for kind in content if kind not in (self.accepted, EVENTS)]
        body = told.get("requestBody", {}).get("content", {})
        self.typed = type_of(body[JSON]["schema"], "models.") if list(body) == [JSON] else ""
        self.takes = list(body)
        self.required = told.get("requestBody", {}).get("required", True)

    def of(self, place: str) -> list[dict[str, Any]]:
        """Return the parameters of a place, without the key that the client makes itself, and what Accept says too."""
        return [
            one
            for one in self.parameters
            if one["in"] == place
            and one["name"].lower() != "idempotency-key"
            and not (self.others and "html" in one["schema"].get("enum", ()))
        ]

    @property
    def keyed(self) -> bool:
        """Whether it takes an Idempotency-Key."""
        return any(one["name"].lower() == "idempotency-key" for one in self.parameters)

    def signature(self, further: str = "") -> Iterator[str]:
        """Yield the parameters of the method."""
        yield "self"
        for one in self.of("path"):
            yield f"{snake(one['name'])}: str"
        if self.takes:
            typed = (
                f"{self.typed} | Body"
                if self.typed.startswith("models.")
                else "Body | dict[str, Any]"
                if self.typed
                else "Body"
            )
            yield f"body: {typed}" + ("" if self.required else " | None = None")
        named = [*self.of("query"), *self.of("header")]
        if named or further or self.keyed or (self.takes and not self.typed):
            yield "*"
        for one in named:
            wanted, default = wanted_type(one["schema"]), ("" if one.get("required") else " | None = None")
            yield f"{snake(one['name'])}: {wanted}{default}"
        if self.takes and not self.typed:
            yield "media_type: str | None = None"
        if self.keyed:
            yield "idempotency_key: str | None = None"
        if further:
            yield further

    def arguments(self) -> Iterator[str]:
        """Yield the arguments of ``send``."""
        yield f'"{self.method}"'
        yield self.address()
        for place, name in (("query", "query"), ("header", "headers")):
            if self.of(place):
                yield name + "={" + ", ".join(f'"{one["name"]}": {snake(one["name"])}' for one in self.of(place)) + "}"
        if self.takes:
            optional = "" if self.required else "None if body is None else "
            yield f"body={optional}_bytes(body)" if self.typed else "body=body"
            yield f'media_type="{JSON}"' if self.typed else "media_type=media_type"
        if self.keyed:
            yield "idempotency_key=idempotency_key or str(uuid4())"

    def address(self) -> str:
        """Return the expression of the path."""
        path = [snake(one["name"]) for one in self.of("path")]
        if not path:
            return f'"{self.path}"'
        return (
            f'filled("{self.path}", '
            + ", ".join(f"{one['name']}={snake(one['name'])}" for one in self.of("path"))
            + ")"
        )

    def methods(self) -> Iterator[str]:
        """Yield the method, and that for the other media types where there are such."""
        name = snake(self.told["operationId"])
        words = self.told["summary"].rstrip(".") + ". " + (self.told.get("description") or "")
        sending = ", ".join(
            [*self.arguments(), *([f'accept="{self.accepted}"'] if self.accepted not in ("", JSON) else [])]
        )
        if self.accepted == EVENTS:
            inner = ", ".join(one for one in self.arguments() if not one.startswith('"GET"'))
            yield self.defined(
                name,
                "Iterator[Event]",
                words,
                f'with self.stream({inner}, accept="{EVENTS}") as pieces:\n            yield from events_in(pieces)',
            )
        elif self.accepted.endswith("json"):
            wanted = type_of(self.schema, "models.")
            yield self.defined(
                name, wanted, words, f"return msgspec.json.decode(self.send({sending}).content, type={wanted})"
            )
        elif self.accepted:
            yield self.defined(name, "Answer", words, f"return self.send({sending})")
        else:
            yield self.defined(name, "None", words, f"self.send({sending})")
        if self.accepted.endswith("json") and self.others:
            literal = f"accept: Literal[{', '.join(json.dumps(kind) for kind in self.others)}]"
            words = f"{self.told['summary'].rstrip('.')}: the answer in another media type, as it is."
            call = ", ".join([*self.arguments(), "accept=accept"])
            yield self.defined(f"{name}_as", "Answer", words, f"return self.send({call})", literal)

    def defined(self, name: str, returns: str, words: str, body: str, further: str = "") -> str:
        """Return the definition of a method."""
        given = list(self.signature(further))
        return f"    def {name}({', '.join(given)}) -> {returns}:\n{doc(words, 8)}        {body}\n"


def wanted_type(schema: dict[str, Any]) -> str:
    """Return the type of a parameter; what it may be one of is told exactly, since it is the caller who says it."""
    if "enum" in schema:
        if set(schema["enum"]) <= set(default_registry().ids):
            return "str"  # formats come and go with their folders: Python names none
        return f"Literal[{', '.join(json.dumps(one) for one in schema['enum'])}]"
    return "Sequence[str]" if schema.get("type") == "array" else type_of(schema)


BYTES = '''

def _bytes(body: Any) -> Body:
    """Return a body of JSON as it is sent: values are written, documents are left as they are."""
    if isinstance(body, msgspec.Struct | dict):
        return msgspec.json.encode(body)
    told: Body = body
    return told
'''


def made() -> dict[str, str]:
    """Return the text of each module."""
    document = json.loads(SOURCE.read_text(encoding="utf-8"))
    schemas = {n: s for n, s in document["components"]["schemas"].items() if n not in NOT_MODELS and "properties" in s}
    names = ", ".join(f'"{class_name(name)}"' for name in sorted(schemas, key=class_name))
    models = MODELS.format(names=names) + "".join(f"\n\n{model(name, schemas[name])}" for name in sorted(schemas))
    operations = [
        Operation(method, path, told) for path, item in document["paths"].items() for method, told in item.items()
    ]
    methods = "\n".join(text for one in operations for text in one.methods())
    typed = BYTES if any(one.typed for one in operations) else ""
    return {"models.py": formatted(models), "operations.py": formatted(f"{OPERATIONS}\n{methods}{typed}")}


def formatted(text: str) -> str:
    """Return a text as the house formats it, without imports that are not needed."""
    for arguments in (["check", "--fix-only", "--select", "F401", "--quiet"], ["format"]):
        command = [sys.executable, "-m", "ruff", *arguments, "--stdin-filename", str(TARGET / "made.py"), "-"]
        done = subprocess.run(  # noqa: S603 - our own arguments
            command, input=text, capture_output=True, text=True, check=True, cwd=PROJECT
        )
        text = done.stdout
    return text


def main() -> None:
    """Write the modules."""
    for name, text in made().items():
        (TARGET / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
