"""When to start packing so that everything is packed in time, from the hours in which this shop does pack.

The last posting is put as late as it may be packed, the one before it so that both fit, and so on back to the first.
What each hour of the week can take, and when the carrier comes, is read from the shop's own past.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
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

    rate: dict[int, float]
    """Postings an hour when it is done at all, by hour of the local week."""
    shift: timedelta
    """Local time is ahead of UTC by this."""

    def at(self, moment: datetime) -> float:
        """Postings an hour at a moment; 0 outside the usual hours."""
        return self.rate.get(self._slot(moment), 0.0)

    def last_before(self, moment: datetime) -> datetime | None:
        """The latest beginning of a usual hour at or before a moment, if there is one in a week."""
        start = moment - (moment - _EPOCH) % _HOUR
        for number in range(_WEEK_H + 1):
            if self.at(start - number * _HOUR):
                return start - number * _HOUR
        return None

    def _slot(self, moment: datetime) -> int:
        return ((moment + self.shift - _EPOCH) // _HOUR) % _WEEK_H


def usual_hours(done: Iterable[datetime], shift: timedelta) -> Hours | None:
    """The usual hours of what was done at these moments; None where they are too few to tell."""
    moments = sorted(done)
    if len(moments) < ENOUGH:
        return None
    weeks = max((moments[-1] - moments[0]) / timedelta(weeks=1), 1.0)
    blank = Hours({}, shift)
    counts = Counter(blank._slot(moment) for moment in moments)
    active = Counter(blank._slot(hour * _HOUR + _EPOCH) for hour in {(moment - _EPOCH) // _HOUR for moment in moments})
    return Hours({slot: counts[slot] / times for slot, times in active.items() if times >= _USUAL * weeks}, shift)


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
