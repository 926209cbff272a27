"""What the timeline says of past postings: when each was packed and handed over, as far as we looked."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, func, select

from ozon_xl.domain.forecast import Case
from ozon_xl.domain.statuses import CANCELLED, GONE, PACKED, UNPACKED
from ozon_xl.store import schema
from ozon_xl.store.database import stream
from ozon_xl.store.moments import from_us, to_us

MOST: Final = 10_000
"""Cases: more would say little more and cost time."""


class History(NamedTuple):
    """A shop's past."""

    cases: list[Case]
    each: int
    """Each case stands for so many like it: of a long past only some are told, picked by chance."""


def read_history(connection: Connection, shop: str, since: datetime) -> History:
    """Of the postings that were first seen in or after ``since``."""
    looks = _Looks(connection, shop)
    table = schema.postings.c
    of_shop = (table.shop == shop, table.first_snapshot >= looks.first_since(to_us(since)))
    count = connection.scalar(select(func.count()).select_from(schema.postings).where(*of_shop)) or 0
    each = max(1, -(-count // MOST))
    chosen = (*of_shop, table.fingerprint % each == 0)  # a fingerprint is as good as a lot
    events, told = schema.posting_events.c, defaultdict[str, list[tuple[int, str]]](list)
    joined = schema.posting_events.join(schema.postings, (events.shop == table.shop) & (events.number == table.number))
    query = select(events.number, events.snapshot, events.status).select_from(joined).where(*chosen).order_by(events.id)
    for number, snapshot, status in stream(connection, query):
        told[number].append((snapshot, status))
    fields = (table.number, table.warehouse_id, table.ship_by, table.late_from, table.handed_over_at)
    rows = stream(connection, select(*fields, table.left_snapshot).where(*chosen))
    cases = (_case(row, told[row[0]], looks) for row in rows)
    return History([case for case in cases if case is not None], each)


class _Looks:
    """When each snapshot of a shop was taken."""

    def __init__(self, connection: Connection, shop: str) -> None:
        table = schema.snapshots.c
        taken = connection.execute(select(table.id, table.taken_at).where(table.shop == shop).order_by(table.id)).all()
        self._ids: list[int] = [row.id for row in taken]
        self._taken: list[int] = [row.taken_at for row in taken]

    def first_since(self, since: int) -> int:
        """The first snapshot that was taken then or later; a number that none has if there is none."""
        later = (id_ for id_, at in zip(self._ids, self._taken, strict=True) if at >= since)
        return next(later, max(self._ids, default=0) + 1)

    def at(self, snapshot: int) -> int:
        """When this one was taken."""
        return self._taken[bisect_left(self._ids, snapshot)]

    def before(self, snapshot: int) -> int:
        """When the one before it was taken."""
        return self._taken[max(0, bisect_left(self._ids, snapshot) - 1)]

    @property
    def last(self) -> int:
        """When the last one was taken."""
        return self._taken[-1]


def _case(row: Sequence[Any], events: Sequence[tuple[int, str]], looks: _Looks) -> Case | None:
    """None where nothing is known of its waits: no deadline, first seen after them, or by a clock that was wrong."""
    _, warehouse_id, ship_by, late_from, handed_over_at, left_snapshot = row
    due = late_from or ship_by
    first, status = events[0]
    if due is None or status not in (*UNPACKED, PACKED):
        return None
    end = next((event for event in events if event[1] not in (*UNPACKED, PACKED)), None)
    not_unpacked = next((snapshot for snapshot, status in events if status not in UNPACKED), None)
    packed = next((snapshot for snapshot, status in events if status == PACKED), None)
    seen_until = looks.at(end[0]) if end else looks.at(left_snapshot) if left_snapshot else looks.last
    unpacked_until = seen_until if not_unpacked is None else looks.before(not_unpacked)
    done_after = done_at = handed_over_at
    if done_at is None and end is not None and end[1] in GONE and end[1] not in CANCELLED:
        done_after, done_at = looks.before(end[0]), seen_until
    packed_at = looks.at(packed) if packed else None
    order = [looks.at(first), *([packed_at] if packed_at else []), seen_until, looks.last]
    if order != sorted(order) or (done_at or 0) > looks.last:
        return None
    return Case(
        warehouse_id,
        from_us(looks.at(first)),
        from_us(due),
        None if status == PACKED else from_us(unpacked_until),
        from_us(packed_at),
        from_us(done_after),
        from_us(done_at),
        from_us(seen_until),
    )
