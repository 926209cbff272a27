"""How the shop writes JSON: moments, money, and ready-made pieces joined together."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from pydantic_core import to_json

FOREVER = "9999-12-31T23:59:59.999999900Z"
"""The end of the last tariff step, as in the official examples."""


def moment(at: datetime | None, digits: int = 0) -> str | None:
    """RFC 3339 in UTC with 0, 3 or 6 digits after the second."""
    if at is None:
        return None
    fraction = f".{at.microsecond:06d}"[: digits + 1] if digits else ""
    return f"{at.isoformat()[:19]}{fraction}Z"


def money(amount: Decimal | str, currency: str) -> dict[str, str]:
    """The newer shape of a price."""
    return {"amount": str(amount), "currency": currency}


def dumps(value: object) -> bytes:
    """JSON of plain data, UTF-8."""
    return to_json(value)


def members(value: Mapping[str, object]) -> bytes:
    """JSON of an object without its braces, to be joined with others."""
    return to_json(value)[1:-1]


def joined(pieces: list[bytes]) -> bytes:
    """A JSON array of ready-made pieces."""
    return b"[" + b",".join(pieces) + b"]"
