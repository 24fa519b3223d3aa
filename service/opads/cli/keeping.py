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
def kept(*, begin: bool = False) -> Iterator[Installation]:
    """Give the installation of the environment, or of the folder that ``opads serve`` takes where nobody names one; closed afterwards.

    That folder is made only where ``begin`` says so: who looks for what is kept elsewhere must not be shown an empty one. Raises Refusal
    where there is none, or it cannot be opened.
    """
    if find_spec("pydantic_settings") is None:
        raise Refusal("the service is not installed; install it with: pip install 'opads[service]'")
    from pydantic import ValidationError  # noqa: PLC0415 - installed only with the service

    from opads.installation import Installation, NoStorageError  # noqa: PLC0415 - the same
    from opads.operations.folders import default_folder  # noqa: PLC0415 - the same
    from opads.settings import Settings, nonsense  # noqa: PLC0415 - the same
    from opads.storage import StorageError  # noqa: PLC0415 - the same

    try:
        settings = Settings()
    except ValidationError as error:
        raise Refusal("; ".join(nonsense(error))) from None
    folder = default_folder()
    if not settings.data and not settings.database and folder is not None and (begin or folder.is_dir()):
        settings = settings.model_copy(update={"data": str(folder)})
    installation = Installation(settings, registry())
    try:
        yield installation
    except NoStorageError as error:
        raise Refusal(
            f"nothing is kept {'here' if folder is None else f'in {folder}'}; name the folder of the service in OPADS_DATA, or its OPADS_DATABASE"
        ) from error
    except StorageError as error:
        raise Refusal(str(error)) from error
    finally:
        installation.close()
