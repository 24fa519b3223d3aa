"""Writing XML: UTF-8, indented, every value so that it is read back as it was."""

from typing import Any

from opads.carriers.model import JsonObject, Limits, WriteError
from opads.carriers.pointer import escape
from opads.carriers.xmltext.naming import NIL, XML, Naming
from opads.carriers.xmltext.prolog import FORBIDDEN
from opads.carriers.xmltext.scalars import scalar, spelled

__all__ = ("write_xml",)

TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
ATTRIBUTE = TEXT | {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}
TEXT_TABLE, ATTRIBUTE_TABLE = str.maketrans(TEXT), str.maketrans(ATTRIBUTE)
DEFAULT = ("record",)
INDENT = "  "
LIMITS = Limits()


def write_xml(records: list[JsonObject], names: Naming) -> bytes:
    """Write records at the first path of ``records``; raises WriteError for what would not be read back."""
    path = names.records[0] if names.records else DEFAULT
    if len(path) == 1 and len(records) != 1:
        raise WriteError(f"This syntax holds one record; {len(records)} were given.")
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    attributes = _declarations(names)
    for depth, step in enumerate(path[:-1]):
        lines.append(f"{INDENT * depth}<{step}{attributes}>")
        attributes = ""
    for index, record in enumerate(records):
        if not isinstance(record, dict):
            raise WriteError("Only objects are records.", record=index)
        _Record(names, index, lines).element(path[-1], record, "", "", len(path) - 1, attributes)
    lines += [f"{INDENT * depth}</{step}>" for depth, step in reversed(list(enumerate(path[:-1])))]
    return ("\n".join(lines) + "\n").encode()


def _declarations(names: Naming) -> str:
    uris = {"xsi": NIL[1:].partition("}")[0], **{p: uri for p, uri in names.uris.items() if uri != XML}}
    return "".join(
        f' xmlns{":" if prefix else ""}{prefix}="{uri.translate(ATTRIBUTE_TABLE)}"' for prefix, uri in uris.items()
    )


class _Record:
    """Writes one record into lines."""

    def __init__(self, names: Naming, index: int, lines: list[str]) -> None:
        self._names = names
        self._index = index
        self._lines = lines

    def element(self, name: str, value: Any, path: str, pointer: str, depth: int, attributes: str = "") -> None:
        """Write one element; the path leaves indexes out, the pointer has them."""
        if depth >= LIMITS.max_depth:
            raise self._error("Values stand too deeply in each other.", pointer)
        pad = INDENT * depth
        if value is None:
            self._lines.append(f'{pad}<{name}{attributes} xsi:nil="true"/>')
        elif isinstance(value, dict):
            self._object(name, value, path, pointer, depth, attributes)
        elif isinstance(value, list):
            raise self._error("A list that stands in a list cannot be written as XML.", pointer)
        else:
            text = self._text(value, path, path.rpartition("/")[2], pointer).translate(TEXT_TABLE)
            self._lines.append(f"{pad}<{name}{attributes}>{text}</{name}>")

    def _object(self, name: str, value: JsonObject, path: str, pointer: str, depth: int, attributes: str) -> None:
        names, text, children = self._names, None, []
        for member, inner in value.items():
            below, place = f"{path}/{member}", f"{pointer}/{escape(member)}"
            if member == names.text:
                text = self._text(inner, below, member, place)
            elif member.startswith(names.attribute):
                self._name(member.removeprefix(names.attribute), place, attribute=True)
                written = self._text(inner, below, member, place).translate(ATTRIBUTE_TABLE)
                attributes += f' {member.removeprefix(names.attribute)}="{written}"'
            else:
                self._name(member, place)
                children.append((member, inner, below, place))
        own = len(value) - len(children) - (text is not None)
        if text is not None and (children or not text or not (own or not path)):
            raise self._error("This text cannot be told from the element that holds it.", pointer)
        if not value and path:
            raise self._error("An empty object cannot be written as XML.", pointer)
        pad = INDENT * depth
        if not children:
            self._lines.append(f"{pad}<{name}{attributes}>{(text or '').translate(TEXT_TABLE)}</{name}>")
            return
        self._lines.append(f"{pad}<{name}{attributes}>")
        for child in children:
            self._member(*child, depth + 1)
        self._lines.append(f"{pad}</{name}>")

    def _member(self, name: str, value: Any, path: str, pointer: str, depth: int) -> None:
        always = self._names.fits(path, name, self._names.arrays)
        if not isinstance(value, list):
            if always:
                raise self._error("Only a list can stand here.", pointer)
            self.element(name, value, path, pointer, depth)
            return
        if not value or (len(value) == 1 and not always):
            raise self._error("A list of so few elements cannot be written as XML here.", pointer)
        for number, item in enumerate(value):
            self.element(name, item, path, f"{pointer}/{number}", depth)

    def _text(self, value: Any, path: str, name: str, pointer: str) -> str:
        """Give the text of a scalar, provided that it is read back as the same value."""
        if value is None or isinstance(value, dict | list):
            raise self._error("Only texts, numbers and booleans can stand in an attribute or a text.", pointer)
        text = spelled(value)
        again, _ = scalar(text, path, name, self._names, LIMITS.max_digits)
        if again != value or isinstance(again, bool) is not isinstance(value, bool):
            raise self._error("This value would be read back as another one.", pointer)
        if FORBIDDEN.search(text):
            raise self._error("The text holds a character that XML forbids.", pointer)
        if len(text) > LIMITS.max_string:
            raise self._error("The text is too long.", pointer)
        return text

    def _name(self, name: str, pointer: str, *, attribute: bool = False) -> None:
        if not self._names.is_name(name, attribute=attribute):
            raise self._error(f"{name!r} cannot be the name of an element or attribute.", pointer)

    def _error(self, message: str, pointer: str) -> WriteError:
        return WriteError(message, record=self._index, pointer=pointer)
