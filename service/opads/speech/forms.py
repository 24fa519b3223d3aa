"""What languages other than English need of Babel, together: loaded when the first of them is spoken."""

from __future__ import annotations

from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from opads.speech.pseudo import disguised
from opads.speech.reading import read_words

__all__ = (
    "disguised",
    "format_date",
    "format_datetime",
    "format_decimal",
    "format_list",
    "format_percent",
    "read_words",
)
