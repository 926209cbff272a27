"""What can still be made: the chance of each waiting posting, and when packing must begin.

Both rest on the shop's own past and on nothing else; where there is too little of it, that is said.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final, NamedTuple

from ozon_xl.domain.forecast import Case, Forecast, Odds, learn
from ozon_xl.domain.pace import ENOUGH
from ozon_xl.domain.schedule import Hours, Start, first_start, start_by, usual_hours

HORIZON: Final = timedelta(hours=72)
"""What is due later gets no chance: too much will have changed by then."""
ENOUGH_HERE: Final = 10
"""Postings handed over from one warehouse; with fewer the pace of the others says nothing of it."""
SURELY: Final = 0.99
"""No chance is called greater, and none less than the rest of it: the past is no more than that."""
_SHARP: Final = timedelta(hours=2)
"""A packing says something of the usual hours if it is known to lie between two looks no further apart."""


class Model(NamedTuple):
    """What a shop's past says."""

    forecast: Forecast | None = None
    """None where it is too little."""
    done: Mapping[str, int] = {}
    """Postings handed over in it, by warehouse."""
    packing: Mapping[str, Hours] = {}
    """When postings are usually packed, by warehouse; one of which too little is known is missing."""
    pickups: Mapping[str, Hours] = {}
    """When they are usually handed over."""


class Waiting(NamedTuple):
    """A posting that waits to be packed or handed over."""

    number: str
    warehouse_id: str
    due: datetime
    pack_by: datetime
    """The same or earlier."""
    packed: bool
    startable: bool
    """Its turn is ours, and its goods are there."""


class Outlook(NamedTuple):
    """What is to be expected of one posting."""

    chance: float | None = None
    """That it is handed over in time; 0 once it is too late, None where that is not said."""
    lack: tuple[int, int] | None = None
    """Too little is known of the past: so many postings handed over, and how many are needed."""
    start_by: datetime | None = None
    """When packing it must begin; None where it is packed, cannot be, or no usual hours are known."""
    takes: float | None = None
    """Minutes of packing, at the pace of a busy hour; None as with ``start_by``."""


def learn_model(cases: Sequence[Case], shift: timedelta, each: int = 1) -> Model:
    """What the past says; each case stands for ``each`` like it, and local time is ahead of UTC by ``shift``."""
    packed: defaultdict[str, list[datetime]] = defaultdict(list)
    gone: defaultdict[str, list[datetime]] = defaultdict(list)
    for case in cases:
        ends = [at for at in (case.packed_at, case.done_at) if at is not None]
        if case.unpacked_until is not None and ends and min(ends) - case.unpacked_until <= _SHARP:
            packed[case.warehouse_id].append(case.unpacked_until + (min(ends) - case.unpacked_until) / 2)
        if case.done_at is not None:
            gone[case.warehouse_id].append(case.done_at)
    return Model(
        learn(cases, shift, each),
        {place: len(moments) for place, moments in gone.items()},
        _usual(packed, shift, each),
        _usual(gone, shift, each),
    )


def _usual(moments: Mapping[str, Sequence[datetime]], shift: timedelta, each: int) -> dict[str, Hours]:
    hours = {place: usual_hours(done, shift, each) for place, done in moments.items()}
    return {place: found for place, found in hours.items() if found is not None}


class Foresight(NamedTuple):
    """What is to be expected of all that waits."""

    outlooks: Mapping[str, Outlook]
    """Of each posting, by number."""
    starts: Mapping[str, Start]
    """The packing that must begin first, by warehouse."""


def foresee(queue: Iterable[Waiting], model: Model, now: datetime) -> Foresight:
    """What the past lets expect of this queue."""
    queue = sorted(queue, key=lambda waiting: waiting.due)
    ahead = [one for one in queue if one.due > now and (one.packed or one.pack_by > now)]
    found = {one.number: Outlook(0.0) for one in queue} | {one.number: Outlook() for one in ahead}
    found |= _chances(ahead, model, now)
    starts: dict[str, Start] = {}
    for place, hours in model.packing.items():
        todo = [one for one in ahead if one.warehouse_id == place and one.startable and not one.packed]
        todo.sort(key=lambda waiting: waiting.pack_by)
        due, pickups = [waiting.pack_by for waiting in todo], model.pickups.get(place)
        begun = start_by(due, hours, pickups, now)
        for waiting, at in zip(todo, begun, strict=True):
            found[waiting.number] = found[waiting.number]._replace(start_by=at, takes=60 / hours.rate)
        if (first := first_start(due, begun, pickups, now)) is not None:
            starts[place] = first
    return Foresight(found, starts)


def _chances(ahead: Sequence[Waiting], model: Model, now: datetime) -> Iterator[tuple[str, Outlook]]:
    """Of what is due within the horizon; ``ahead`` is sorted by due time."""
    odds = Odds(model.forecast, now) if model.forecast else None
    apart = model.forecast is not None and model.forecast.packing is not None
    before: Counter[tuple[str, bool]] = Counter()
    for due, together in groupby(ahead, key=lambda waiting: waiting.due):
        if due - now > HORIZON:
            return
        queues = [(waiting, (waiting.warehouse_id, apart and waiting.packed)) for waiting in together]
        for waiting, queue in queues:
            lack = _lack(waiting.warehouse_id, model)
            if odds is None or lack:
                yield waiting.number, Outlook(lack=lack)
            else:
                chance = odds.chance(waiting.warehouse_id, due, before[queue], packed=waiting.packed)
                yield waiting.number, Outlook(min(max(chance, 1 - SURELY), SURELY))
        before.update(queue for _, queue in queues)


def _lack(warehouse_id: str, model: Model) -> tuple[int, int] | None:
    if model.forecast is None:
        return sum(model.done.values()), ENOUGH
    here = model.done.get(warehouse_id, 0)
    return (here, ENOUGH_HERE) if here < ENOUGH_HERE else None
