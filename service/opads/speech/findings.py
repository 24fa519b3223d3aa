"""The catalogue of findings in a language: title, text and fix, English where a language lacks them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from opads.catalogue import Catalogue, RuleInfo, catalogue_of
from opads.formats import Registry
from opads.standard import resources
from opads.standard.yamlfile import read_yaml_file

__all__ = ("SpokenCatalogue", "spoken_catalogue")

WORDS = ("title", "text", "fix")


class SpokenCatalogue(Catalogue):
    """A catalogue in a language; :attr:`spoken` are the ids that have their words in it."""

    def __init__(self, tag: str, infos: dict[str, RuleInfo], spoken: frozenset[str]) -> None:
        super().__init__(infos)
        self.tag = tag
        self.spoken = spoken

    def tongue(self, rule_id: str) -> str:
        """Return the language in which a rule or finding is told."""
        return self.tag if rule_id in self.spoken else "en"


@lru_cache(maxsize=64)
def spoken_catalogue(registry: Registry, tag: str) -> SpokenCatalogue:
    """Return everything a report can say in a language, fallen back to English where the language lacks it."""
    english = catalogue_of(registry)
    texts: dict[str, dict[str, str]] = {}
    for path in _files(registry, tag) if tag != "en" else ():
        texts.update(read_yaml_file(path) or {})
    infos, spoken = {}, set()
    for info in english:
        words = texts.get(info.id)
        if words and all(words.get(part) for part in WORDS if part == "title" or getattr(info, part)):
            spoken.add(info.id)
            infos[info.id] = _with(info, words)
        else:
            infos[info.id] = info
    return SpokenCatalogue(tag, infos, frozenset(infos) if tag == "en" else frozenset(spoken))


def _with(info: RuleInfo, words: dict[str, Any]) -> RuleInfo:
    return replace(info, title=words["title"], text=words.get("text", ""), fix=words.get("fix", ""))


def _files(registry: Registry, tag: str) -> Iterator[Path]:
    """Yield the files that have words of findings in a language."""
    version = resources.version_folder()
    found = [*sorted((version / "messages" / tag).glob("*.yaml")), version / "sets" / "messages" / f"{tag}.yaml"]
    found += [folder.folder / "messages" / f"{tag}.yaml" for folder in (*registry, *registry.packs)]
    yield from (path for path in found if path.is_file())
