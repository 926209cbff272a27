"""The journal of writes: one entry each time a pair in a run changed its state, never changed, never deleted.

Each entry carries a hash over itself and the hash of the one before, so that a changed, missing or exchanged entry
shows. Whoever can write the file can still forge the whole chain: this finds damage and careless hands, no more.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, exists, func, select, update

from ozon_xl.domain.stock import Pair
from ozon_xl.domain.stock_states import DONE, FINAL, MAYBE_APPLIED, Sent, State
from ozon_xl.errors import StoreDamagedError
from ozon_xl.store import schema
from ozon_xl.store.database import Database, chunks, insert_many, stream
from ozon_xl.store.moments import from_us, to_us

_C = schema.journal.c
_COLUMNS = _C.keys()
_ALL = select(schema.journal).order_by(_C.seq)
_LATER = ("mode", "reading", "present", "oversold")
"""Columns that came later: they are signed only where they hold something, so that older entries keep their hash."""
_IS_HEAD = schema.meta.c.name == schema.JOURNAL_HEAD

RECENT: Final = 10_000
"""Entries that are looked through before every write: two thousand pairs or so, in less than a second."""
_EARLIER = schema.journal.alias()
_FIRST_WRONG_LINK = (
    select(func.min(_C.seq))
    .join_from(schema.journal, _EARLIER, _EARLIER.c.seq == _C.seq - 1, isouter=True)
    .where(_C.prev_hash != func.coalesce(_EARLIER.c.hash, ""))
)
"""An entry whose predecessor is missing is one, too."""


class JournalEvent(NamedTuple):
    """One pair of one run came into one state. Quantities are pieces, None where they are not known (yet)."""

    run: str
    at: datetime
    shop: str
    user: str
    machine: str
    workbook_id: str
    snapshot: str
    """What the workbook was filled from."""
    offer: str
    warehouse_id: str
    state: State
    was: int | None = None
    """Free at Ozon before the write."""
    asked: int | None = None
    """What the user typed."""
    sent: int | None = None
    read_back: int | None = None
    """Free at Ozon after the write."""
    reserved: int | None = None
    """At Ozon before the write."""
    message: str = ""
    """Ozon's answer, or why."""
    trace_id: str = ""
    plan_hash: str = ""
    seq: int = 0
    """Given by the journal, like the two that follow."""
    prev_hash: str = ""
    hash: str = ""
    mode: str | None = None
    """What the number is that the user typed."""
    reading: str | None = None
    """The reading of Ozon's stock on which it was typed; empty where it came from no row."""
    present: int | None = None
    """On the shelf at Ozon before the write."""
    oversold: int | None = None
    """Pieces that were ordered in the very moment of the write, which may have put them back on offer."""

    @property
    def write(self) -> Sent | None:
        """The write; None of one that never left this computer."""
        if self.was is None or self.sent is None:
            return None
        return Sent.over(free=self.was, reserved=self.reserved or 0, present=self.present or 0, sent=self.sent)

    @property
    def pair(self) -> Pair:
        """Offer and warehouse."""
        return Pair(self.offer, self.warehouse_id)


class Run(NamedTuple):
    """One push, as the latest state of each of its pairs tells it."""

    run: str
    shop: str
    user: str
    machine: str
    workbook_id: str
    plan_hash: str
    started_at: datetime
    last_at: datetime
    states: Counter[State]
    """How many pairs are in which state."""
    note: str = ""
    """The message of its first entry: of a run that takes writes back, what it takes back."""

    @property
    def pairs(self) -> int:
        """How many pairs it is about."""
        return self.states.total()


class Journal:
    """The journal in a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, events: Sequence[JournalEvent]) -> None:
        """Write all of these behind the last entry, or none. They are on the disk when this returns.

        Raises:
            StoreDamagedError: the last entry is not what it was when it was written.
        """
        if not events:
            return
        with self._database.writing(schema.journal) as connection:
            seq, last_hash = self._end(connection)
            rows = []
            for event in events:
                seq += 1
                cells = _cells(event) | {"seq": seq, "prev_hash": last_hash}
                cells["hash"] = last_hash = _hash(cells)
                rows.append(tuple(cells[name] for name in _COLUMNS))
            insert_many(connection, schema.journal, rows)
            connection.execute(update(schema.meta).where(_IS_HEAD).values(value=f"{seq} {last_hash}"))

    def verify(self) -> int:
        """Walk the whole chain; returns how many entries it has.

        Raises:
            StoreDamagedError: names the first entry that is changed or missing.
        """
        with self._database.reading() as connection:
            self._check_pages(connection)
            return self._walk(connection)

    def check(self) -> None:
        """What a write must know before it relies on the journal, within a second or two however long that is: no entry
        is missing, each names the one before, and the ``RECENT`` last are unchanged. An older one is held against its
        hash when somebody reads it, all of them by ``verify``.

        Raises:
            StoreDamagedError: as ``verify``.
        """
        with self._database.reading() as connection:
            last, _hash = self._end(connection)
            if last <= RECENT:
                self._check_pages(connection)
                self._walk(connection)
                return
            unlinked = connection.scalar(_FIRST_WRONG_LINK)
            if unlinked is not None:
                raise self._damaged(unlinked)
            self._walk(connection, last - RECENT)

    def _walk(self, connection: Connection, seq: int = 0) -> int:
        """From behind entry ``seq`` to the end, which it returns."""
        before = select(_C.hash).where(_C.seq == seq)
        last_hash = connection.scalar(before) if seq else ""
        with closing(self._read(connection, _ALL.where(_C.seq > seq) if seq else _ALL)) as entries:
            for event in entries:
                if (event.seq, event.prev_hash) != (seq + 1, last_hash):
                    raise self._damaged(seq + 1)
                seq, last_hash = event.seq, event.hash
        if self._head(connection) != f"{seq} {last_hash}":
            raise self._damaged(seq + 1)
        return seq

    def latest(self, shop: str, run: str | None = None) -> dict[tuple[str, Pair], JournalEvent]:
        """The last entry of each pair in each run of a shop, or in one run."""
        which = _where(shop=shop, run=run)
        last = select(func.max(_C.seq)).where(*which).group_by(_C.run, _C.offer, _C.warehouse_id)
        return {(event.run, event.pair): event for event in self._select(_C.seq.in_(last))}

    def unsettled(self, shop: str) -> list[JournalEvent]:
        """The last entries of those pairs, in any run of a shop, to which something is still to happen."""
        last = select(func.max(_C.seq)).where(_C.shop == shop).group_by(_C.run, _C.offer, _C.warehouse_id)
        return self._select(_C.seq.in_(last), _C.state.not_in(FINAL))

    def last_results(self, shop: str, since: datetime | None = None) -> dict[Pair, JournalEvent]:
        """The last entry of each pair of a shop, whatever the run, not older than ``since``."""
        which = [*_where(shop=shop), *([_C.at >= to_us(since)] if since else [])]
        last = select(func.max(_C.seq)).where(*which).group_by(_C.offer, _C.warehouse_id)
        return {event.pair: event for event in self._select(_C.seq.in_(last))}

    def proved(self, shop: str, since: datetime, until: datetime) -> list[JournalEvent]:
        """The entries by which a write was proved between these moments and which no later write of the pair that Ozon
        took, nor a second look, has followed. What was tried later and came to nothing does not hide them.
        """
        later = schema.journal.alias()
        same = (later.c[name] == _C[name] for name in ("shop", "offer", "warehouse_id"))
        followed = exists().where(*same, later.c.seq > _C.seq, later.c.state.in_(DONE | {State.ACCEPTED}))
        span = [_C.at >= to_us(since), _C.at <= to_us(until)]
        return self._select(_C.shop == shop, _C.state == State.VERIFIED, *span, ~followed)

    def done(self, shop: str, workbook_id: str, readings: Iterable[str]) -> list[JournalEvent]:
        """The entries, oldest first, by which edits of a workbook that were typed on one of these readings are done,
        however long ago.
        """
        which = [_C.shop == shop, _C.workbook_id == workbook_id, _C.state.in_(DONE)]
        return [event for chunk in chunks(readings) for event in self._select(*which, _C.reading.in_(chunk))]

    def last_sent(self, shop: str, since: datetime) -> dict[Pair, datetime]:
        """When each pair of a shop was last on its way to Ozon, in whatever run, not before ``since``."""
        under_way = [_C.sent.is_not(None), _C.state.in_(MAYBE_APPLIED), _C.at >= to_us(since)]
        query = select(_C.offer, _C.warehouse_id, func.max(_C.at)).where(*_where(shop=shop), *under_way)
        with self._database.reading() as connection:
            found = connection.execute(query.group_by(_C.offer, _C.warehouse_id))
            return {Pair(offer, warehouse_id): from_us(at) for offer, warehouse_id, at in found}

    def runs(self, shop: str) -> list[Run]:
        """The runs of a shop, oldest first."""
        span = select(_C.run, func.min(_C.seq), func.max(_C.at)).where(_C.shop == shop).group_by(_C.run)
        last = select(func.max(_C.seq)).where(_C.shop == shop).group_by(_C.run, _C.offer, _C.warehouse_id)
        count = select(_C.run, _C.state, func.count()).where(_C.seq.in_(last)).group_by(_C.run, _C.state)
        with self._database.reading() as connection:
            ends = {first: last_at for _, first, last_at in connection.execute(span)}
            states: defaultdict[str, Counter[str]] = defaultdict(Counter)
            for run, state, pairs in connection.execute(count):
                states[run][state] = pairs
            firsts = self._read(connection, _ALL.where(_C.seq.in_(ends)))
            return [_run(first, from_us(ends[first.seq]), states[first.run]) for first in firsts]

    def open_runs(self, shop: str) -> Counter[str]:
        """The runs to which something is still to happen, and to how many of their pairs."""
        return Counter(event.run for event in self.unsettled(shop))

    def of_run(self, run: str) -> list[JournalEvent]:
        """All entries of a run, oldest first; none if there is no such run."""
        return self.find(run=run)

    def find(
        self,
        *,
        shop: str | None = None,
        run: str | None = None,
        offer: str | None = None,
        user: str | None = None,
        day: date | None = None,
        plan_hash: str | None = None,
        message: str | None = None,
    ) -> list[JournalEvent]:
        """The entries to which all that is given applies, oldest first. ``day`` is one of UTC."""
        which = _where(shop=shop, run=run, offer=offer, user=user, plan_hash=plan_hash, message=message)
        if day is not None:
            start = datetime.combine(day, time(), UTC)
            which += [_C.at >= to_us(start), _C.at < to_us(start + timedelta(days=1))]
        return self._select(*which)

    def tail(self, count: int, shop: str | None = None) -> list[JournalEvent]:
        """The last entries, oldest first."""
        newest = select(_C.seq).where(*_where(shop=shop)).order_by(_C.seq.desc()).limit(count).subquery()
        return self._select(_C.seq.in_(select(newest)))

    def _select(self, *which: ColumnElement[bool]) -> list[JournalEvent]:
        with self._database.reading() as connection:
            return list(self._read(connection, _ALL.where(*which)))

    def _read(self, connection: Connection, query: Select[Any]) -> Generator[JournalEvent]:
        """The entries, each held against its own hash."""
        with closing(stream(connection, query)) as rows:
            for row in rows:
                cells = dict(zip(_COLUMNS, row, strict=True))
                if _hash(cells) != cells["hash"]:
                    raise self._damaged(cells["seq"])
                cells["at"] = from_us(cells["at"])
                cells["state"] = State(cells["state"])
                yield JournalEvent(**cells)

    def _end(self, connection: Connection) -> tuple[int, str]:
        """Number and hash of the last entry."""
        last = select(func.max(_C.seq)).scalar_subquery()
        found = [(event.seq, event.hash) for event in self._read(connection, _ALL.where(_C.seq == last))]
        seq, last_hash = found[0] if found else (0, "")
        if self._head(connection) != f"{seq} {last_hash}":
            raise self._damaged(seq + 1)
        return seq, last_hash

    def _head(self, connection: Connection) -> str | None:
        return connection.scalar(select(schema.meta.c.value).where(_IS_HEAD))

    def _check_pages(self, connection: Connection) -> None:
        """Have SQLite hold the journal's indexes against its rows: a row that an index hides would not be resumed."""
        if self._database.path is None:
            return
        said = connection.exec_driver_sql("PRAGMA integrity_check(journal)").scalar()
        if said != "ok":
            raise StoreDamagedError(path=self._database.place, what=said)

    def _damaged(self, seq: int) -> StoreDamagedError:
        return StoreDamagedError(path=self._database.place, what=f"journal entry {seq}")


def _where(**values: str | None) -> list[ColumnElement[bool]]:
    return [_C[name] == value for name, value in values.items() if value is not None]


def _cells(event: JournalEvent) -> dict[str, Any]:
    return event._asdict() | {"at": to_us(event.at), "state": event.state.value}


def _hash(cells: dict[str, Any]) -> str:
    """Over the entry as canonical JSON, the hash of the one before included, its own left out."""
    empty = {name for name in _LATER if cells[name] is None}
    signed = {name: value for name, value in cells.items() if name != "hash" and name not in empty}
    return hashlib.sha256(_canonical(signed).encode()).hexdigest()


_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=repr).encode


def _run(first: JournalEvent, last_at: datetime, states: Counter[str]) -> Run:
    return Run(
        first.run,
        first.shop,
        first.user,
        first.machine,
        first.workbook_id,
        first.plan_hash,
        first.at,
        last_at,
        Counter({State(state): pairs for state, pairs in states.items()}),
        first.message,
    )
