"""When to start packing so that everything is packed in time, from the hours in which this shop does pack.

The last posting is put as late as it may be packed, the one before it so that both fit, and so on back to the first.
What each hour of the week can take, and when the carrier comes, is read from the shop's own past.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

ENOUGH: Final = 60
"""Postings in the past; with fewer no hours are known."""

_HOUR = timedelta(hours=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WEEK_H = 168
_USUAL = 0.5
"""An hour of the week counts where something was done in it in at least this share of the weeks."""
_FURTHEST = timedelta(days=30)


class Hours(NamedTuple):
    """The hours of the week in which something is usually done."""

    slots: AbstractSet[int]
    """Hours of the local week; 0 is Thursday midnight, as 1970 began."""
    rate: float
    """Postings an hour that can be done in them."""
    shift: timedelta
    """Local time is ahead of UTC by this."""

    def at(self, moment: datetime) -> float:
        """Postings an hour at a moment; 0 outside the usual hours."""
        return self.rate if self._slot(moment) in self.slots else 0.0

    def last_before(self, moment: datetime) -> datetime | None:
        """The latest beginning of a usual hour at or before a moment, if there is one in a week."""
        return _last_usual(self, moment - (moment - _EPOCH) % _HOUR)

    def _slot(self, moment: datetime) -> int:
        return ((moment + self.shift - _EPOCH) // _HOUR) % _WEEK_H


@lru_cache(maxsize=10_000)
def _last_usual(hours: Hours, start: datetime) -> datetime | None:
    """Many postings are due in the same hour."""
    earlier = (start - number * _HOUR for number in range(_WEEK_H + 1))
    return next((hour for hour in earlier if hours.at(hour)), None)


class Start(NamedTuple):
    """Work to be begun."""

    postings: int
    at: datetime
    """By when the first of them must be begun."""


def usual_hours(done: Iterable[datetime], shift: timedelta, each: int = 1) -> Hours | None:
    """The usual hours of what was done at these moments; None where they are too few to tell, or were at any hour.

    Each moment stands for ``each`` like it. What can be done in an hour is what was done in a busy one (the upper
    quartile): in others there may have been no more to do.
    """
    moments = sorted(done)
    if len(moments) < ENOUGH:
        return None
    weeks = max((moments[-1] - moments[0]) / timedelta(weeks=1), 1.0)
    counts = Counter((moment + shift - _EPOCH) // _HOUR for moment in moments)
    active = Counter(hour % _WEEK_H for hour in counts)
    slots = {slot for slot, times in active.items() if times >= _USUAL * weeks}
    done_an_hour = sorted(count for hour, count in counts.items() if hour % _WEEK_H in slots)
    if not done_an_hour:
        return None
    return Hours(frozenset(slots), float(each * done_an_hour[len(done_an_hour) * 3 // 4]), shift)


def start_by(due: Sequence[datetime], packing: Hours, carrier: Hours | None, now: datetime) -> list[datetime | None]:
    """By when each posting must be begun; ``due`` is sorted. None where the usual hours leave no time for it at all.

    With ``carrier`` a posting must be packed before the last usual pickup that is not after its due time. A moment
    before ``now`` says that it cannot be made at the usual pace.
    """
    starts: list[datetime | None] = []
    free_until = max(due, default=now)
    for moment in reversed(due):
        ready = min(free_until, _ready(moment, carrier))
        begun = _back(ready, packing, now - _FURTHEST)
        starts.append(begun)
        free_until = begun or free_until
    return starts[::-1]


def first_start(
    due: Sequence[datetime], starts: Sequence[datetime | None], carrier: Hours | None, now: datetime
) -> Start | None:
    """The work that comes first: what must be begun before the first posting has to be ready, or should have been.

    ``starts`` is what ``start_by`` says of ``due``.
    """
    known = [begun for begun in starts if begun is not None]
    if not known:
        return None
    end = max(_ready(due[0], carrier), now)
    return Start(max(1, sum(begun < end for begun in known)), known[0])


def _ready(due: datetime, carrier: Hours | None) -> datetime:
    pickup = carrier.last_before(due - _HOUR) if carrier else None
    return pickup or due


def _back(end: datetime, packing: Hours, earliest: datetime) -> datetime | None:
    """When one posting must be begun to be packed at ``end``."""
    left, at = 1.0, end
    while at > earliest:
        start = at - ((at - _EPOCH) % _HOUR or _HOUR)
        rate = packing.at(start)
        can = rate * ((at - start) / _HOUR)
        if can >= left:
            return at - left / rate * _HOUR
        left -= can
        at = start
    return None
