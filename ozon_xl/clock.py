"""The only reader of the time. Everything below the actions gets ``now`` as an argument."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple, Protocol

MOSCOW = timezone(timedelta(hours=3), "MSK")
"""Seller cabinet and help pages speak Moscow time: UTC+3 all year, no daylight saving."""


class Clock(Protocol):
    """What an action or the client may ask about time."""

    def now(self) -> datetime:
        """The current moment, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds on a clock that never steps back; only differences mean anything."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class SystemClock:
    """This computer's clock."""

    def now(self) -> datetime:
        """The current moment, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds on a clock that never steps back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


def local_offset(now: datetime) -> timedelta:
    """How far this computer's local time is ahead of UTC at ``now`` (daylight saving included)."""
    offset = now.astimezone().utcoffset()
    return offset if offset is not None else timedelta(0)


class OffsetChange(NamedTuple):
    """When this computer's local time is put forward or back."""

    at: datetime
    """UTC."""
    before: timedelta
    after: timedelta


def next_offset_change(now: datetime) -> OffsetChange | None:
    """The first change of ``local_offset`` in the coming year, to a second; None where there is none."""
    before = local_offset(now)
    low, high = now, next((day for day in _days_after(now) if local_offset(day) != before), None)
    if high is None:
        return None
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if local_offset(middle) == before else (low, middle)
    return OffsetChange(high.replace(microsecond=0), before, local_offset(high))


def _days_after(now: datetime) -> Iterator[datetime]:
    return (now + timedelta(days=number) for number in range(1, 366))
