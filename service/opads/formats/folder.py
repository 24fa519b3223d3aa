"""One format, loaded from its folder: description, record schema, lens, rules, messages."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from opads.formats.declared import Declared
from opads.formats.model import CarrierUse, FormatFile
from opads.mapping import Lens, MappingError, MappingFile
from opads.rules import RulePack, load_rules
from opads.standard.authored import Authored, AuthoredError, Mistake
from opads.standard.resources import content_of, files_below
from opads.standard.schemas import SchemaError, SchemaSet
from opads.standard.typed import Types
from opads.standard.yamlfile import YamlError, read_yaml_file

__all__ = ("Format", "FormatError", "folder_digest", "read_messages", "read_model", "read_yaml")


_M = TypeVar("_M", bound=Authored)


class FormatError(ValueError):
    """A format folder that cannot be used; the message names the file, the field and the mistake."""


class Format:
    """A format folder; its parts are loaded when first asked for."""

    def __init__(
        self, folder: Path, schemas: SchemaSet, *, local: bool = False, file: FormatFile | None = None
    ) -> None:
        """Read ``format.yaml`` where it is not given; raises FormatError where it does not fit its folder."""
        self.folder = folder
        self.schemas = schemas
        self.local = local
        """Whether it is not the standard's own but of a folder that was named."""
        self._options: dict[str, Mapping[str, Any]] = {}
        self.file = read_model(FormatFile, folder / "format.yaml") if file is None else file
        if self.file.id != folder.name:
            raise FormatError(f"{folder.name}/format.yaml: id {self.file.id!r} is not the folder's name")

    @property
    def id(self) -> str:
        """The format's id, which is the name of its folder."""
        return self.file.id

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the paths and bytes of the folder's data, examples left out."""
        return folder_digest(self.folder)

    @cached_property
    def record_schema(self) -> dict[str, Any]:
        """The JSON Schema of one native record."""
        try:
            schema: dict[str, Any] = json.loads((self.folder / "record.json").read_bytes())
        except (OSError, ValueError) as error:
            raise FormatError(f"{self.id}/record.json: {error}") from error
        return schema

    @cached_property
    def record_validator(self) -> Any:
        """The compiled record schema."""
        try:
            return self.schemas.compile(self.record_schema)
        except SchemaError as error:
            raise FormatError(f"{self.id}/record.json: {error}") from error

    @cached_property
    def types(self) -> Types:
        """The record schema as a type for fast reading, made when there is enough to read."""
        return Types(lambda: self.record_schema, self.schemas)

    @cached_property
    def declared(self) -> Declared:
        """Which native names the record schema declares."""
        return Declared(self.record_schema)

    @cached_property
    def lens(self) -> Lens:
        """The mapping, compiled. Raises FormatError."""
        mapping = read_model(MappingFile, self.folder / "mapping.yaml")
        if mapping.format != self.id:
            raise FormatError(f"{self.id}/mapping.yaml: format {mapping.format!r} is not the folder's name")
        try:
            return Lens(mapping, version=self.schemas.version, carry=self.file.carry)
        except MappingError as error:
            raise FormatError(str(error)) from error

    @cached_property
    def messages(self) -> dict[str, dict[str, str]]:
        """English texts by rule id: ``text`` and ``fix``."""
        return read_messages(self.folder)

    @cached_property
    def rules(self) -> RulePack:
        """The rules, compiled. Raises FormatError."""
        path = self.folder / "rules.yaml"
        if not path.exists():
            return RulePack(())
        try:
            return load_rules(path, self.id, self.messages)
        except ValueError as error:
            raise FormatError(f"{self.id}/rules.yaml: {error}") from error

    def carrier_options(self, carrier: str) -> Mapping[str, Any] | None:
        """Return the reader's options for a carrier, with tables loaded; None where the format does not use it."""
        use = next((u for u in self.file.carriers if u.carrier == carrier), None)
        if use is not None and carrier not in self._options:
            self._options[carrier] = self._loaded(use)
        return self._options.get(carrier)

    def _loaded(self, use: CarrierUse) -> Mapping[str, Any]:
        options = {**use.options, "record_type": self.types}
        layouts = options.get("layouts")
        if isinstance(layouts, str):
            options["layouts"] = self._layouts(layouts)
        context = options.get("context")
        if isinstance(context, str):
            options["context"] = self._context(context)
        return options

    def _layouts(self, name: str) -> list[dict[str, str]]:
        """Return the rows of a table of layouts in the folder."""
        try:
            with self._inside(name, "layouts").open(encoding="utf-8", newline="") as handle:
                return list(csv.DictReader(handle))
        except (OSError, UnicodeDecodeError) as error:
            raise FormatError(f"{self.id}/format.yaml: layouts: {name}: {error}") from error

    def _context(self, name: str) -> Any:
        """Return the context that a file of the folder holds."""
        try:
            return json.loads(self._inside(name, "context").read_bytes(), parse_float=Decimal)["@context"]
        except (OSError, KeyError, json.JSONDecodeError, UnicodeDecodeError) as error:
            raise FormatError(f"{self.id}/{name}: {error}") from error

    def _inside(self, name: str, option: str) -> Path:
        path = self.folder / name
        if not path.resolve().is_relative_to(self.folder.resolve()):
            raise FormatError(f"{self.id}/format.yaml: {option}: {name!r} lies outside the folder")
        return path


def folder_digest(folder: Path) -> str:
    """Return the SHA-256 over the paths and bytes of a folder's data, examples left out."""
    digest = hashlib.sha256()
    for name in sorted(files_below(folder, without="examples"), key=lambda name: name.split("/")):
        digest.update(name.encode() + b"\0" + content_of(folder, name) + b"\0")
    return digest.hexdigest()


def read_yaml(path: Path) -> Any:
    """Return what a YAML file holds ({} where it is empty); raises FormatError."""
    try:
        loaded = read_yaml_file(path)
    except YamlError as error:
        raise FormatError(f"{path.parent.name}/{path.name}: {error}") from error
    return {} if loaded is None else loaded


def read_model(model: type[_M], path: Path) -> _M:
    """Return a YAML file as a model; raises FormatError that names the fields."""
    try:
        return model.model_validate(read_yaml(path))
    except AuthoredError as error:
        lines = [f"{mistake.field}: {_shown(mistake)}" for mistake in error.mistakes[:8]]
        raise FormatError(f"{path.parent.name}/{path.name}: " + "; ".join(lines)) from error


def read_messages(folder: Path) -> dict[str, dict[str, str]]:
    """Return the English texts of a folder by rule id; raises FormatError where the file is no such table."""
    path = folder / "messages" / "en.yaml"
    found = read_yaml(path) if path.exists() else {}
    if not isinstance(found, dict) or not all(isinstance(words, dict) for words in found.values()):
        raise FormatError(f"{folder.name}/messages/en.yaml: must have `text` and `fix` below each rule's id")
    return found


def _shown(mistake: Mistake) -> str:
    """Return the words of a mistake; YAML takes NO, yes and off for truth values, and 12 for a number."""
    if mistake.wants_text and isinstance(mistake.value, bool | int | float):
        return f"{mistake.text} (YAML takes {mistake.value!r} for no text: put it in quotation marks)"
    return mistake.text
