"""What the emitter answers where it does not know how to do what the rows say."""

__all__ = ("UnknownToEmitterError",)


class UnknownToEmitterError(Exception):
    """Rows that are left to the reader, which takes one after the other; the message names what is not known."""
