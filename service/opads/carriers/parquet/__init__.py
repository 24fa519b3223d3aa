"""Rows of Parquet files: records whose values stand in typed columns, read through Apache Arrow.

A Parquet file says nothing of a format's syntax, so its rows are read as those of one of the format's own: as a table
(``csv``: names of columns have the meaning that the table's options give them, cells are texts) or as JSON (names of
columns are members, values have types). PyArrow is an extra: ``opads[parquet]``.
"""

from opads.carriers.parquet.magic import MAGIC, PARQUET, Manner, is_parquet

__all__ = ("MAGIC", "PARQUET", "Manner", "is_parquet")
