"""Keys are made once, taken out of use by degrees, and never lost while what they signed must be verified."""

import multiprocessing
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from opads.receipts.errors import NoSuchKeyError, SigningError
from opads.receipts.keyring import Keyring
from opads.receipts.vault import Vault
from opads.storage import open_database
from opads.storage.migrations import migrate
from opads.storage.moments import later

Make = Callable[..., Keyring]


def begun(address: str, folder: str) -> str:
    """Begin as a process of the service does; return the key that signs."""
    database = open_database(address)
    try:
        migrate(database)
        return Keyring(database, Vault(Path(folder))).ensure().kid
    finally:
        database.close()


def test_a_key_is_made_once(keyring: Keyring) -> None:
    first = keyring.ensure()
    assert keyring.ensure() == first
    assert keyring.all() == [first]
    assert first.active
    assert keyring.here() == {first.kid}


def test_the_private_key_is_for_the_service_alone(keyring: Keyring, tmp_path: Path) -> None:
    keyring.ensure()
    (file,) = (tmp_path / "keys").glob("*.pem")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert file.read_text().startswith("-----BEGIN PRIVATE KEY-----")


def test_a_passphrase_encrypts_it(keyring_of: Make, tmp_path: Path) -> None:
    kid = keyring_of(passphrase="of the tests").ensure().kid  # noqa: S106 - nobody else's
    (file,) = (tmp_path / "keys").glob("*.pem")
    assert file.read_text().startswith("-----BEGIN ENCRYPTED PRIVATE KEY-----")
    assert keyring_of(passphrase="of the tests").private(kid).thumbprint() == kid  # noqa: S106 - the same
    for other in ("", "another"):
        with pytest.raises(SigningError, match="OPADS_KEYS_PASSPHRASE") as raised:
            keyring_of(passphrase=other).private(kid)
        assert "of the tests" not in str(raised.value)


def test_no_secret_is_in_a_representation(tmp_path: Path) -> None:
    assert "secret word" not in repr(Vault(tmp_path, "secret word"))


def test_processes_that_begin_together_make_one_key(address: str, tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        found = pool.starmap(begun, [(address, str(tmp_path / "keys"))] * 4)
    assert len(set(found)) == 1
    assert len(list((tmp_path / "keys").glob("*.pem"))) == 1


def test_threads_that_begin_together_make_one_key(keyring_of: Make) -> None:
    rings = [keyring_of() for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        assert len({key.kid for key in pool.map(Keyring.ensure, rings)}) == 1


def test_each_machine_has_its_own_key_and_publishes_all(keyring_of: Make) -> None:
    one, other = keyring_of("one"), keyring_of("other")
    first, second = one.ensure(), other.ensure()
    assert first.kid != second.kid
    assert one.all() == other.all()
    assert one.current() == first
    assert other.current() == second
    third = one.new()
    assert one.current() == third
    assert other.current() == second, "a machine retires its own keys alone"


def test_a_new_key_retires_those_before_it(keyring: Keyring) -> None:
    old = keyring.ensure()
    new = keyring.new()
    assert keyring.current() == new
    retired = next(key for key in keyring.all() if key.kid == old.kid)
    assert retired.retired_at == new.valid_from
    kept = keyring.new(retire=False)
    assert {key.kid for key in keyring.all() if key.active} == {new.kid, kept.kid}


def test_the_last_key_out_of_use_is_not_replaced_unasked(keyring: Keyring) -> None:
    keyring.retire(keyring.ensure().kid)
    with pytest.raises(SigningError, match="opads receipt keys new"):
        keyring.ensure()
    assert keyring.new() == keyring.ensure()


def test_what_is_out_of_use_is_not_put_out_again(keyring: Keyring) -> None:
    kid = keyring.ensure().kid
    keyring.retire(kid)
    with pytest.raises(NoSuchKeyError):
        keyring.retire(kid)
    with pytest.raises(NoSuchKeyError, match="keys list"):
        keyring.retire("unknown")


def test_a_revocation_only_moves_back(keyring: Keyring) -> None:
    kid = keyring.ensure().kid
    keyring.retire(kid)
    since = later(-60)
    assert keyring.revoke(kid, "stolen", since).revoked_at == since
    with pytest.raises(NoSuchKeyError):
        keyring.revoke(kid, "stolen later", later(0))
    earlier = later(-3600)
    assert keyring.revoke(kid, "stolen sooner", earlier).reason == "stolen sooner"
    assert keyring.all()[0].revoked_at == earlier


def test_a_private_key_that_the_database_lost_is_taken_in(keyring: Keyring) -> None:
    key = keyring.ensure()
    keyring._database.write(lambda transaction: transaction.run("DELETE FROM signing_key"))
    assert keyring.ensure() == key, "with the moment of its making: what it signed since then is verified"


def test_a_lost_private_key_is_replaced(keyring_of: Make, tmp_path: Path) -> None:
    lost = keyring_of().ensure()
    for file in (tmp_path / "keys").glob("*.pem"):
        file.unlink()
    again = keyring_of()
    assert again.ensure().kid != lost.kid
    assert lost in again.all()


def test_a_file_that_is_another_key_than_its_name_says(keyring_of: Make, tmp_path: Path) -> None:
    ring = keyring_of()
    first, second = ring.ensure(), ring.new()
    one = next((tmp_path / "keys").glob(f"*{first.kid}.pem"))
    two = next((tmp_path / "keys").glob(f"*{second.kid}.pem"))
    two.write_bytes(one.read_bytes())
    with pytest.raises(SigningError, match="another one than its name"):
        keyring_of().private(second.kid)
    two.write_text("not a key")
    with pytest.raises(SigningError, match="no private key"):
        keyring_of().private(second.kid)


def test_what_cannot_be_kept_is_said(keyring_of: Make, tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file where the folder should be")
    with pytest.raises(SigningError, match="keys"):
        keyring_of().ensure()


def test_files_of_other_names_are_passed_over(keyring: Keyring, tmp_path: Path) -> None:
    keyring.ensure()
    (tmp_path / "keys" / "20261127T120000.000000Z.short.pem").write_text("")
    (tmp_path / "keys" / "notes.txt").write_text("")
    assert len(keyring.here()) == 1
