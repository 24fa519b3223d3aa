"""``opads explain``."""

from __future__ import annotations

from dataclasses import asdict

import click
import msgspec

from opads.catalogue import RuleInfo
from opads.cli import options
from opads.cli.engine import refusing, registry, words_of
from opads.cli.output import emit, pretty
from opads.cli.refusal import Refusal
from opads.reference import anchor_of, field_at, uses_of
from opads.rendering.explaining import explained
from opads.rendering.fielding import field_explained
from opads.speech import speech_in

__all__ = ("command",)


@click.command("explain", short_help="Explain a rule: law, message, how to mend it; or a field.")
@click.argument("rule", metavar="RULE")
@options.rendering_option("text", "json")
@options.output_option
@options.lang_option("title, text and fix")
@options.path_option
@refusing()
def command(rule: str, rendering: str, output: str | None, lang: str) -> int:
    """Explain RULE as reports name it: what it checks, by which law, what it says, how to mend it, since when.

    In its place may stand a field of the canonical disclosure, by a pointer such as /parties/0/name.
    """
    if rule.startswith("/"):
        emit(_field(rule, rendering, lang), output)
        return 0
    catalogue = words_of(None, lang)
    info = catalogue.get(rule)
    if info is None:
        near = catalogue.near(rule)
        raise Refusal(
            f"there is no rule {rule!r}{f'; did you mean {_either(near)}?' if near else ' (opads rules lists all)'}"
        )
    files = _examples(info)
    if rendering == "json":
        emit(pretty({**msgspec.to_builtins(info), "examples": files}), output)
    else:
        emit("".join(f"{line}\n" for line in explained(info, files, speech_in(lang))).encode(), output)
    return 0


def _field(pointer: str, rendering: str, lang: str) -> bytes:
    """Return what there is to say of a field of the disclosure."""
    field = field_at(pointer)
    if field is None:
        near = anchor_of(pointer)
        raise Refusal(f"a disclosure has no field {pointer!r}{f'; the nearest is {near!r}' if near else ''}")
    uses = uses_of(registry()).get(field.anchor, ())
    if rendering == "json":
        told = {"formats": [use._asdict() for use in uses]}
        return pretty({**asdict(field), **told})
    return "".join(f"{line}\n" for line in field_explained(field, uses, speech_in(lang))).encode()


def _either(names: list[str]) -> str:
    return " or ".join(map(repr, names))


def _examples(info: RuleInfo) -> list[str]:
    """Return the examples that trip the rule, as paths below the folder of schemas."""
    group, _, name = info.id.partition("/")
    found = []
    for format_ in (*registry(), *registry().packs):
        stem = name if format_.id == info.format else f"{group}.{name}"
        for path in sorted((format_.folder / "examples" / "invalid").glob(f"{stem}*")):
            rest = path.name[len(stem) :]
            if rest.startswith((".", "--")):
                found.append(path.relative_to(format_.folder.parent.parent).as_posix())
    return found
