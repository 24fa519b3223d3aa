"""``opads submit``."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from opads.cli import exits, options
from opads.cli.output import emit, pretty
from opads.cli.refusal import Refusal, say
from opads.cli.remote import KEY, service_at
from opads.rendering.characters import visible

if TYPE_CHECKING:
    from opads.client import OpadsProblem

__all__ = ("command",)

NOT_ACCEPTED = ("not-accepted", "conflict", "changed-meanwhile")
"""Refusals that are about the document; the others are about the request."""


@click.command("submit", short_help="Hand in a document to a register, and keep the receipt.")
@click.argument("file", metavar="FILE")
@click.option("--to", "address", required=True, metavar="URL", help="The address of the service, https://….")
@click.option(
    "--key-file",
    metavar="FILE",
    default=None,
    help=f"A file with the API key; default: what {KEY} holds in the environment.",
)
@click.option(
    "--publisher-id", metavar="ID", default=None, help="What you call the disclosure; FILE then has one record."
)
@click.option(
    "--action", type=click.Choice(["amend", "correct"]), default=None,
    help="What records are that the register knows with other content.",
)  # fmt: skip
@click.option("--amends", metavar="ID", default=None, help="The id in the register of the disclosure that FILE amends.")
@click.option(
    "--version", "version", type=click.IntRange(1), default=None, metavar="N",
    help="The version that FILE builds on; refused where there is a newer one.",
)  # fmt: skip
@options.source_option("FILE")
@click.option("--receipt", metavar="OUT", default=None, help="Write the signed receipt to a file.")
@options.rendering_option("text", "json")
@options.output_option
def command(
    file: str,
    address: str,
    key_file: str | None,
    publisher_id: str | None,
    action: str | None,
    amends: str | None,
    version: int | None,
    source: str | None,
    receipt: str | None,
    rendering: str,
    output: str | None,
) -> int:
    """Hand in the document in FILE to the register of a service.

    Giving the same command again is safe: what the register holds already is answered with the receipt of then. Exits with 1 where the
    document is not accepted or is in conflict with what the register holds.
    """
    path = Path(file)
    query: dict[str, str | None] = {"from": source, "publisher-id": publisher_id, "action": action, "amends": amends}
    matching = None if version is None else f'"{version}"'
    key = _key(path, address, query, matching)
    with service_at(address, key_file) as client:
        from opads.client import OpadsProblem  # noqa: PLC0415 - installed only with the client

        try:
            answer = client.send(
                "POST", "/v1/submissions", query=query, headers={"If-Match": matching}, body=path, idempotency_key=key
            )
        except OpadsProblem as problem:
            return _refused(file, problem, rendering, output)
    told = msgspec.json.decode(answer.content)
    if receipt is not None:
        emit(str(told["receipt"]).encode() + b"\n", receipt)
    emit(pretty(told) if rendering == "json" else _text(file, told, fresh=answer.status == 201).encode(), output)
    return exits.ACCEPTABLE


def _key(path: Path, address: str, query: dict[str, str | None], matching: str | None) -> str:
    """Return the Idempotency-Key: the same whenever the same is handed in to the same service, also by another process."""
    try:
        with path.open("rb") as stream:
            document = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise Refusal(f"{path}: cannot be read ({error.strerror})") from error
    asked = msgspec.json.encode([document, address.rstrip("/"), query, matching])
    return f"opads-{hashlib.sha256(asked).hexdigest()}"


def _text(file: str, told: dict[str, Any], *, fresh: bool) -> str:
    done = "accepted" if fresh else "held already"
    lines = [f"{file}: {done} as submission {told['id']} ({told['verdict']})"]
    for record in told.get("records", ()):
        named = f", your {record['publisherId']}" if record.get("publisherId") else ""
        lines.append(
            f"  disclosure {record.get('disclosure')} version {record.get('version')}{named}: {record.get('outcome')}"
        )
    return "".join(f"{visible(line)}\n" for line in lines)


def _refused(file: str, problem: OpadsProblem, rendering: str, output: str | None) -> int:
    """Say why it was refused; return the exit code."""
    say(f"{file}: {problem.title}" + (f": {problem.detail}" if problem.detail else ""))
    if rendering == "json":
        said = {"type": problem.type, "title": problem.title, "status": problem.status, "detail": problem.detail}
        emit(pretty({**said, "errors": problem.errors}), output)
    else:
        for error in problem.errors:
            where = error.get("pointer") or error.get("parameter") or error.get("header") or ""
            rule = f" [{error['rule']}]" if error.get("rule") else ""
            say(f"  {where}{': ' if where else ''}{error.get('detail', '')}{rule}")
    return exits.UNACCEPTABLE if problem.kind in NOT_ACCEPTED else exits.UNCHECKABLE
