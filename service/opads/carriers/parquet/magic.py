"""By what a Parquet file is known, and what is to be known of it."""

from typing import Literal

__all__ = ("MAGIC", "PARQUET", "Manner", "is_parquet")

Manner = Literal["csv", "json"]
"""As what rows are read: the cells of a table, or the members of JSON objects."""

PARQUET = "parquet"
"""What reports call the syntax."""
MAGIC = b"PAR1"
"""The first and the last bytes of a file (Parquet format, section "File format")."""
SMALLEST = 12


def is_parquet(data: bytes) -> bool:
    """Say whether some bytes are a whole Parquet file."""
    return len(data) >= SMALLEST and data.startswith(MAGIC) and data.endswith(MAGIC)
