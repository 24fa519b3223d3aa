"""The catalogue of findings in a language: title, text and fix, English where a language lacks them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from opads.catalogue import Catalogue, RuleInfo, catalogue_of
from opads.formats import Registry
from opads.speech.phrases import phrases, worded
from opads.standard import resources
from opads.standard.yamlfile import read_yaml_file

__all__ = ("SpokenCatalogue", "spoken_catalogue")

WORDS = ("title", "text", "fix")


class SpokenCatalogue(Catalogue):
    """A catalogue in a language; :attr:`spoken` are the ids that have their words in it.

    Values of a finding that are words of ours and not of the document (``{missing}`` = "name and surname") are told in the
    language too, where its list of phrases has them; the finding itself keeps the English ones.
    """

    def __init__(self, tag: str, infos: dict[str, RuleInfo], spoken: frozenset[str], registry: Registry) -> None:
        super().__init__(infos)
        self.tag = tag
        self.spoken = spoken
        self._phrases = phrases(tag)
        self._registry = registry

    def tongue(self, rule_id: str) -> str:
        """Return the language in which a rule or finding is told."""
        return self.tag if rule_id in self.spoken else "en"

    def phrase(self, text: str) -> str:
        """Return words of ours in this language; as they stand where it lacks them."""
        return self._phrases.get(text, text)

    def text(self, rule_id: str, params: dict[str, Any]) -> str:
        """Return the sentence of a finding."""
        return super().text(rule_id, self._told(rule_id, params))

    def fix(self, rule_id: str, params: dict[str, Any]) -> str:
        """Return how to mend a finding."""
        return super().fix(rule_id, self._told(rule_id, params))

    def _told(self, rule_id: str, params: dict[str, Any]) -> dict[str, Any]:
        if not params or not self._phrases or rule_id not in self.spoken:
            return params
        may = worded(self._registry, rule_id)
        return {name: self._value(value, may[name]) if name in may else value for name, value in params.items()}

    def _value(self, value: Any, said: frozenset[str] | None) -> Any:
        if isinstance(value, list):
            return [self._value(one, said) for one in value]
        return self.phrase(value) if isinstance(value, str) and (said is None or value in said) else value


def spoken_catalogue(registry: Registry, tag: str, formats: tuple[str, ...] | None = None) -> SpokenCatalogue:
    """Return everything a report can say in a language (of some formats and packs, of all when None).

    What the language lacks is told in English.
    """
    return _spoken(registry, tag, None if formats is None else tuple(sorted(formats)))


@lru_cache(maxsize=64)
def _spoken(registry: Registry, tag: str, formats: tuple[str, ...] | None) -> SpokenCatalogue:
    english = catalogue_of(registry, formats)
    texts: dict[str, dict[str, str]] = {}
    for path in _files(registry, tag, formats) if tag != "en" else ():
        texts.update(read_yaml_file(path) or {})
    infos, spoken = {}, set()
    for info in english:
        words = texts.get(info.id)
        if words and all(words.get(part) for part in WORDS if part == "title" or getattr(info, part)):
            spoken.add(info.id)
            infos[info.id] = _with(info, words)
        else:
            infos[info.id] = info
    return SpokenCatalogue(tag, infos, frozenset(infos) if tag == "en" else frozenset(spoken), registry)


def _with(info: RuleInfo, words: dict[str, Any]) -> RuleInfo:
    return replace(info, title=words["title"], text=words.get("text", ""), fix=words.get("fix", ""))


def _files(registry: Registry, tag: str, formats: tuple[str, ...] | None) -> Iterator[Path]:
    """Yield the files that have words of findings in a language."""
    version = resources.version_folder()
    found = [*sorted((version / "messages" / tag).glob("*.yaml")), version / "sets" / "messages" / f"{tag}.yaml"]
    found += [
        folder.folder / "messages" / f"{tag}.yaml"
        for folder in (*registry, *registry.packs)
        if formats is None or folder.id in formats
    ]
    yield from (path for path in found if path.is_file())
