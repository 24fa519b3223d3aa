"""What must be the same on every machine of a cluster, so that one report does not mix two laws."""

from __future__ import annotations

import hashlib
from functools import lru_cache

import opads
from opads.bulk.blocks import Options

__all__ = ("IdentityError", "demand", "identity")


class IdentityError(Exception):
    """A machine has another OPADS, standard or format than the one that began the job."""


@lru_cache(maxsize=8)
def identity(options: Options) -> str:
    """Return the digest of the version of OPADS, of the standard and of each format that takes part."""
    registry = options.registry
    also = (options.target,) if options.target else ()
    digests = [registry.judging(format_id).digest for format_id in (*options.formats, *also)]
    return hashlib.sha256("\n".join((opads.__version__, registry.schemas.digest, *digests)).encode()).hexdigest()


def demand(options: Options, expected: str) -> None:
    """Raise IdentityError where this process would judge by something else."""
    try:
        found = identity(options)
    except ValueError as error:
        raise IdentityError(f"a worker cannot load the formats: {error}") from error
    if found != expected:
        raise IdentityError(
            f"a worker has another OPADS ({opads.__version__} there), standard or format than this machine: "
            "install the same version, and the same folders of formats, on both"
        )
