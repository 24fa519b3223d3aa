"""By what a Parquet file is known."""

__all__ = ("MAGIC", "PARQUET", "is_parquet")

PARQUET = "parquet"
"""What reports call the syntax."""
MAGIC = b"PAR1"
"""The first and the last bytes of a file (Parquet format, section "File format")."""
SMALLEST = 12


def is_parquet(data: bytes) -> bool:
    """Say whether some bytes are a whole Parquet file."""
    return len(data) >= SMALLEST and data.startswith(MAGIC) and data.endswith(MAGIC)
