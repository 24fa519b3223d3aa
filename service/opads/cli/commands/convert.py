"""``opads convert``."""

from __future__ import annotations

from datetime import date

import click

from opads.account import LOSSES
from opads.carriers import Limits
from opads.catalogue import Catalogue
from opads.cli import exits, options
from opads.cli.engine import catalogue_for, refusing, registry
from opads.cli.inputs import STDIN, UnreadableError, expand
from opads.cli.output import emit
from opads.cli.refusal import Refusal, say
from opads.cli.stating import refused_words, statements_of
from opads.conversion import Conversion, ConversionError, canonical_account, convert
from opads.rendering.summary import summary
from opads.speech import speech_in

__all__ = ("command",)

EPILOG = """\b
Examples:
  opads convert ads.json --from FORMAT --to FORMAT -o notice.json --account account.json
  opads convert ads.json --to FORMAT --set /adAmount/currency=EUR --set 2:/sponsor/email=a@example.org
  opads convert filing.fec --to FORMAT --fail-on-loss missing --fail-on-loss dropped > out.json

\b
Exit codes:
  0  converted
  1  nothing or not all of IN could be read or written, a loss named by --fail-on-loss occurred,
     a value of --set was not taken, or (with --strict) the output is not valid
  2  could not try (usage, unknown format, unreadable file)
  4  internal error"""


@click.command(
    "convert", short_help="Convert disclosures to another format, with an account of every value.", epilog=EPILOG
)
@click.argument("file", metavar="IN")
@options.source_option("IN")
@options.target_option
@options.carrier_option("IN")
@click.option(
    "--to-carrier", type=click.Choice(options.CARRIERS), help="The syntax to write; default: the first of the format."
)
@options.output_option
@click.option(
    "--account",
    "account_file",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Write the account of every value to FILE, as canonical JSON.",
)
@click.option(
    "--set",
    "said",
    multiple=True,
    metavar="[N:]POINTER=VALUE",
    help="State a value that the records written lack, at a JSON Pointer into them; N: of record N alone, from 1.",
)
@options.carry_option
@options.loss_option(LOSSES)
@click.option(
    "--strict", is_flag=True, help="Exit with 1 where the output is not valid by the rules of the target format."
)
@options.date_option
@options.quiet_option
@options.lang_option("the account on the error stream")
@options.path_option
@refusing()
def command(
    *, file: str, source: str | None, target: str, carrier: str | None, to_carrier: str | None, output: str | None,
    account_file: str | None, said: tuple[str, ...], kinds: tuple[str, ...], as_of: date | None, no_carry: bool, strict: bool, quiet: bool,
    lang: str,
) -> int:  # fmt: skip
    """Convert the disclosures in IN (a path, or - for standard input) to another format.

    The output goes to standard output or to the file given with -o; what became of every value is summed up on the
    error stream. Nothing is invented: a field that the target demands and the source lacks is reported as missing.
    What you know you can state with --set; the account marks it as stated by hand.
    """
    use = registry().get(target)
    if to_carrier is not None and use.carrier_options(to_carrier) is None:
        offered = ", ".join(entry.carrier for entry in use.file.carriers)
        raise Refusal(f"format {target!r} is not written as {to_carrier!r}; it is as {offered}")
    data = _read(file)
    try:
        done = convert(
            data, registry(), target=target, source=source, carrier=carrier, target_carrier=to_carrier,
            carry=not no_carry, as_of=as_of, limits=Limits(), statements=statements_of(said),
        )  # fmt: skip
    except ConversionError as error:
        say(f"{file}: nothing was converted: {error}")
        return exits.UNACCEPTABLE
    if account_file is not None:
        emit(canonical_account(done.account), account_file)
    catalogue = catalogue_for([done.report], lang)
    for one in done.refused:
        say(f"{file}: {refused_words(one, done, catalogue)}")
    written = bool(done.account.totals.records) and done.account.refusal is None
    if written:
        emit(done.output, output)
    if not quiet:
        click.echo("".join(f"{line}\n" for line in summary(done, catalogue, speech_in(lang))), err=True, nl=False)
    if not written:
        say(f"{file}: nothing was converted: {done.account.refusal or 'it holds no record'}")
        return exits.UNACCEPTABLE
    return _code(done, kinds, catalogue, strict=strict)


def _read(file: str) -> bytes:
    inputs, _ = expand([file], frozenset())
    if len(inputs) != 1 or (file != STDIN and inputs[0].name != file):
        raise Refusal(f"{file}: give the path of one file, or - for standard input")
    if inputs[0].is_parquet:
        raise Refusal(f"{file}: is a Parquet file; opads bulk convert converts it")
    try:
        return inputs[0].read(Limits().max_bytes)
    except UnreadableError as error:
        raise Refusal(str(error)) from error


def _code(done: Conversion, kinds: tuple[str, ...], catalogue: Catalogue, *, strict: bool) -> int:
    if done.refused or incomplete(done, catalogue) or done.account.losses(kinds):
        return exits.UNACCEPTABLE
    return exits.UNACCEPTABLE if strict and not done.report.acceptable else exits.ACCEPTABLE


def incomplete(done: Conversion, catalogue: Catalogue) -> bool:
    """Return whether some of the source could not be read, so that not even the account can speak of it."""
    infos = [catalogue.get(str(row["rule"])) for row in done.account.unread]
    return any(info is None or info.severity == "error" for info in infos)
