"""What one installation of OPADS has at hand: the formats, and what it keeps. Opened when first needed, shared by every door."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote, urlsplit

from opads.access.allowances.opening import PART, open_limits
from opads.access.allowances.store import Allowances
from opads.access.store import Access
from opads.carriers import Limits
from opads.formats import Registry
from opads.operations.spans import TracedDatabase, tracing
from opads.register import Register
from opads.register.dumps import Dumps
from opads.register.figures import Figuring
from opads.register.reading.store import Reading
from opads.replays import Replays
from opads.settings import Settings
from opads.storage import Database, StorageError, open_database
from opads.storage.migrations import migrate

if TYPE_CHECKING:
    from opads.batches.service import Batches
    from opads.bulk.running import Pool
    from opads.receipts.keyring import Keyring
    from opads.receipts.signing import Signer
    from opads.webhooks.store import Webhooks

__all__ = ("Installation", "NoStorageError")

T = TypeVar("T")


class NoStorageError(StorageError):
    """The installation keeps nothing: neither a folder nor a database is named."""


class Installation:
    """The formats and the stores. Every store is made once, and closed with the installation."""

    def __init__(self, settings: Settings, registry: Registry) -> None:
        self.settings = settings
        self.registry = registry
        self._lock = RLock()
        self._made: dict[str, Any] = {}

    def _once(self, name: str, make: Callable[[], T]) -> T:
        with self._lock:
            if name not in self._made:
                self._made[name] = make()
            found: T = self._made[name]
            return found

    @property
    def keeps(self) -> bool:
        """Whether anything is kept."""
        return bool(self.settings.data or self.settings.database)

    @property
    def folder(self) -> Path:
        """The folder of what is kept as files, made where it is not there; raises NoStorageError where none is named."""
        if not self.settings.data:
            raise NoStorageError("no folder is named in which files could be kept; set OPADS_DATA")

        def make() -> Path:
            folder = Path(self.settings.data)
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise StorageError(f"{folder}: cannot be made ({error.strerror})") from error
            return folder

        return self._once("folder", make)

    @property
    def address(self) -> str:
        """The address of the database; raises NoStorageError where none is named."""
        if not self.keeps:
            raise NoStorageError("nothing is kept here; set OPADS_DATA or OPADS_DATABASE")
        return self.settings.database or f"sqlite:///{self.folder / 'opads.db'}"

    @property
    def opened(self) -> Database:
        """The database with whatever tables it has; raises StorageError where there is none."""

        def make() -> Database:
            database = open_database(self.address)
            return database if tracing() is None else TracedDatabase(database)

        return self._once("opened", make)

    @property
    def database(self) -> Database:
        """The database, with the newest tables; raises StorageError where there is none."""

        def make() -> Database:
            migrate(self.opened)
            return self.opened

        return self._once("database", make)

    @property
    def access(self) -> Access:
        """Accounts and keys; raises NoStorageError where nothing is kept."""

        def make() -> Access:
            if not self.settings.oidc_issuers:
                return Access(self.database)
            from opads.access.oidc import tokens_of  # noqa: PLC0415 - what verifies tokens is needed only where they are taken

            return Access(self.database, tokens_of(self.settings))

        return self._once("access", make)

    @property
    def allowances(self) -> Allowances:
        """What callers may still ask for; raises NoStorageError where nothing is kept."""

        def make() -> Allowances:
            where = urlsplit(self.settings.database)
            if where.scheme.startswith("postgres"):
                migrate(self.database, [PART])
                return Allowances(self.database)
            folder = self.folder if self.settings.data else Path(unquote(where.path.removeprefix("/"))).parent
            return Allowances(self._once("limits", lambda: open_limits(folder / "limits.db")))

        return self._once("allowances", make)

    @property
    def opened_access(self) -> Access | None:
        """The same where it was opened before; nothing is opened, so that who must not wait can ask."""
        return self._made.get("access")

    @property
    def judges(self) -> Pool | None:
        """The processes in which this one judges long files; None where it has none of its own."""
        from opads.bulk.running import Pool  # noqa: PLC0415 - only where long files are judged

        count = self.settings.bulk_processes
        return self._once("judges", lambda: Pool(count, "forkserver", isolating=True)) if count else None

    @property
    def batches(self) -> Batches:
        """The batches; raises StorageError where there is no storage for them."""

        def make() -> Batches:
            from opads.batches.files import Files  # noqa: PLC0415 - only where batches are taken
            from opads.batches.service import Batches  # noqa: PLC0415 - the same
            from opads.batches.store import Store  # noqa: PLC0415 - the same

            settings = self.settings
            store = Store(self.database, waiting=settings.batch_waiting, retention=settings.batch_retention)
            return Batches(store, Files(self.folder / "batches", settings.batch_max_total), settings.bulk_max_bytes)

        return self._once("batches", make)

    @property
    def keyring(self) -> Keyring:
        """The keys of receipts; raises NoStorageError where nothing is kept."""

        def make() -> Keyring:
            from opads.receipts.keyring import Keyring  # noqa: PLC0415 - what signs is needed only where something is kept
            from opads.receipts.vault import Vault  # noqa: PLC0415 - the same

            folder = Path(self.settings.keys) if self.settings.keys else self.folder / "keys"
            return Keyring(self.database, Vault(folder, self.settings.keys_passphrase.get_secret_value()))

        return self._once("keyring", make)

    @property
    def signer(self) -> Signer:
        """What gives receipts, its key made where there is none; raises SigningError where every key is out of use."""

        def make() -> Signer:
            from opads.receipts.signing import Signer  # noqa: PLC0415 - see above

            return Signer(self.keyring, self.settings.base_url)

        return self._once("signer", make)

    @property
    def register(self) -> Register:
        """The register; raises StorageError where nothing is kept."""
        settings = self.settings

        def make() -> Register:
            return Register(
                self.database,
                self.registry,
                lambda: self.signer,
                targets=settings.register_targets,
                strict=settings.register_strict,
                most=settings.register_most,
                limits=Limits(max_bytes=settings.max_bytes),
            )

        return self._once("register", make)

    @property
    def replays(self) -> Replays:
        """The answers that are given again; raises StorageError where nothing is kept."""
        return self._once("replays", lambda: Replays(self.database, self.settings.replay_hours * 3600))

    @property
    def webhooks(self) -> Webhooks:
        """Who is told what happens; raises NoStorageError where nothing is kept."""

        def make() -> Webhooks:
            from opads.webhooks.guard import Guard, Rules  # noqa: PLC0415 - see above
            from opads.webhooks.store import Webhooks  # noqa: PLC0415 - see above

            return Webhooks(self.database, Guard(Rules.of(self.settings)))

        return self._once("webhooks", make)

    @property
    def reading(self) -> Reading:
        """The register as it is read; raises StorageError where nothing is kept."""
        return self._once("reading", lambda: Reading(self.database))

    @property
    def figuring(self) -> Figuring:
        """What makes figures of the register; raises StorageError where nothing is kept."""
        return self._once("figuring", lambda: Figuring(self.database))

    @property
    def dumps(self) -> Dumps:
        """The daily dumps of the register; raises StorageError where there is no folder or no database."""
        return self._once("dumps", lambda: Dumps(self.database, self.folder / "dumps", self.registry))

    def close(self) -> None:
        """Close what was opened, the newest first."""
        with self._lock:
            while self._made:
                _, made = self._made.popitem()
                close = getattr(made, "close", None)
                if close is not None:
                    with suppress(StorageError):
                        close()
