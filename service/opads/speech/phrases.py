"""Words of ours that stand as values within the sentences of findings, in other languages.

A finding keeps its values in English (``missing: name and surname``), for a report is the same in every language. Where it is
told in another one, such a value is told by ``schema/<version>/phrases/<tag>.yaml``: English phrase, its translation. Only those
values are looked up that can be words of ours: the texts that stand in a rule's own ``params``, and what the engine says
in the parameters of ``ENGINE``. What a document says is never taken for a phrase of ours because it is equal to one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from opads.formats import Registry
from opads.setrules import set_rules
from opads.standard import resources
from opads.standard.yamlfile import read_yaml_file

__all__ = ("ENGINE", "literals", "phrases", "worded")

ENGINE: Mapping[str, frozenset[str] | None] = dict.fromkeys(("actual", "expected", "reason", "types"))
"""Parameters of the engine's own findings that hold words of ours; None stands for any of them."""
LITERAL = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")


@lru_cache(maxsize=64)
def phrases(tag: str) -> Mapping[str, str]:
    """Return the phrases of a language by the English ones; none where it has no list."""
    path = resources.version_folder() / "phrases" / f"{tag}.yaml"
    found: Mapping[str, str] = (read_yaml_file(path) or {}) if path.is_file() else {}
    return found


def literals(params: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Return the texts that stand in a rule's params, by param: what they can be besides what the document says."""
    found = {name: {one or other for one, other in LITERAL.findall(text)} for name, text in params.items()}
    return {name: frozenset(texts) for name, texts in found.items() if texts}


def worded(registry: Registry, rule_id: str) -> Mapping[str, frozenset[str] | None]:
    """Return the parameters of a rule or finding that may hold words of ours, and which."""
    rules = _rules(registry)
    return rules.get(rule_id, ENGINE)


@lru_cache(maxsize=8)
def _rules(registry: Registry) -> dict[str, Mapping[str, frozenset[str] | None]]:
    packs = (set_rules(), *(folder.rules for folder in (*registry, *registry.packs)))
    return {compiled.rule.id: dict(literals(compiled.rule.params)) for pack in packs for compiled in pack}
