"""``opads register verify``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from opads.cli import exits, options
from opads.cli.keeping import kept
from opads.cli.output import emit, pretty
from opads.cli.refusal import Refusal
from opads.rendering.characters import visible

if TYPE_CHECKING:
    from opads.register.verifying import Pin, Verified

__all__ = ("command",)

HEAD = re.compile(r"(?:(public|sandbox):)?(\d{1,18}):([0-9a-f]{64})")


@click.command("verify", short_help="Verify the log: name the first entry that is not as it was written.")
@click.option(
    "--head",
    "heads",
    multiple=True,
    metavar="SEQUENCE:HASH",
    help="What was kept of the log, from `info`, /v1/log/head or a receipt; may be repeated. A chain other than the public one goes "
    "before it: sandbox:SEQUENCE:HASH.",
)
@click.option(
    "--receipt",
    "receipts",
    multiple=True,
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="A receipt, whose entries and head the log must have; may be repeated. Its signature is for `opads receipt verify`.",
)
@click.option("--quick", is_flag=True, help="Do not compare all kept bytes with their digests.")
@options.rendering_option("text", "json")
@options.output_option
def command(
    heads: tuple[str, ...], receipts: tuple[str, ...], *, quick: bool, rendering: str, output: str | None
) -> int:
    """Walk the log from its first entry and tell where it first was changed: edited, left out, put in, reordered, cut off.

    Also that kept bytes have their digests, that submissions say what the log says, and that each disclosure stands as the log has it.
    Whoever can write to the database can write a whole log anew, or cut off its end: that shows by what was kept elsewhere (--head, --receipt).

    Exit codes: 0 as it was written, 1 not so, 2 could not be verified.
    """
    with kept() as installation:
        from opads.register.verifying import verify  # noqa: PLC0415 - installed only with the service

        pins = [_pin(text) for text in heads] + [pin for name in receipts for pin in _pins(name)]
        found = verify(installation.register.database, tuple(pins), contents=not quick)
    emit(pretty(_told(found)) if rendering == "json" else _text(found).encode(), output)
    return exits.UNACCEPTABLE if found.faults else exits.ACCEPTABLE


def _pin(text: str) -> Pin:
    from opads.register.verifying import Pin  # noqa: PLC0415 - see above

    found = HEAD.fullmatch(text)
    if found is None:
        raise Refusal(f"{text!r} is not SEQUENCE:HASH, such as 12:{'0' * 8}… with 64 hexadecimal digits")
    return Pin(int(found[2]), found[3], found[1] or "public")


def _pins(name: str) -> list[Pin]:
    """Return what a receipt says of the log."""
    from opads.receipts import jws  # noqa: PLC0415 - installed only with the service
    from opads.receipts.errors import ReceiptError  # noqa: PLC0415 - the same
    from opads.register.verifying import Pin  # noqa: PLC0415 - see above

    try:
        claims = msgspec.json.decode(jws.parse(Path(name).read_text("utf-8").strip()).payload)
        told = [*claims["entries"], claims["head"]]
        return [Pin(item["sequence"], item["hash"], claims["chain"]) for item in told]
    except OSError as error:
        raise Refusal(f"{name}: cannot be read ({error.strerror})") from error
    except (ReceiptError, msgspec.DecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise Refusal(f"{name}: is not a receipt ({visible(str(error)[:200])})") from error


def _told(found: Verified) -> dict[str, Any]:
    return {
        "sound": not found.faults,
        "entries": found.entries,
        "contents": found.contents,
        "disclosures": found.disclosures,
        "faults": [
            {"kind": fault.kind, "chain": fault.chain, "sequence": fault.sequence, "message": fault.message}
            for fault in found.faults
        ],
    }


def _text(found: Verified) -> str:
    lines = [
        f"{fault.chain or 'register'}{f', entry {fault.sequence}' if fault.sequence is not None else ''}: {fault.kind}: {visible(fault.message)}"
        for fault in found.faults
    ]
    if not lines:
        lines = [f"sound: {found.entries} entries, {found.disclosures} disclosures, {found.contents} contents"]
    return "\n".join([*lines, ""])
