"""Where every value of a converted record stands in the bytes of source and output, and what links the two.

:func:`lineage` takes a document and its :class:`~opads.conversion.Conversion` and gives, for one record, both texts cut
into lines and pieces. A piece that is a value names its strands: the rows of the account in which it stands. Two values
belong together where they share a strand.
"""

from opads.lineage.sides import Line, Piece, Side
from opads.lineage.strands import OUTCOMES, Strand, strands_of
from opads.lineage.weaving import Lineage, lineage

__all__ = ("OUTCOMES", "Line", "Lineage", "Piece", "Side", "Strand", "lineage", "strands_of")
