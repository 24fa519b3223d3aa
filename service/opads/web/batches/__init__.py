"""The pages for long files: handing them in, watching the work, reading the result."""

from opads.web.batches import showing, starting

__all__ = ("HANDLERS",)

HANDLERS = (
    starting.show_start,
    starting.start,
    showing.show_batch,
    showing.delete_batch,
)
"""All of them."""
