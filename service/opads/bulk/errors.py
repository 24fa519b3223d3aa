"""What keeps a job from going on."""

__all__ = ("BulkError", "TooLongError")


class BulkError(Exception):
    """A job, or one input of it, cannot be done: the message says why."""


class TooLongError(BulkError):
    """An input has more bytes than may be read; ``most`` is how many may."""

    def __init__(self, most: int) -> None:
        super().__init__(f"has more than {most} bytes")
        self.most = most
