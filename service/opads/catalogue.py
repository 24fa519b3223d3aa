"""The catalogue of everything a report can say: rules of formats and findings of the engine, with law and words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec

from opads.formats import Registry
from opads.rules import Citation as RuleCitation
from opads.rules import RulePack
from opads.setrules import set_messages, set_rules
from opads.standard import resources
from opads.standard.yamlfile import read_yaml_file

__all__ = ("Catalogue", "Citation", "RuleInfo", "catalogue_of")


class Citation(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """Where a demand comes from."""

    instrument: str
    provision: str | None = None
    url: str | None = None
    retrieved: str | None = None


class RuleInfo(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """What is known of a rule or of a finding of the engine."""

    id: str
    title: str
    severity: str
    description: str = ""
    format: str | None = None
    citations: tuple[Citation, ...] = ()
    verified: bool = True
    executability: str = "full"
    valid_from: str | None = None
    valid_until: str | None = None
    text: str = ""
    fix: str = ""
    when: str | None = None
    check: str | None = None
    at: str | None = None


class Catalogue:
    """Rule infos by id, and the words of findings."""

    def __init__(self, infos: dict[str, RuleInfo]) -> None:
        self._infos = infos

    def __iter__(self) -> Iterator[RuleInfo]:
        return iter(self._infos.values())

    def __len__(self) -> int:
        return len(self._infos)

    def get(self, rule_id: str) -> RuleInfo | None:
        """Return the info of a rule id, or None."""
        return self._infos.get(rule_id)

    def near(self, rule_id: str) -> list[str]:
        """Return the ids most like an unknown one."""
        import difflib  # noqa: PLC0415  # only who misspells a name needs it

        tails = {info.partition("/")[2]: info for info in self._infos}
        found = difflib.get_close_matches(rule_id, self._infos, n=3)
        found += [tails[t] for t in difflib.get_close_matches(rule_id.rpartition("/")[2], tails, n=3)]
        return list(dict.fromkeys(found))[:3]

    def tongue(self, rule_id: str) -> str:
        """Return the language in which a rule or finding is told."""
        del rule_id
        return "en"

    def phrase(self, text: str) -> str:
        """Return words of ours that stand within a sentence or in its place, in the language of the catalogue."""
        return text

    def text(self, rule_id: str, params: dict[str, Any]) -> str:
        """Return the sentence of a finding."""
        info = self._infos.get(rule_id)
        return fill(info.text or info.title, params) if info else rule_id

    def fix(self, rule_id: str, params: dict[str, Any]) -> str:
        """Return how to mend a finding."""
        info = self._infos.get(rule_id)
        return fill(info.fix, params) if info else ""


def fill(text: str, params: dict[str, Any]) -> str:
    """Put values in the place of ``{names}``; a value that is not there is shown as an ellipsis.

    A part in double brackets, ``[[ (nearest: {nearest})]]``, is left out where one of its values is not there.
    """

    def shown(match: re.Match[str]) -> str:
        value = params.get(match[1])
        if value is None:
            return "…"
        if isinstance(value, list):
            return ", ".join(map(str, value))
        return str(value)

    def optional(match: re.Match[str]) -> str:
        named = re.findall(r"\{([A-Za-z_][A-Za-z0-9_]*)\}", match[1])
        return match[1] if all(params.get(name) is not None for name in named) else ""

    text = re.sub(r"\[\[(.*?)\]\]", optional, text)
    return re.sub(r"\{([A-Za-z_][A-Za-z0-9_]*)\}", shown, text)


def _citations(given: Any) -> tuple[Citation, ...]:
    rows = given if isinstance(given, list | tuple) else [given] if given else []
    return tuple(
        Citation(
            row["instrument"],
            row.get("provision"),
            row.get("url"),
            str(row["retrieved"]) if row.get("retrieved") else None,
        )
        for row in rows
    )


def _citation(given: RuleCitation) -> Citation:
    retrieved = given.retrieved.isoformat() if given.retrieved else None
    return Citation(given.instrument, given.provision, given.url, retrieved)


@lru_cache(maxsize=1)
def _engine_infos() -> dict[str, RuleInfo]:
    folder = resources.version_folder()
    infos: dict[str, RuleInfo] = {}
    for path in sorted((folder / "findings").glob("*.yaml")):
        texts = read_yaml_file(folder / "messages" / "en" / path.name) or {}
        for row in (read_yaml_file(path) or {}).get("findings", ()):
            words = texts.get(row["id"], {})
            infos[row["id"]] = RuleInfo(
                row["id"],
                row["title"],
                row["severity"],
                row.get("description", ""),
                citations=_citations(row.get("citation")),
                text=words.get("text", ""),
                fix=words.get("fix", ""),
            )
    return infos


def catalogue_of(registry: Registry, formats: tuple[str, ...] | None = None) -> Catalogue:
    """Return the catalogue of the engine's findings and of the rules of some formats or packs (of all when None)."""
    return _catalogue(registry, None if formats is None else tuple(sorted(formats)))


@lru_cache(maxsize=64)
def _catalogue(registry: Registry, formats: tuple[str, ...] | None) -> Catalogue:
    infos = dict(_engine_infos())
    infos |= {info.id: info for info in _infos(set_rules(), set_messages(), None)}
    for format_ in (*registry, *registry.packs):
        if formats is None or format_.id in formats:
            infos |= {info.id: info for info in _infos(format_.rules, format_.messages, format_.id)}
    return Catalogue(infos)


def _infos(rules: RulePack, messages: dict[str, dict[str, str]], format_id: str | None) -> Iterator[RuleInfo]:
    for compiled in rules:
        rule = compiled.rule
        words = messages.get(rule.id, {})
        yield RuleInfo(
            rule.id,
            rule.title,
            rule.severity,
            rule.description,
            format_id,
            tuple(_citation(citation) for citation in rule.citations),
            rule.verified,
            rule.executability,
            rule.valid_from.isoformat() if rule.valid_from else None,
            rule.valid_until.isoformat() if rule.valid_until else None,
            words.get("text", ""),
            words.get("fix", ""),
            rule.when,
            rule.check,
            rule.at,
        )
