"""How fast a shop works off what waits: what its past says of one kind of wait.

For each hour in which a past posting waited, we know whether its wait ended in that hour. The chance of that is taken
as one pace for all, times a factor each for the day and the hour of the week (working hours, pickup slots), for its
warehouse at that hour of the day, for the time left until it is due (what is due soon is taken first), and for the
queue before it. The factors come from the history alone, drawn towards 1 where it says little. What was cancelled or
is still open counts for the hours that it waited.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from math import expm1, floor, log1p
from typing import Final, NamedTuple

ENOUGH: Final = 60
"""Ended waits in the history; with fewer nothing is learnt from it."""
LONGEST_H: Final = 21 * 24
"""Hours of waiting that are looked at: what waits longer has been forgotten and says nothing of the pace."""

WEEK_H: Final = 168
_DAY_H: Final = 24
_SLACK_H: Final = (0, 2, 4, 8, 16, 32, 64)
"""Edges of the time left until it is due, in hours."""
_QUEUE_H: Final = (0.3, 1, 2, 4, 8, 16, 32)
"""Edges of the queue before it, in hours of the warehouse's mean pace."""
_LEVELS: Final = len(_SLACK_H) + 1
_TURNS: Final = 12
_DOUBT: Final = 3.0
"""So many ends as a factor of 1 lets expect are added to each factor's own: few observations move it little."""

_HOUR = timedelta(hours=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Wait(NamedTuple):
    """One wait of one posting, in hours since 1970 UTC."""

    warehouse_id: str
    began: float
    due: float
    ended_after: float
    """It went on until then ..."""
    ended_by: float
    """... and was over then, or still went on if it is not ``done``."""
    done: bool
    """False where it was cancelled or is not over yet."""


class Pace(NamedTuple):
    """What the history says of one kind of wait. Plain lists and texts: it is kept as JSON."""

    base: float
    """Chance of an end in an hour, as a rate, before the factors."""
    days: Sequence[float]
    """Factor of each local day of the week; 0 is Thursday, as 1970 began."""
    slots: Sequence[float]
    """Factor of each hour of the local week."""
    slacks: Sequence[float]
    """Factor of each class of time left."""
    queues: Sequence[float]
    """Factor of each class of queue."""
    places: Mapping[str, Sequence[float]]
    """Factor of each local hour of the day, by warehouse."""
    ended: Mapping[str, Sequence[float]]
    """Waits that end in each hour of the week, by warehouse."""
    shift: int
    """Local time is ahead of UTC by so many hours."""

    def rates(self, warehouse_id: str, due_hour: int, before: float, start: float) -> Iterator[tuple[float, float]]:
        """For each hour from ``start`` to ``due_hour``, that one included: its rate, and how much of it is left.

        The chance that a wait ends in a part of an hour is ``1 - exp(-rate * part)``. ``due_hour`` is the last hour
        that begins before the posting is due; ``before`` counts the postings due earlier that wait for the same now.
        """
        ended = self.ended.get(warehouse_id) or (0.0,) * WEEK_H
        place = self.places.get(warehouse_id) or (1.0,) * _DAY_H
        edges = _edges(ended)
        for hour in range(floor(start), due_hour + 1):
            slot = (hour + self.shift) % WEEK_H
            part = 1.0 if hour >= start else hour + 1 - start
            when = self.days[slot // _DAY_H] * self.slots[slot] * place[slot % _DAY_H]
            how = self.slacks[slack_level(due_hour - hour)] * self.queues[bisect_left(edges, before)]
            yield self.base * when * how, part
            before = max(0.0, before - ended[slot] * part)


def hours_of(moment: datetime) -> float:
    """Hours since 1970."""
    return (moment - _EPOCH) / _HOUR


def last_hour(due: float) -> int:
    """The last hour that begins before this moment."""
    return -floor(-due) - 1


def slack_level(hours: int) -> int:
    """The class of the time left, so many hours before the last one."""
    return _SLACKS[min(hours, len(_SLACKS) - 1)] if hours >= 0 else 0


_SLACKS: Final = [bisect_left(_SLACK_H, hours + 0.5) for hours in range(_SLACK_H[-1] + 1)]


def _edges(ended: Sequence[float]) -> list[float]:
    """Where the classes of the queue meet, in postings."""
    mean = max(sum(ended) / WEEK_H, 0.01)
    return [hours * mean for hours in _QUEUE_H]


def learn_pace(waits: Iterable[Wait], shift: int, each: int) -> Pace | None:
    """What these waits say, or None where fewer than ``ENOUGH`` of them ended. Each stands for ``each`` like it."""
    waits = sorted((wait for wait in waits if wait.began <= wait.ended_by), key=lambda wait: wait.due)
    if sum(wait.done for wait in waits) < ENOUGH:
        return None
    ended = _ended(waits, shift, each)
    return _fit(_tally(waits, ended, shift, each), ended, shift)


def _ended(waits: Sequence[Wait], shift: int, each: int) -> dict[str, list[float]]:
    weeks = (max(wait.ended_by for wait in waits) - min(wait.began for wait in waits)) / WEEK_H
    share = each / max(weeks, 1.0)
    ended: defaultdict[str, list[float]] = defaultdict(lambda: [0.0] * WEEK_H)
    for wait in waits:
        if wait.done:
            slots = ended[wait.warehouse_id]
            for hour, _left, over in _end(wait):
                slots[(hour + shift) % WEEK_H] += over * share
    return dict(ended)


def _end(wait: Wait) -> Iterator[tuple[int, float, float]]:
    """The hours in which a wait may have ended: how likely it had not before, and how likely it did then.

    Where it was looked at seldom, any moment between two looks is as likely as another.
    """
    first, last = floor(wait.ended_after), floor(wait.ended_by)
    if first >= last:
        yield last, 1.0, 1.0
        return
    left = 1.0
    for hour in range(first, last + 1):
        part = min(hour + 1, wait.ended_by) - max(hour, wait.ended_after)
        over = part / (wait.ended_by - wait.ended_after)
        yield hour, left, over
        left -= over


Tally = dict[tuple[str, int, int, int], list[float]]
"""By warehouse, hour of the week, class of time left and class of queue: hours waited, and waits that ended."""


def _tally(waits: Sequence[Wait], ended: Mapping[str, Sequence[float]], shift: int, each: int) -> Tally:
    """``waits`` are sorted by when they were due."""
    tally: Tally = {}
    for (warehouse_id, hour), waiting in _waiting(waits).items():
        edges = _edges(ended.get(warehouse_id, (0.0,)))
        slot, level, last_due = (hour + shift) % WEEK_H, 0, None
        for before, (due, due_hour, left, over) in enumerate(waiting):
            if due != last_due:
                last_due, level = due, bisect_left(edges, before * each)
            key = (warehouse_id, slot, slack_level(due_hour - hour), level)
            counts = tally.get(key)
            if counts is None:
                tally[key] = [left, over]
            else:
                counts[0] += left
                counts[1] += over
    return tally


_Waiting = tuple[float, int, float, float]
"""When it was due, the last hour before that, how likely it waited, how likely the wait ended."""


def _waiting(waits: Iterable[Wait]) -> dict[tuple[str, int], list[_Waiting]]:
    """What waited in a warehouse in an hour, in the order of the waits."""
    found: defaultdict[tuple[str, int], list[_Waiting]] = defaultdict(list)
    for wait in waits:
        place, due, due_hour = wait.warehouse_id, wait.due, last_hour(wait.due)
        last = floor(wait.ended_by)
        first = max(floor(wait.began), last - LONGEST_H)
        end = list(_end(wait)) if wait.done else []
        waited = (due, due_hour, 1.0, 0.0)
        for hour in range(first, end[0][0] if end else last + 1):
            found[place, hour].append(waited)
        for hour, left, over in end:
            if hour >= first:
                found[place, hour].append((due, due_hour, left, over))
    return found


def _fit(tally: Tally, ended: Mapping[str, Sequence[float]], shift: int) -> Pace:
    """Factors under which as many waits are expected to end, at each level, as did end."""
    waited = [counts[0] for counts in tally.values()]
    over = [counts[1] for counts in tally.values()]
    places = {place: number for number, place in enumerate(sorted({key[0] for key in tally}))}
    base = -log1p(-min(sum(over) / sum(waited), 0.99))
    dimensions = (  # what explains most stands first: where two could, it gets the credit
        ([places[place] * _DAY_H + slot % _DAY_H for place, slot, _, _ in tally], [1.0] * (_DAY_H * len(places))),
        ([slot // _DAY_H for _, slot, _, _ in tally], [1.0] * (WEEK_H // _DAY_H)),
        ([slack for _, _, slack, _ in tally], [1.0] * _LEVELS),
        ([queue for _, _, _, queue in tally], [1.0] * _LEVELS),
        ([slot for _, slot, _, _ in tally], [1.0] * WEEK_H),
    )
    rates = [base] * len(waited)
    for _ in range(_TURNS):
        for levels, factors in dimensions:
            rates = _improve(levels, factors, rates, waited, over)
    hours, days, slacks, queues, slots = (factors for _, factors in dimensions)
    by_place = {place: hours[number * _DAY_H : (number + 1) * _DAY_H] for place, number in places.items()}
    return Pace(base, days, slots, slacks, queues, by_place, ended, shift)


def _improve(
    levels: Sequence[int],
    factors: list[float],
    rates: Sequence[float],
    waited: Sequence[float],
    over: Sequence[float],
) -> list[float]:
    """One factor put right, the others left as they are; returns the new rates."""
    expected, seen = [_DOUBT * factor for factor in factors], [_DOUBT] * len(factors)
    for level, rate, hours, ends in zip(levels, rates, waited, over, strict=True):
        expected[level] -= hours * expm1(-rate)
        seen[level] += ends
    new = [
        min(max(factor * seen_here / expected_here, 1e-3), 1e3)
        for factor, seen_here, expected_here in zip(factors, seen, expected, strict=True)
    ]
    steps = [now / before for now, before in zip(new, factors, strict=True)]
    factors[:] = new
    return [rate * steps[level] for level, rate in zip(levels, rates, strict=True)]
