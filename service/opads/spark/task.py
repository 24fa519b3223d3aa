"""What an executor of Spark runs: one block, given and answered as MessagePack, never as code."""

from __future__ import annotations

import traceback

import msgspec

from opads.bulk.blocks import Options, Result
from opads.bulk.running import Work
from opads.carriers import Block
from opads.spark.identity import IdentityError, demand
from opads.spark.memory import settle

__all__ = ("DONE", "FAILED", "REFUSED", "decode_result", "encode_block", "perform")

DONE, REFUSED, FAILED = 0, 1, 2
"""How a block ended: with a result; by a machine that may not judge it; by an error that trying again would repeat."""

_ENCODER = msgspec.msgpack.Encoder()
_BLOCKS = msgspec.msgpack.Decoder(Block)
_RESULTS = msgspec.msgpack.Decoder(Result)


def encode_block(block: Block) -> bytes:
    """Return a block as it travels."""
    return _ENCODER.encode(block)


def decode_result(data: bytes) -> Result:
    """Return the result that travelled."""
    return _RESULTS.decode(data)


def perform(data: bytes, work: Work, options: Options, expected: str) -> tuple[int, bytes]:
    """Return how a block ended and, by that, its result or the words about it; ``expected`` is what ``identity`` gave."""
    try:
        demand(options, expected)
        done = _ENCODER.encode(work(_BLOCKS.decode(data), options))
    except IdentityError as error:
        return REFUSED, str(error).encode()
    except Exception:  # noqa: BLE001 - told where the job began; Spark would do the same block three times more
        return FAILED, traceback.format_exc().encode(errors="replace")
    settle()
    return DONE, done
