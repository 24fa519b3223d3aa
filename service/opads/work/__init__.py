"""Work for later: rows written in the transaction that causes it, leased by workers, each done once.

``queue`` puts work down and takes it up, ``held`` is one piece of it in a worker's hands, ``worker`` the loop, ``kinds`` who does what.
"""

from opads.work.held import Held, LostError, PermanentError, ReleasedError
from opads.work.kinds import Handler
from opads.work.queue import Lease, enqueue, finish

__all__ = ("Handler", "Held", "Lease", "LostError", "PermanentError", "ReleasedError", "enqueue", "finish")
