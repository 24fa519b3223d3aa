"""What can be wrong with a webhook."""

from __future__ import annotations

__all__ = ("DeliveryError", "GuardError", "WebhookConflictError", "WebhookError")


class WebhookError(Exception):
    """A webhook that cannot be."""


class GuardError(WebhookError):
    """An address that is not called: what it is in the way of is told in words, never what was found behind it."""


class WebhookConflictError(WebhookError):
    """The account has the address already, for other events, or as many webhooks as it may have."""


class DeliveryError(WebhookError):
    """An event did not arrive; it is tried again."""

    def __init__(self, message: str, *, status: int | None = None, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after
        """Seconds that the receiver asks to be left alone."""
