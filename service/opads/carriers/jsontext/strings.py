"""What a string may not hold: half of a surrogate pair, NUL, control characters (RFC 8259, section 8.2)."""

import re
from typing import Any

__all__ = ("string_rule",)

SURROGATE = re.compile("[\ud800-\udfff]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def string_rule(value: str) -> tuple[str, dict[str, Any]] | None:
    """Give the rule a decoded string offends, and its parameters."""
    if value.isprintable():
        return None
    if found := SURROGATE.search(value):
        return "carrier-json/lone-surrogate", {"found": f"U+{ord(found[0]):04X}"}
    if "\x00" in value:
        return "carrier-json/nul", {}
    if found := CONTROL.search(value):
        return "carrier-json/control-character", {"found": f"U+{ord(found[0]):04X}"}
    return None
