"""The pages at ``/convert``: a document in, the same in another format out, with where every value came from and went."""

from opads.web.converting.handlers import answer, show

__all__ = ("HANDLERS",)

HANDLERS = (show, answer)
