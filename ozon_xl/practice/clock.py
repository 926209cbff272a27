"""The shop's own clock: real, sped up, frozen, or moved forward by hand. It never goes back."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class ShopClock:
    """Runs ``speed`` times as fast as the real one from ``start`` on; at speed 0 it stands until it is advanced."""

    def __init__(
        self,
        start: datetime | None = None,
        speed: float = 1.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._monotonic = monotonic
        self._base = (start or datetime.now(UTC)).astimezone(UTC)
        self._since = monotonic()
        self._advanced_s = 0.0
        self.speed = speed

    def now(self) -> datetime:
        """The shop's moment, aware, in UTC."""
        return self._base + timedelta(seconds=(self._monotonic() - self._since) * self.speed)

    def unhurried_s(self) -> float:
        """Real seconds plus those skipped by hand, whatever the speed: limits of requests are measured in them."""
        return self._monotonic() + self._advanced_s

    def advance(self, seconds: float) -> datetime:
        """Jump forward; returns the new moment."""
        if seconds < 0:
            raise ValueError(seconds)
        self._base, self._since = self.now() + timedelta(seconds=seconds), self._monotonic()
        self._advanced_s += seconds
        return self._base

    def run_at(self, speed: float) -> None:
        """From now on run at another speed."""
        if speed < 0:
            raise ValueError(speed)
        self._base, self._since = self.now(), self._monotonic()
        self.speed = speed
