"""What survives between two formats, computed from their mappings alone: no record is needed, none is guessed."""

from opads.matrix.pairs import FATES, FieldFate, Pair, PairCounts, Sums, matrix, pair

__all__ = ("FATES", "FieldFate", "Pair", "PairCounts", "Sums", "matrix", "pair")
