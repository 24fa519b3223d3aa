"""How many values a text holds, found out before any is built."""

import re

__all__ = ("excess",)

VALUE = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[{,]', re.DOTALL)


def excess(text: str, limit: int) -> int | None:
    """Give the offset at which the text goes beyond ``limit`` values; None where it does not.

    Counted are commas and opening brackets outside strings: no text has more values than these and one.
    """
    if text.count(",") + text.count("[") + text.count("{") < limit:
        return None
    seen = 0
    for match in VALUE.finditer(text):
        if match[0][0] != '"':
            seen += 1
            if seen >= limit:
                return match.start()
    return None
