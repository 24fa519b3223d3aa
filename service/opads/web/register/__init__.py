"""The public pages of the register: the search, its figures, the comparison, and each disclosure under its permanent address."""

from opads.web.register import comparing, drawings, figuring, finding, permanent, searching

__all__ = ("HANDLERS",)

HANDLERS = (
    searching.register,
    figuring.show_figures,
    figuring.show_figures_file,
    comparing.show_comparison,
    permanent.show_disclosure,
    permanent.show_version,
    finding.show_findings,
    drawings.show_file,
)
"""All of them."""
