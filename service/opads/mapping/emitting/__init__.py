"""Compiled reading: the rows of a mapping become one Python function that does what the reader does row by row."""

from opads.mapping.emitting.reading import Compiled, compiled

__all__ = ("Compiled", "compiled")
