"""The register as it is read: what it can be searched by, what a public view shows, and how one disclosure is had."""

from opads.register.reading.indexing import index, reindex, unindex

__all__ = ("index", "reindex", "unindex")
