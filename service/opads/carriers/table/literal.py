"""Python literals as JSON texts, where other quotation marks are all that makes the difference."""

import re

__all__ = ("as_json",)

STRING = re.compile("'[^']*+'|\"[^\"]*+\"")
WORDS = ("true", "false", "null")
"""Words of JSON that are none of Python."""


def as_json(text: str) -> str | None:
    """Write a text with strings in single quotation marks as JSON; None where that is not all there is to do.

    Whatever is no Python literal is no JSON afterwards either: between strings nothing is changed, and a string that
    is not closed leaves its own mark, or an odd number of double ones.
    """
    if "'" not in text or "\\" in text or any(word in text for word in WORDS):
        return None
    if '"' not in text:
        return text.replace("'", '"')
    swapped = STRING.sub(_double, text)
    return None if swapped == text else swapped


def _double(found: re.Match[str]) -> str:
    token = found[0]
    return token if token[0] == '"' else '"' + token[1:-1].replace('"', '\\"') + '"'
