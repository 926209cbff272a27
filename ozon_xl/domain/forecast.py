"""Whether a posting will be handed over in time, from how this shop has worked off its own postings so far.

For each hour in which a past posting waited, we know whether its wait ended in that hour. The chance of that is taken
as one pace for all, times a factor each for the hour of the week (working hours, pickup slots), for the time left
until it is due (what is due soon is taken first), for the queue before it, and for its warehouse. The factors come
from the history alone, drawn towards 1 where it says little. What was cancelled or is still open counts for the hours
that it waited. There are two waits, for packing and for the carrier; where the history does not tell them apart, one.
"""

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

ENOUGH: Final = 60
"""Ended waits in the history; with fewer no forecast is made."""
LONGEST_H: Final = 21 * 24
"""Hours of waiting that are looked at: what waits longer has been forgotten and says nothing of the pace."""

_HOUR = timedelta(hours=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SLACK_H = (0, 2, 4, 8, 16, 32, 64)
"""Edges of the time left until it is due, in hours."""
_QUEUE_H = (0.3, 1, 2, 4, 8, 16, 32)
"""Edges of the queue before it, in hours of the warehouse's mean pace."""
_TURNS: Final = 12
_DOUBT: Final = 4.0
"""So many events as the model expects are added to each factor's own: few observations move it little."""


class Case(NamedTuple):
    """One posting of the past, as far as it is known. Moments are UTC."""

    warehouse_id: str
    ordered_at: datetime
    due: datetime
    packed_at: datetime | None
    """None if it was not packed or nobody saw when."""
    done_at: datetime | None
    """When it was handed over; None if it was not, or not yet."""
    seen_until: datetime
    """When one that was not handed over was cancelled, or last seen open."""


class Wait(NamedTuple):
    """One wait of one posting: for packing, for the carrier, or for both."""

    warehouse_id: str
    began_at: datetime
    due: datetime
    ended_at: datetime
    is_done: bool
    """False where it was cancelled or is not over yet."""


Levels = tuple[int, int, int, tuple[str, int]]
"""Hour of the week, time left, queue, and the warehouse with its hour of the day: which factors apply in one hour."""


class Pace(NamedTuple):
    """What the history says of one wait."""

    base: float
    factors: tuple[Mapping[object, float], ...]
    """In the order of ``Levels``; a level that never occurred has the factor 1."""
    ended: Mapping[str, Mapping[int, float]]
    """Waits that end in an hour, by warehouse and hour of the week."""
    mean: Mapping[str, float]
    """The same over all hours."""
    shift: timedelta

    def survivals(self, warehouse_id: str, due: datetime, before: int, now: datetime) -> Iterator[float]:
        """The probability that the wait goes on at the end of each hour from ``now`` until ``due``."""
        hazard, at, queue = 0.0, now, float(before)
        ended = self.ended.get(warehouse_id, {})
        while at < due:
            hour = _hour(at)
            until = min(due, _EPOCH + (hour + 1) * _HOUR)
            share = (until - at) / _HOUR
            slot = _slot(hour, self.shift)
            level = self.queue_level(warehouse_id, queue)
            hazard += share * self.hazard((slot, _slack(due, hour), level, (warehouse_id, slot % 24)))
            queue = max(0.0, queue - ended.get(slot, 0.0) * share)
            at = until
            yield math.exp(-hazard)

    def hazard(self, levels: Levels) -> float:
        """Of one hour: the wait ends in it with the probability ``1 - exp(-hazard)``."""
        rate = self.base
        for factor, level in zip(self.factors, levels, strict=True):
            rate *= factor.get(level, 1.0)
        return rate

    def queue_level(self, warehouse_id: str, before: float) -> int:
        """Into which class a queue of so many postings falls."""
        return bisect_left(_QUEUE_H, before / max(self.mean.get(warehouse_id, 0.0), 0.01))


class Forecast(NamedTuple):
    """What the history of a shop says of its open postings."""

    whole: Pace
    """From order to hand-over."""
    packing: Pace | None
    """From order to packed; None where the history does not tell."""
    carrier: Pace | None
    """From packed to hand-over."""
    cases: int
    """Postings handed over in the history."""

    def chance(self, warehouse_id: str, due: datetime, before: int, now: datetime, *, packed: bool) -> float:
        """The probability, 0 to 1, that a posting which waits now is handed over by ``due``.

        ``before`` counts the postings of its warehouse that wait for the same and are due earlier.
        """
        if self.packing is None or self.carrier is None:
            return 1 - _last(self.whole.survivals(warehouse_id, due, before, now))
        carrier = list(self.carrier.survivals(warehouse_id, due, 0, now))
        if packed:
            return 1 - _last(carrier)
        missed, before_hour = 0.0, 1.0
        unpacked = 1.0
        for unpacked, there in zip(self.packing.survivals(warehouse_id, due, before, now), carrier, strict=True):
            missed += (before_hour - unpacked) * carrier[-1] / max(there, 1e-12)
            before_hour = unpacked
        return max(0.0, 1 - missed - unpacked)


def _last(survivals: Iterable[float]) -> float:
    last = 1.0
    for last in survivals:  # noqa: B007
        pass
    return last


def learn(history: Iterable[Case], shift: timedelta) -> Forecast | None:
    """What a shop's past says, or None where fewer than ``ENOUGH`` of its postings were handed over.

    ``shift`` is how far the shop's local time is ahead of UTC.
    """
    cases = list(history)
    done = [case for case in cases if case.done_at is not None]
    whole = _learn([_wait(case, case.ordered_at, case.done_at) for case in cases], shift)
    if whole is None:
        return None
    told = [case for case in cases if case.packed_at is not None or case.done_at is None]
    packing = _learn([_wait(case, case.ordered_at, case.packed_at) for case in told], shift)
    carrier = _learn([_wait(case, case.packed_at, case.done_at) for case in told if case.packed_at], shift)
    return (
        Forecast(whole, packing, carrier, len(done)) if packing and carrier else Forecast(whole, None, None, len(done))
    )


def _wait(case: Case, began_at: datetime, ended_at: datetime | None) -> Wait:
    return Wait(case.warehouse_id, began_at, case.due, ended_at or case.seen_until, ended_at is not None)


def _learn(waits: Iterable[Wait], shift: timedelta) -> Pace | None:
    waits = [wait for wait in waits if wait.ended_at >= wait.began_at]
    if sum(wait.is_done for wait in waits) < ENOUGH:
        return None
    ended, mean = _ended(waits, shift)
    blank = Pace(0.0, ({}, {}, {}, {}), ended, mean, shift)
    waited: Counter[Levels] = Counter()
    over: Counter[Levels] = Counter()
    for levels, is_over in _hours(waits, blank):
        waited[levels] += 1
        over[levels] += is_over
    return _fit(blank, waited, over)


def _fit(blank: Pace, waited: Mapping[Levels, int], over: Mapping[Levels, int]) -> Pace:
    """Factors under which as many waits are expected to end, at each level, as did end."""
    base = -math.log1p(-min(sum(over.values()) / sum(waited.values()), 0.99))
    factors: tuple[dict[object, float], ...] = tuple({} for _ in blank.factors)
    pace = blank._replace(base=base, factors=factors)
    for _ in range(_TURNS):
        for number, factor in enumerate(factors):
            expected: defaultdict[object, float] = defaultdict(float)
            seen: Counter[object] = Counter()
            for levels, times in waited.items():
                expected[levels[number]] += times * -math.expm1(-pace.hazard(levels))
                seen[levels[number]] += over.get(levels, 0)
            for level, expectation in expected.items():
                step = (seen[level] + _DOUBT) / (expectation + _DOUBT)
                factor[level] = min(max(factor.get(level, 1.0) * step, 1e-3), 1e3)
    return pace


def _hours(waits: Sequence[Wait], pace: Pace) -> Iterator[tuple[Levels, bool]]:
    """Each hour of each wait, and whether it ended in it."""
    queues = _queues(waits)
    for wait in waits:
        last = _hour(wait.ended_at)
        for hour in _waited(wait):
            before = bisect_left(queues[wait.warehouse_id, hour], wait.due)
            level = pace.queue_level(wait.warehouse_id, before)
            slot = _slot(hour, pace.shift)
            levels = (slot, _slack(wait.due, hour), level, (wait.warehouse_id, slot % 24))
            yield levels, hour == last and wait.is_done


def _waited(wait: Wait) -> range:
    last = _hour(wait.ended_at)
    return range(max(_hour(wait.began_at), last - LONGEST_H), last + 1)


def _queues(waits: Iterable[Wait]) -> dict[tuple[str, int], list[datetime]]:
    """When the postings that waited in a warehouse in an hour were due, sorted."""
    queues: defaultdict[tuple[str, int], list[datetime]] = defaultdict(list)
    for wait in sorted(waits, key=lambda wait: wait.due):
        for hour in _waited(wait):
            queues[wait.warehouse_id, hour].append(wait.due)
    return queues


def _ended(waits: Sequence[Wait], shift: timedelta) -> tuple[dict[str, dict[int, float]], dict[str, float]]:
    """Waits that end in each hour of the week and on average, by warehouse."""
    done: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for wait in waits:
        if wait.is_done:
            done[wait.warehouse_id][_slot(_hour(wait.ended_at), shift)] += 1
    weeks = (max(wait.ended_at for wait in waits) - min(wait.began_at for wait in waits)) / timedelta(weeks=1)
    weeks = max(weeks, 1.0)
    slots = {place: {slot: count / weeks for slot, count in counts.items()} for place, counts in done.items()}
    return slots, {place: sum(counts.values()) / (weeks * 168) for place, counts in done.items()}


def _hour(at: datetime) -> int:
    return (at - _EPOCH) // _HOUR


def _slot(hour: int, shift: timedelta) -> int:
    """Hour of the local week; 0 is Thursday midnight, as 1970 began."""
    return (hour + round(shift / _HOUR)) % 168


def _slack(due: datetime, hour: int) -> int:
    return bisect_left(_SLACK_H, (due - _EPOCH) / _HOUR - hour)
