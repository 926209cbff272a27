"""Whether a posting will be handed over in time, from how this shop has worked off its own postings so far.

There are two waits, for packing and for the carrier; where the history does not tell them apart, one.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from math import exp
from typing import NamedTuple

from ozon_xl.domain.pace import Pace, Wait, hours_of, last_hour, learn_pace


class Case(NamedTuple):
    """One posting of the past, as far as we saw it. Moments are UTC."""

    warehouse_id: str
    seen_from: datetime
    """When it was first seen open: whatever was over before then we did not see."""
    due: datetime
    unpacked_until: datetime | None
    """When it was last seen waiting for packing; None if it was packed when it was first seen."""
    packed_at: datetime | None
    """When it was first seen packed; None if it never was."""
    done_after: datetime | None
    """When it was handed over: between this moment ..."""
    done_at: datetime | None
    """... and this one. None if it was not, or not yet."""
    seen_until: datetime
    """When one that was not handed over was cancelled, or last seen open."""


class Forecast(NamedTuple):
    """What the history of a shop says of its open postings."""

    packing: Pace | None
    """Until it is packed; None where the history does not tell."""
    handover: Pace
    """From packed to handed over; where there is no ``packing``, from the order on."""


def learn(cases: Sequence[Case], shift: timedelta, each: int = 1) -> Forecast | None:
    """What a shop's past says, or None where it is too little.

    ``shift`` is how far the shop's local time is ahead of UTC. Each case stands for ``each`` like it.
    """
    hours = round(shift / timedelta(hours=1))
    packing = learn_pace(filter(None, map(_packing, cases)), hours, each)
    carrier = learn_pace(filter(None, map(_carrier, cases)), hours, each)
    if packing and carrier:
        return Forecast(packing, carrier)
    whole = learn_pace(map(_whole, cases), hours, each)
    return Forecast(None, whole) if whole else None


def _packing(case: Case) -> Wait | None:
    """It ended between the last look at which it was not packed and the first at which it was packed or gone."""
    if case.unpacked_until is None:
        return None
    seen = [at for at in (case.packed_at, case.done_at) if at is not None]
    return _wait(case, case.seen_from, case.unpacked_until, min(seen, default=None))


def _carrier(case: Case) -> Wait | None:
    """Only as far as it was seen: one that was packed and gone between two looks was never seen waiting."""
    return None if case.packed_at is None else _wait(case, case.packed_at, case.done_after, case.done_at)


def _whole(case: Case) -> Wait:
    return _wait(case, case.seen_from, case.done_after, case.done_at)


def _wait(case: Case, began: datetime, after: datetime | None, by: datetime | None) -> Wait:
    until = hours_of(by or case.seen_until)
    sure = until if after is None or by is None else min(max(hours_of(after), hours_of(began)), until)
    return Wait(case.warehouse_id, hours_of(began), hours_of(case.due), sure, until, by is not None)


class _Curve(NamedTuple):
    """What all postings share that wait for the same and are due within the same hour."""

    lost: float
    """Chance that one is not packed by the beginning of its last hour."""
    waiting: float
    """Chance that one is packed by then and still there."""
    rate: float
    """At which those go in the last hour."""
    start: float
    """When that hour begins, or now if it has begun."""


Rates = Callable[[str, int, int], list[tuple[float, float]]]
"""Of a warehouse until an hour behind a queue; see ``Pace.rates``."""


def _rates_from(pace: Pace, now: float) -> Rates:
    return cache(lambda warehouse_id, due_hour, before: list(pace.rates(warehouse_id, due_hour, before, now)))


class Odds:
    """The chances of the postings that wait at one moment. Those due in the same hour share their reckoning."""

    def __init__(self, forecast: Forecast, now: datetime) -> None:
        self._now = hours_of(now)
        self._handover = _rates_from(forecast.handover, self._now)
        self._packing = _rates_from(forecast.packing, self._now) if forecast.packing else None
        self._curve = cache(self._reckon)

    def chance(self, warehouse_id: str, due: datetime, before: int, *, packed: bool) -> float:
        """The probability, 0 to 1, that a posting which waits now is handed over by ``due``.

        ``before`` counts the postings of its warehouse that wait for the same and are due earlier; a long queue is
        taken to a quarter.
        """
        end = hours_of(due)
        if end <= self._now:
            return 0.0
        curve = self._curve(warehouse_id, last_hour(end), before - before % max(1, before // 4), packed)
        return max(0.0, 1.0 - curve.lost - curve.waiting * exp(-curve.rate * (end - curve.start)))

    def _reckon(self, warehouse_id: str, due_hour: int, before: int, packed: bool) -> _Curve:  # noqa: FBT001 - of a cache
        if packed or self._packing is None:
            going = self._handover(warehouse_id, due_hour, before)
            lost, waiting = 0.0, exp(-sum(rate * part for rate, part in going[:-1]))
        else:
            going = self._handover(warehouse_id, due_hour, 0)
            lost, waiting = _packed_by(self._packing(warehouse_id, due_hour, before)[:-1], going)
        return _Curve(lost, waiting, going[-1][0], max(self._now, float(due_hour)))


def _packed_by(packing: Iterable[tuple[float, float]], going: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """How likely one is not packed at the end of these hours, and how likely it is packed and still there."""
    unpacked, waiting = 1.0, 0.0
    for (pack, part), (go, _) in zip(packing, going, strict=False):
        left = unpacked * exp(-pack * part)
        waiting = waiting * exp(-go * part) + unpacked - left
        unpacked = left
    return unpacked, waiting
