"""The pages on which a notice is written, question by question; the answers travel in the form, and nothing is kept."""

from opads.web.writing.asking import ask, begin, resume, start
from opads.web.writing.handing import hand_out

__all__ = ("HANDLERS",)

HANDLERS = (start, resume, begin, ask, hand_out)
