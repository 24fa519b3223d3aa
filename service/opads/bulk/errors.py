"""What keeps a job from going on."""

__all__ = ("BulkError",)


class BulkError(Exception):
    """A job, or one input of it, cannot be done: the message says why."""
