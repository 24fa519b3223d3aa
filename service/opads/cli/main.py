"""The command ``opads``."""

from __future__ import annotations

import gc

import click

import opads
from opads.cli.group import LazyGroup
from opads.standard.resources import VERSION

__all__ = ("cli", "main")

SUMMARIES = {
    "validate": "Check disclosures: what is wrong, where, by which law.",
    "fix": "Mend what can be mended without changing what is said.",
    "convert": "Convert disclosures to another format, with an account of every value.",
    "bulk": "Check or convert files of any size, in several processes.",
    "notice": "Write the transparency notice of a disclosure, for people to read.",
    "label": "Write the label of a political advertisement.",
    "detect": "Tell which format files are in, and by which features.",
    "explain": "Explain a rule: law, message, how to mend it; or a field.",
    "formats": "List the formats, or describe one.",
    "format": "Make a format of a list of fields, check a folder, write its documentation.",
    "matrix": "Show what survives between the formats, field by field.",
    "rules": "List the rules and other findings.",
    "obligations": "Tell which laws and duties apply to an advertisement, and why.",
    "term": "Show what each law means by a word, side by side.",
    "schema": "Print the JSON Schemas of the standard and the formats.",
    "submit": "Hand in a document to a register, and keep the receipt.",
    "access": "Make accounts and API keys.",
    "receipt": "Verify receipts offline, and keep the keys that sign them.",
    "register": "Verify, rebuild and migrate the register, and publish its dumps.",
    "serve": "Serve the HTTP interface and the web page.",
    "worker": "Do the work for later of a service: batches, and what is done by and by.",
    "batches": "List the batches of a service, show one, try one again, let go of old ones.",
    "backup": "Take a backup of all that a service keeps, while it goes on.",
    "restore": "Take a backup back into an empty service, and verify it.",
    "doctor": "Look at everything the service needs, and say how to mend what is wrong.",
    "completion": "Print the completion script of a shell.",
}

EPILOG = """\b
Examples:
  opads validate notice.json
  opads validate export.csv --for FORMAT
  opads convert filing.json --from FORMAT --to FORMAT -o out.json
  opads explain RULE
  opads receipt verify receipt.jws notice.json --keys jwks.json

\b
Exit codes:
  0  checked and acceptable
  1  checked and not acceptable
  2  could not check (usage, unknown format, unreadable file, a check not evaluated)
  3  nothing was checked (no file matched, no record found)
  4  internal error

Nothing leaves this machine: no command opens a network connection but serve, which listens, and submit,
which sends one document where it is told."""


@click.group(
    "opads",
    cls=LazyGroup,
    summaries=SUMMARIES,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    no_args_is_help=True,
)
@click.version_option(opads.__version__, "--version", message=f"opads %(version)s, standard {VERSION}")
def cli() -> None:
    """OPADS: check and convert political-ad disclosures."""


SELDOM = 50_000
"""Containers made between two searches for cycles among them: what a start makes stays, and looking at it takes time."""


def main() -> None:
    """Run the command line."""
    gc.set_threshold(SELDOM)
    try:
        cli(prog_name="opads")
    finally:
        gc.freeze()  # what is left ends with the process: it need not be taken apart
