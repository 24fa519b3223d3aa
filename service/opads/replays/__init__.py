"""Requests that are sent again: with the same Idempotency-Key they are done once, and answered alike."""

from opads.replays.model import Answer, KeyReusedError, Request, digest_of, is_key
from opads.replays.store import Replays, forget

__all__ = ("Answer", "KeyReusedError", "Replays", "Request", "digest_of", "forget", "is_key")
