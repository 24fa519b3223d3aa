"""What is refused before any parser sees the text: document types, other versions and encodings, forbidden characters."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from opads.carriers.model import Limits

__all__ = ("Refusal", "refusal")

DECLARATION = re.compile(r"<\?xml(?=[ \t\r\n])([^?>]*)\?>")
PSEUDO = re.compile(r"""(version|encoding)[ \t\r\n]*=[ \t\r\n]*(?:"([^"]*)"|'([^']*)')""")
SPACE = re.compile(r"[ \t\r\n]*+")
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
EXTERNAL = re.compile(r"\b(?:SYSTEM|PUBLIC)\b")
TYPE_SHOWN = 65536
"""Characters of a document type that are looked at to say what it holds."""


class Refusal(NamedTuple):
    """The rule that forbids reading, the character offset, the parameters."""

    rule: str
    offset: int
    params: Mapping[str, Any]


def refusal(text: str, limits: Limits) -> Refusal | None:
    """Return why the text is not read at all, or None."""
    return _declaration(text) or _document_type(text) or _character(text) or _values(text, limits)


def _declaration(text: str) -> Refusal | None:
    found = DECLARATION.match(text)
    said = {m[1]: m[2] if m[2] is not None else m[3] for m in PSEUDO.finditer(found[1])} if found else {}
    if said.get("encoding", "UTF-8").upper() != "UTF-8":
        return Refusal("carrier/wrong-encoding", 0, {"found": said["encoding"][:40]})
    if said.get("version", "1.0") != "1.0":
        return Refusal("carrier-xml/version", 0, {"found": said["version"][:40]})
    return None


def _document_type(text: str) -> Refusal | None:
    """Find a document type: it may stand only after white space, comments and instructions (XML 1.0, production 22)."""
    at = 0
    while True:
        space = SPACE.match(text, at)
        at = space.end() if space else at
        if text.startswith("<!--", at):
            end, length = text.find("-->", at + 4), 3
        elif text.startswith("<?", at):
            end, length = text.find("?>", at + 2), 2
        else:
            break
        if end < 0:
            return None
        at = end + length
    if not text.startswith("<!", at) or text.startswith("<![", at):
        return None
    shown = text[at : at + TYPE_SHOWN]
    if "<!ENTITY" in shown:
        return Refusal("carrier-xml/entity-declared", at, {})
    if EXTERNAL.search(shown.partition(">")[0]):
        return Refusal("carrier-xml/external-reference", at, {})
    return Refusal("carrier-xml/document-type", at, {})


def _character(text: str) -> Refusal | None:
    found = FORBIDDEN.search(text)
    if found is None:
        return None
    return Refusal("carrier-xml/invalid-character", found.start(), {"found": f"U+{ord(found[0]):04X}"})


def _values(text: str, limits: Limits) -> Refusal | None:
    if text.count("<") + text.count("=") <= limits.max_nodes:
        return None
    return Refusal("carrier/too-many-values", 0, {"limit": limits.max_nodes})
