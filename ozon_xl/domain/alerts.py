"""Who is to be told of what, and when: each tier of each order once, and nobody at night but for the last hour.

An order that gets nearer to trouble is told once at every tier that it reaches. Is its deadline moved to a later time,
it starts anew. In quiet hours only what is critical is told; the rest waits for their end and is told then if it is
still true.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Final, NamedTuple

from ozon_xl.domain.risk import Tier

TOLD_FROM: Final = Tier.WATCH
LOUD: Final = Tier.CRITICAL
"""Told at any hour: something can still be done about it, but not for long."""


class Quiet(NamedTuple):
    """The hours in which people sleep, in local time; over midnight where they end before they begin."""

    begins: time
    ends: time

    def holds(self, at: time) -> bool:
        """Whether it is quiet at this time of the day; never where both ends are the same."""
        if self.begins <= self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends


class Danger(NamedTuple):
    """How an order stands now."""

    number: str
    tier: Tier
    due: datetime | None
    """Its work deadline."""


class Told(NamedTuple):
    """The last word about an order."""

    tier: Tier
    due: datetime | None


def to_tell(dangers: Iterable[Danger], told: Mapping[str, Told], *, quiet: bool) -> list[Danger]:
    """The orders to tell of now, worst first; ``told`` is the last word about each order, by its number."""
    fresh = [danger for danger in dangers if danger.tier >= TOLD_FROM and _is_news(danger, told.get(danger.number))]
    fresh.sort(key=lambda danger: (-danger.tier, danger.due is None, danger.due, danger.number))
    return [danger for danger in fresh if danger.tier is LOUD] if quiet else fresh


def _is_news(danger: Danger, told: Told | None) -> bool:
    if told is None:
        return True
    if danger.due is not None and told.due is not None and danger.due > told.due:
        return True
    return danger.tier > told.tier


def digest_due(now: datetime, at: time, last: datetime | None) -> bool:
    """Whether the day's summary is due: its hour has come and today's has not been sent. Times are local."""
    return now.time() >= at and (last is None or last.date() < now.date())
