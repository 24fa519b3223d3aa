"""Looks at everything an installation needs, and says how to mend what is wrong."""

from opads.operations.doctor.finding import Finding, Outcome
from opads.operations.doctor.looking import look, worst

__all__ = ("Finding", "Outcome", "look", "worst")
