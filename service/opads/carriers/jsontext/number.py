"""Numbers, read exactly: integers within 64 bits, Decimal for all others (RFC 8259, section 6)."""

from decimal import Decimal

__all__ = ("LARGEST_EXPONENT", "SAFE_INTEGER", "Number", "number")

SAFE_INTEGER = 2**53 - 1
SMALLEST_INTEGER = -(2**63)
LARGEST_INTEGER = 2**64 - 1
LARGEST_EXPONENT = 308

Number = int | Decimal


def number(token: str, *, integer: bool, max_digits: int) -> tuple[Number | None, str | None]:
    """Read a number token; give its value and the rule it offends, if any.

    No value is given where the number has more than ``max_digits`` digits or lies beyond what a binary
    double can hold (the largest decimal exponent is 308).
    """
    if integer and len(token) < 16:
        return int(token), None
    mantissa, _, exponent = token.lower().partition("e")
    if len(mantissa) - mantissa.count("-") - mantissa.count(".") > max_digits:
        return None, "carrier-json/number-too-long"
    if integer:
        return _integer(token)
    if not mantissa.strip("-0."):
        return Decimal(mantissa), None
    if len(exponent.lstrip("+-").lstrip("0")) > 6:
        return None, _extreme(negative=exponent.startswith("-"))
    value = Decimal(token)
    if not -LARGEST_EXPONENT <= value.adjusted() <= LARGEST_EXPONENT:
        rule = _extreme(negative=value.adjusted() < 0)
        return (value if rule == "carrier-json/number-tiny" else None), rule
    return value, None


def _extreme(*, negative: bool) -> str:
    return "carrier-json/number-tiny" if negative else "carrier-json/number-out-of-range"


def _integer(token: str) -> tuple[Number | None, str | None]:
    exact = Decimal(token)
    if exact.adjusted() > LARGEST_EXPONENT:
        return None, "carrier-json/number-out-of-range"
    value: Number = int(exact) if SMALLEST_INTEGER <= exact <= LARGEST_INTEGER else exact
    return value, "carrier-json/unsafe-integer" if not -SAFE_INTEGER <= value <= SAFE_INTEGER else None
