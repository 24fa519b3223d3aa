"""Mappings are lenses: one table per format, read in both directions, with an account of every value."""

from opads.mapping.compile import MappingError
from opads.mapping.lens import Lens
from opads.mapping.model import MappingFile
from opads.mapping.reading import Reading, Unreadable
from opads.mapping.writing import Entry, Writing

__all__ = ("Entry", "Lens", "MappingError", "MappingFile", "Reading", "Unreadable", "Writing")
