"""Backups: everything that an installation keeps, as it was at one moment, in files that either database is restored from."""

from opads.backups.model import BackupError, Damage, Manifest, Restored
from opads.backups.restoring import restore
from opads.backups.writing import back_up

__all__ = ("BackupError", "Damage", "Manifest", "Restored", "back_up", "restore")
