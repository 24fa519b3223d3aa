"""Webhooks: others are told what happened, by requests that are signed, guarded, and repeated until they arrive."""

from opads.webhooks.announcing import EVENTS, Event, announce
from opads.webhooks.errors import GuardError, WebhookConflictError, WebhookError

__all__ = ("EVENTS", "Event", "GuardError", "WebhookConflictError", "WebhookError", "announce")
