"""Who is to be told of what, and when: each tier of each order once, and nobody at night but for the last hour.

An order that gets nearer to trouble is told once at every tier that it reaches. Is its deadline moved to a later time,
it starts anew. In quiet hours only what is critical is told; the rest waits for their end and is told then if it is
still true. What nobody has surely heard is told again.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from ozon_xl.domain.risk import Clocks, Tier

TOLD_FROM: Final = Tier.WATCH
LOUD: Final = Tier.CRITICAL
"""Told at any hour: something can still be done about it, but not for long."""

OLD_DATA: Final = "old-data"
DIGEST: Final = "digest"
"""Two things told of that are no orders; they stand where a posting's number would."""


class Quiet(NamedTuple):
    """The hours in which people sleep, in local time; over midnight where they end before they begin."""

    begins: time
    ends: time

    def holds(self, at: time) -> bool:
        """Whether it is quiet at this time of the day; never where both ends are the same."""
        if self.begins <= self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends


class Fate(StrEnum):
    """What became of a message."""

    SENDING = "sending"
    """On its way, or nobody knows: the program or the channel fell silent in the middle."""
    SENT = "sent"
    FAILED = "failed"


class Danger(NamedTuple):
    """How an order stands now."""

    number: str
    tier: Tier
    due: datetime | None
    """Its deadline, which moves only when Ozon moves it."""


class Told(NamedTuple):
    """The last word about an order."""

    tier: Tier
    due: datetime | None
    message: str = ""
    """Id of the message that held it."""
    fate: Fate = Fate.SENT


def due_of(clocks: Clocks) -> datetime | None:
    """The first of an order's own deadlines, passed or not; None where Ozon gave none."""
    return min((at for at in (clocks.late, clocks.ship) if at is not None), default=None)


def old_data(taken_at: datetime | None, now: datetime, longest: timedelta) -> list[Danger]:
    """That nobody has managed to refresh for longer than ``longest``; told once, until a refresh comes through."""
    if taken_at is None or now - taken_at <= longest:
        return []
    return [Danger(OLD_DATA, Tier.URGENT, taken_at)]


def to_tell(
    dangers: Iterable[Danger], told: Mapping[str, Told], *, quiet: bool, least: Tier = TOLD_FROM
) -> list[Danger]:
    """The orders of tier ``least`` or worse to tell of now, worst first; ``told`` is the last word about each order."""
    fresh = [
        danger
        for danger in dangers
        if danger.tier >= least and (not quiet or danger.tier is LOUD) and _is_to_tell(danger, told.get(danger.number))
    ]
    return sorted(fresh, key=lambda danger: (-danger.tier, danger.due is None, danger.due, danger.number))


def message_of(danger: Danger, told: Told | None) -> str:
    """The message to send again for this order, because nobody knows whether it arrived; empty for a new one."""
    if told is None or told.fate is not Fate.SENDING or _is_news(danger, told):
        return ""
    return told.message


def _is_to_tell(danger: Danger, told: Told | None) -> bool:
    return told is None or told.fate is not Fate.SENT or _is_news(danger, told)


def _is_news(danger: Danger, told: Told) -> bool:
    if danger.due is not None and (told.due is None or danger.due > told.due):
        return True
    return danger.tier > told.tier


def digest_due(now: datetime, at: time, last: datetime | None) -> bool:
    """Whether the day's summary is due: its hour has come and today's has not been sent. Times are local."""
    return now.time() >= at and (last is None or last.date() < now.date())
