"""The only reader of the time. Everything below the actions gets ``now`` as an argument."""

import time
from datetime import UTC, datetime, timedelta, timezone
from typing import Protocol

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
