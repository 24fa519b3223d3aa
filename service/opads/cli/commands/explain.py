"""``opads explain``."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import click
import msgspec

from opads.catalogue import RuleInfo, catalogue_of
from opads.cli import options
from opads.cli.engine import refusing, registry
from opads.cli.output import emit, pretty
from opads.cli.refusal import Refusal

__all__ = ("command",)

_EXECUTABILITY = {
    "full": "fully by this service",
    "partial": "in part by this service; a person checks the rest",
    "human": "by a person; the report says that it is due",
}


@click.command("explain", short_help="Explain a rule: law, message, how to mend it.")
@click.argument("rule", metavar="RULE")
@options.rendering_option("text", "json")
@options.output_option
@options.path_option
@refusing()
def command(rule: str, rendering: str, output: str | None) -> int:
    """Explain RULE as reports name it: what it checks, by which law, what it says, how to mend it, since when."""
    catalogue = catalogue_of(registry())
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
        emit("".join(f"{line}\n" for line in _lines(info, files)).encode(), output)
    return 0


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


def _lines(info: RuleInfo, examples: list[str]) -> Iterator[str]:
    yield info.id
    yield info.title
    yield ""
    yield f"severity   {info.severity}"
    yield f"checked    {_EXECUTABILITY.get(info.executability, info.executability)}"
    span = (
        f"from {info.valid_from}" if info.valid_from else "",
        f"until {info.valid_until}" if info.valid_until else "",
    )
    if any(span):
        yield f"in force   {' '.join(filter(None, span))}"
    for number, citation in enumerate(info.citations):
        heading = "" if number else "source" if info.format is None else "law"
        yield f"{heading:<11}{', '.join(filter(None, (citation.instrument, citation.provision)))}"
        if citation.url:
            yield f"{'':11}{citation.url}{f' (read {citation.retrieved})' if citation.retrieved else ''}"
    if not info.verified:
        yield "unverified the source was not read in the original; the rule never makes a file unacceptable"
    sections = (
        ("What it checks", info.description),
        ("What it says", info.text),
        ("How to mend it", info.fix),
        ("Only where (CEL)", info.when),
        ("What must hold (CEL)", info.check),
        ("Place it blames", info.at),
    )
    for title, body in sections:
        if body:
            yield from ("", title)
            yield from _indented(body, wrap="CEL" not in title)
    if examples:
        yield from ("", "Examples that trip it")
        yield from (f"  {name}" for name in examples)


def _indented(body: str, *, wrap: bool) -> Iterator[str]:
    for line in body.strip().splitlines():
        yield from textwrap.wrap(line, 98, initial_indent="  ", subsequent_indent="  ") if wrap else (f"  {line}",)
