"""Values that somebody states by hand, put into a record of a format: typed by its schema, never guessed.

What a conversion leaves missing can be asked for (:func:`asked_for` says each field as a question), stated
(:class:`Statements`), and filled in (:func:`fill`), which gives back what does not fit, and why.
"""

from opads.filling.asking import KINDS, Asked, asked_for
from opads.filling.carrying import recarried
from opads.filling.filling import Filled, Refused, fill
from opads.filling.statements import EVERY, Statements
from opads.filling.typing import NotTypedError, typed
from opads.filling.unused import unused

__all__ = (
    "EVERY", "KINDS", "Asked", "Filled", "NotTypedError", "Refused", "Statements", "asked_for", "fill", "recarried", "typed", "unused",
)  # fmt: skip
