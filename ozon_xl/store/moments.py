"""Moments as the store keeps them: whole microseconds since 1970, UTC. Exact, ordered, the same in every database."""

from datetime import UTC, datetime, timedelta
from typing import overload

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
"""To multiply it takes less than half the time of making a ``timedelta`` of many."""


@overload
def to_us(moment: datetime) -> int: ...
@overload
def to_us(moment: datetime | None) -> int | None: ...
def to_us(moment: datetime | None) -> int | None:
    """Microseconds since 1970 of an aware moment."""
    if moment is None:
        return None
    since = moment - _EPOCH
    return (since.days * 86400 + since.seconds) * 1_000_000 + since.microseconds


@overload
def from_us(us: int) -> datetime: ...
@overload
def from_us(us: int | None) -> datetime | None: ...
def from_us(us: int | None) -> datetime | None:
    """The moment, aware, in UTC."""
    return None if us is None else _EPOCH + us * _MICROSECOND
