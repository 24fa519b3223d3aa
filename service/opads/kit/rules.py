"""The rules that a list of fields gives: what is required is given, codes are of their lists, addresses are addresses."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from opads.kit.fields import Field
from opads.kit.parts import Described, slug

__all__ = ("Draft", "drafts")

_LISTS = {"country": "countries", "currency": "currencies", "language": "languages"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule not yet proven; ``spoils`` tells whether a wrong value breaks it, or an absent one."""

    id: str
    field: Field
    rule: dict[str, Any]
    text: str
    fix: str
    spoils: bool

    @property
    def name(self) -> str:
        """The id without the format's."""
        return self.id.partition("/")[2]


def drafts(fields: Sequence[Field], described: Described) -> list[Draft]:
    """Return the rules of all fields; those that nobody verified against a law warn."""
    names: dict[str, int] = {}
    return [draft for item in fields for draft in _of(item, described, names)]


def _of(item: Field, described: Described, names: dict[str, int]) -> Iterator[Draft]:
    path = json.dumps(f"{item.path}{{*}}", ensure_ascii=False)
    word = slug(item.name)
    names[word] = names.get(word, 0) + 1
    if names[word] > 1:
        word = f"{word}-{names[word]}"
    if item.required:
        check = f'select(native, {path}).exists(v, v == null || string(v).matches("\\\\S"))'
        yield _draft(
            item, described, f"{word}-given", f"{item.title} is given", check, spoils=False,
            text=f"{item.title} is not given.", fix=f"Give {item.name}: {item.description}",
        )  # fmt: skip
    if item.type == "code":
        codes = json.dumps([code.code for code in item.codes], ensure_ascii=False)
        shown = ", ".join(code.code for code in item.codes[:20]) + (", ..." if len(item.codes) > 20 else "")
        yield _draft(
            item, described, f"{word}-known", f"{item.title} is one of the codes", f"v in {codes}", spoils=True,
            text=f"{{value}} is no code of {item.name}.", fix=f"Give one of: {shown}.",
        )  # fmt: skip
    elif item.type in _LISTS:
        yield _draft(
            item, described, f"{word}-known", f"{item.title} is a known {item.type}",
            f"is_code({json.dumps(_LISTS[item.type])}, v)", spoils=True,
            text=f"{{value}} is no code of a {item.type}.", fix=f"Give the code of a {item.type} in {item.name}.",
        )  # fmt: skip
    elif item.type in ("url", "email"):
        kind = {"url": "web address", "email": "e-mail address"}[item.type]
        yield _draft(
            item, described, f"{word}-is-{item.type}", f"{item.title} is {_article(kind)}",
            f"is_{item.type}(v)", spoils=True,
            text=f"{{value}} is no {kind}.", fix=f"Give {_article(kind)} in {item.name}.",
        )  # fmt: skip


def _article(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _draft(
    item: Field, described: Described, name: str, title: str, check: str, *, spoils: bool, text: str, fix: str
) -> Draft:
    path = json.dumps(f"{item.path}{{*}}", ensure_ascii=False)
    verified = described.read is not None
    rule: dict[str, Any] = {
        "id": f"{described.id}/{name}",
        "title": title,
        "description": f"{item.description} By the list of fields{'' if verified else '; not verified in the law, so this warns'}.",
        "severity": "error" if verified else "warning",
        "verified": verified,
        "on": "native",
    }
    if spoils:
        rule["when"] = f"size(select(native, {path})) > 0"
        rule["assert"] = f"select(native, {path}).all(v, v == null || {check})"
        rule["params"] = {"value": f"first(native, {path}, null)"}
    else:
        rule["assert"] = check
    rule["at"] = item.path
    rule["citation"] = [_citation(item, described)]
    rule["executability"] = "full"
    return Draft(f"{described.id}/{name}", item, rule, _plain(text, spoils=spoils), _plain(fix, spoils=False), spoils)


def _plain(text: str, *, spoils: bool) -> str:
    """Return a message in which braces of names and codes are no placeholders."""
    kept = text.replace("{value}", "\0") if spoils else text
    return kept.replace("{", "(").replace("}", ")").replace("\0", "{value}")


def _citation(item: Field, described: Described) -> dict[str, Any]:
    found: dict[str, Any] = {
        "instrument": described.basis,
        "provision": item.source or f"field {item.name}",
    }
    if described.url:
        found["url"] = described.url
    if described.read:
        found["retrieved"] = described.read
    return found
