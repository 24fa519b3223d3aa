"""Formats: each a folder of data under ``schema/formats``; adding one needs no Python."""

from opads.formats.folder import Format, FormatError
from opads.formats.pack import Pack
from opads.formats.registry import Registry, default_registry, registry_with

__all__ = ("Format", "FormatError", "Pack", "Registry", "default_registry", "registry_with")
