"""Daily dumps of the public register: what was disclosed and the whole log, for everybody to keep and to verify."""

from opads.register.dumps.store import DumpError, Dumps, Published
from opads.register.dumps.verifying import Verified, verify_dump

__all__ = ("DumpError", "Dumps", "Published", "Verified", "verify_dump")
