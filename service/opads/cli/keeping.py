"""What commands share that work on what the service keeps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

from opads.cli.engine import registry
from opads.cli.refusal import Refusal

if TYPE_CHECKING:
    from opads.installation import Installation

__all__ = ("kept",)


@contextmanager
def kept() -> Iterator[Installation]:
    """Give the installation of the environment, closed afterwards; raises Refusal where it keeps nothing or cannot be opened."""
    if find_spec("pydantic_settings") is None:
        raise Refusal("the service is not installed; install it with: pip install 'opads[service]'")
    from pydantic import ValidationError  # noqa: PLC0415 - installed only with the service

    from opads.installation import Installation, NoStorageError  # noqa: PLC0415 - the same
    from opads.settings import Settings  # noqa: PLC0415 - the same
    from opads.storage import StorageError  # noqa: PLC0415 - the same

    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        raise Refusal(f"OPADS_{'_'.join(map(str, first['loc'])).upper()}: {first['msg']}") from error
    installation = Installation(settings, registry())
    try:
        yield installation
    except NoStorageError as error:
        raise Refusal(
            "nothing is kept here; name the folder of the service in OPADS_DATA, or its OPADS_DATABASE"
        ) from error
    except StorageError as error:
        raise Refusal(str(error)) from error
    finally:
        installation.close()
