"""Why a fix may be put in, in words."""

from opads.speech import mark

__all__ = ("WHY", "why")

WHY = {
    "white-space": mark("White space about a value says nothing."),
    "letter-case": mark("The same code, in the letter case of its list."),
    "date-form": mark("The same day or moment, in the form that is asked for."),
    "date-order": mark("The only order of day and month in which this is a date."),
    "number-form": mark("The same number, written plainly."),
    "decimal-comma": mark("The comma is most likely a decimal one."),
    "number-as-text": mark("The same number, written as a text."),
    "text-as-number": mark("The same number, not written as a text."),
    "text-as-truth": mark("The same answer, not written as a text."),
    "text-for-truth": mark("The same answer, written as a text."),
    "null-for-absent": mark("Nothing is said by null, nor by leaving the field out."),
    "near-code": mark("The code of the list that is most like it."),
    "near-name": mark("The field of the format whose name is most like it."),
    "notation": mark("The same list or object, written as JSON."),
    "byte-order-mark": mark("The mark at the beginning says nothing in UTF-8."),
    "trailing-comma": mark("JSON has no comma before a closing bracket."),
    "comment": mark("JSON has no comments."),
    "quotes": mark("JSON has straight double quotation marks only."),
    "unquoted-name": mark("In JSON every name stands in quotation marks."),
    "word": mark("JSON has true, false and null in small letters."),
    "control-character": mark("In JSON this character is written as an escape."),
    "escape": mark("JSON has no backslash before an apostrophe."),
    "missing-comma": mark("A comma is missing between two values."),
}
"""By the reason of the fix."""


def why(reason: str) -> str:
    """Return the English sentence for a reason."""
    return WHY.get(reason, reason.replace("-", " "))
