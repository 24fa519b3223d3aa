"""The memory of a worker that stays: formats, schemas and rules, which are read once a process."""

import gc
from functools import lru_cache

__all__ = ("settle",)


@lru_cache(maxsize=1)
def settle() -> None:
    """Let the garbage collector pass over what is there, once a process; call it when the formats have been read.

    Spark's workers collect after every task. That would take some 25 ms each time, for objects that never become garbage.
    """
    gc.freeze()
