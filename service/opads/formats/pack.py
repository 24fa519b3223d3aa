"""A pack: rules that a country or body adds to a format, as a folder of data. It adds and never takes away."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from opads.formats.folder import FormatError, folder_digest, read_messages, read_model
from opads.formats.model import PackFile
from opads.rules import RulePack, load_rules

__all__ = ("Pack",)


class Pack:
    """A folder with ``pack.yaml``, ``rules.yaml``, ``messages/en.yaml`` and examples."""

    def __init__(
        self, folder: Path, formats: Iterable[str], *, local: bool = False, file: PackFile | None = None
    ) -> None:
        """Read ``pack.yaml`` where it is not given; raises FormatError where it does not fit its folder or the formats at hand."""
        self.folder = folder
        self.local = local
        self.file = read_model(PackFile, folder / "pack.yaml") if file is None else file
        known = set(formats)
        if self.file.id != folder.name:
            raise FormatError(f"{folder.name}/pack.yaml: id {self.file.id!r} is not the folder's name")
        if self.file.id in known:
            raise FormatError(f"{folder.name}/pack.yaml: id {self.file.id!r} is that of a format")
        if self.file.extends not in known:
            raise FormatError(f"{folder.name}/pack.yaml: extends: there is no format {self.file.extends!r}")

    @property
    def id(self) -> str:
        """The pack's id, which is the name of its folder."""
        return self.file.id

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the paths and bytes of the folder's data, examples left out."""
        return folder_digest(self.folder)

    @cached_property
    def messages(self) -> dict[str, dict[str, str]]:
        """English texts by rule id: ``text`` and ``fix``."""
        return read_messages(self.folder)

    @cached_property
    def rules(self) -> RulePack:
        """The rules, compiled. Raises FormatError, also for a rule that is not the pack's own or would never be due."""
        try:
            rules = load_rules(self.folder / "rules.yaml", self.id, self.messages)
        except ValueError as error:
            raise FormatError(f"{self.id}/rules.yaml: {error}") from error
        for compiled in rules:
            if compiled.rule.on != "disclosure" or compiled.rule.native_only:
                raise FormatError(f"{self.id}/rules.yaml: rule {compiled.rule.id}: a pack judges the disclosure only")
        return rules
