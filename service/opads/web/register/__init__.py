"""The public pages of the register: the search, and each disclosure under its permanent address."""

from opads.web.register import drawings, permanent, searching

__all__ = ("HANDLERS",)

HANDLERS = (
    searching.register,
    permanent.show_disclosure,
    permanent.show_version,
    drawings.show_file,
)
"""All of them."""
