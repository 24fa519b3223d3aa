"""The standard to look things up in: its fields by subject, who has a field for what, and a search over all of it."""

from opads.reference.fields import Field, Subject, anchor_of, field_at, subjects
from opads.reference.uses import Use, uses_of

__all__ = ("Field", "Subject", "Use", "anchor_of", "field_at", "subjects", "uses_of")
