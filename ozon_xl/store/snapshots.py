"""What Ozon told us, refresh by refresh: the latest state of everything, and every change with its time."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, insert, select, update

from ozon_xl.domain.life import PostingEvent
from ozon_xl.domain.postings import Posting
from ozon_xl.domain.stock import Pair, StockLevel, Warehouse
from ozon_xl.store import schema
from ozon_xl.store.database import Database, chunks, stream, upsert_many
from ozon_xl.store.history import History, read_history
from ozon_xl.store.moments import from_us, to_us
from ozon_xl.store.rows import posting_of
from ozon_xl.store.saving import concerned, save_postings, save_stock, save_warehouses

if TYPE_CHECKING:  # it comes with the models of the API, which worksheet functions have no time to load
    from ozon_xl.ozon.products import Product

_MICROSECOND = timedelta(microseconds=1)


class Snapshot(NamedTuple):
    """One refresh."""

    id: int
    shop: str
    taken_at: datetime
    """By Ozon's clock."""
    postings: int
    """How many were open."""
    stock: int
    """How many pairs were listed."""
    clock_error: timedelta | None
    """This computer's clock minus Ozon's."""

    def by_ozon(self, now: datetime) -> datetime:
        """What Ozon's clock shows when this computer's shows ``now``, as far as this refresh could tell."""
        return now - (self.clock_error or timedelta(0))


class Quantities(NamedTuple):
    """Pieces of one pair; see ``StockLevel``."""

    present: int
    reserved: int
    free: int


class StockChange(NamedTuple):
    """A pair whose numbers differ between two snapshots; None where Ozon did not list it."""

    pair: Pair
    before: Quantities | None
    after: Quantities | None


class Changes(NamedTuple):
    """What happened between two snapshots."""

    stock: list[StockChange]
    postings: list[PostingEvent]
    """In order of time."""


class Snapshots:
    """The snapshots in a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(
        self,
        shop: str,
        taken_at: datetime,
        *,
        postings: Iterable[Posting],
        left: Iterable[Posting] = (),
        stock: Iterable[StockLevel],
        warehouses: Iterable[Warehouse],
        clock_error: timedelta | None = None,
        whole: bool = True,
    ) -> int:
        """Keep one refresh, whole or not at all, and return its number.

        Where it is not the ``whole`` of postings and stock, what is not in it stays as it is remembered.

        ``postings`` are all that are open, ``left`` those that no longer are, as Ozon has them now. One that was open
        and is in neither has left too; its last state stays. ``stock`` and ``warehouses`` are all of the shop.
        """
        with self._database.writing(schema.snapshots) as connection:
            error_us = None if clock_error is None else clock_error // _MICROSECOND
            head = {"shop": shop, "taken_at": to_us(taken_at), "clock_error": error_us, "whole": whole}
            made = connection.execute(insert(schema.snapshots).values(postings=0, stock=0, **head))
            (snapshot,) = made.inserted_primary_key or (0,)
            counts = {
                "postings": save_postings(connection, shop, snapshot, postings, left, whole=whole),
                "stock": save_stock(connection, shop, snapshot, stock, whole=whole),
            }
            save_warehouses(connection, shop, warehouses)
            connection.execute(update(schema.snapshots).where(schema.snapshots.c.id == snapshot).values(counts))
        return int(snapshot)

    def save_offers(self, shop: str, products: Iterable["Product"]) -> None:
        """Remember these offers, beside those that are remembered already."""
        rows = ((shop, item.offer, item.product_id, item.sku, item.name, item.archived) for item in products)
        with self._database.writing(schema.offers) as connection:
            upsert_many(connection, schema.offers, rows)

    def last(self, shop: str) -> Snapshot | None:
        """The latest refresh of a shop."""
        return self._newest(shop)

    def _newest(self, shop: str, *conditions: ColumnElement[bool]) -> Snapshot | None:
        table = schema.snapshots.c
        chosen = select(schema.snapshots).where(table.shop == shop, *conditions)
        newest = chosen.order_by(table.id.desc()).limit(1)
        with self._database.reading() as connection:
            row = connection.execute(newest).one_or_none()
            if row is None:
                return None
            clock_error = None if row.clock_error is None else row.clock_error * _MICROSECOND
            return Snapshot(row.id, shop, from_us(row.taken_at), row.postings, row.stock, clock_error)

    def open_numbers(self, shop: str) -> set[str]:
        """The postings that were open in the last snapshot."""
        with self._database.reading() as connection:
            return set(connection.execute(_open(shop, schema.postings.c.number)).scalars())

    def postings(self, shop: str) -> list[Posting]:
        """The postings that were open in the last snapshot, as they were saved, by number."""
        table = schema.postings.c
        fields = (table[name] for name in Posting._fields)
        with self._database.reading() as connection:
            return [posting_of(row) for row in stream(connection, _open(shop, *fields).order_by(table.number))]

    def to_ship(self, shop: str, since: datetime, until: datetime) -> list[Posting]:
        """Those of them whose ship-by time lies in a span."""
        table = schema.postings.c
        fields = (table[name] for name in Posting._fields)
        in_span = table.ship_by >= to_us(since), table.ship_by < to_us(until)
        with self._database.reading() as connection:
            return [posting_of(row) for row in stream(connection, _open(shop, *fields).where(*in_span))]

    def find(self, shop: str, numbers: Iterable[str]) -> dict[str, Posting]:
        """The postings with these numbers as they were last seen, open or not; those never seen are left out."""
        table = schema.postings.c
        query = select(*(table[name] for name in Posting._fields)).where(table.shop == shop)
        with self._database.reading() as connection:
            return {
                row.number: posting_of(row)
                for chunk in chunks(numbers)
                for row in connection.execute(query.where(table.number.in_(chunk)))
            }

    def left(self, shop: str, numbers: Iterable[str]) -> dict[str, datetime]:
        """When a refresh first found that a posting had left the queue, of those of these postings that have."""
        table, taken = schema.postings.c, schema.snapshots.c
        gone = schema.postings.join(schema.snapshots, table.left_snapshot == taken.id)
        query = select(table.number, taken.taken_at).select_from(gone).where(table.shop == shop)
        with self._database.reading() as connection:
            return {
                row.number: from_us(row.taken_at)
                for chunk in chunks(numbers)
                for row in connection.execute(query.where(table.number.in_(chunk)))
            }

    def ordered(self, shop: str, since: datetime) -> list[datetime]:
        """When each posting was ordered that is remembered, open or not, and not older than ``since``."""
        table = schema.postings.c
        query = select(table.ordered_at).where(table.shop == shop, table.ordered_at >= to_us(since))
        with self._database.reading() as connection:
            return [from_us(us) for us in connection.execute(query).scalars()]

    def due(self, shop: str, since: datetime, until: datetime) -> list[datetime]:
        """When each posting that is remembered was to be handed over, in these days, whatever became of it."""
        table = schema.postings.c
        moment = func.coalesce(table.late_from, table.ship_by)
        query = select(moment).where(table.shop == shop, moment >= to_us(since), moment < to_us(until))
        with self._database.reading() as connection:
            return [from_us(us) for us in connection.execute(query).scalars()]

    def cases(self, shop: str, since: datetime) -> History:
        """How long the postings waited that were first seen in or after ``since``."""
        with self._database.reading() as connection:
            return read_history(connection, shop, since)

    def stock(self, shop: str, offers: Iterable[str] | None = None) -> list[StockLevel]:
        """The stock of the last snapshot, as it was saved, by offer and warehouse; all of it or that of some offers."""
        table = schema.stock.c
        fields = (table[name] for name in StockLevel._fields)
        ordered = select(*fields).where(table.shop == shop).order_by(table.offer, table.warehouse_id)
        with self._database.reading() as connection:
            return [
                StockLevel._make((*row[:-1], from_us(row[-1])))
                for query in concerned(ordered, table.offer, offers)
                for row in stream(connection, query)
            ]

    def stocked(self, shop: str) -> dict[str, int]:
        """How many rows each warehouse had in the last snapshot, by id; those without any are left out."""
        table = schema.stock.c
        rows = select(table.warehouse_id, func.count()).where(table.shop == shop).group_by(table.warehouse_id)
        with self._database.reading() as connection:
            return dict(map(tuple, connection.execute(rows)))

    def warehouses(self, shop: str) -> list[Warehouse]:
        """The warehouses of the last snapshot, as they were saved, by id."""
        table = schema.warehouses.c
        fields = (table[name] for name in Warehouse._fields)
        with self._database.reading() as connection:
            rows = connection.execute(select(*fields).where(table.shop == shop).order_by(table.id))
            return [Warehouse(*row) for row in rows]

    def names(self, shop: str) -> dict[str, str]:
        """The name of each offer."""
        table = schema.offers.c
        with self._database.reading() as connection:
            return dict(map(tuple, stream(connection, select(table.offer, table.name).where(table.shop == shop))))

    def timeline(self, shop: str, number: str) -> list[PostingEvent]:
        """Every state in which a posting was ever seen, oldest first."""
        table = schema.posting_events.c
        with self._database.reading() as connection:
            return _events(connection, _timeline(shop).where(table.number == number))

    def lives(self, shop: str, since: datetime) -> dict[str, list[PostingEvent]]:
        """The timelines of those open postings that have changed at all, or came after ``since``."""
        events, table = schema.posting_events, schema.posting_events.c
        taken = schema.snapshots.c
        lately = select(func.min(taken.id)).where(taken.shop == shop, taken.taken_at > to_us(since)).scalar_subquery()
        chosen = (
            select(table.number)
            .where(table.shop == shop, table.number.in_(_open(shop, schema.postings.c.number)))
            .group_by(table.number)
            .having((func.count() > 1) | (func.max(table.snapshot) >= lately))
        )
        lives: dict[str, list[PostingEvent]] = {}
        with self._database.reading() as connection:
            for event in _events(connection, _timeline(shop).where(events.c.number.in_(chosen))):
                lives.setdefault(event.number, []).append(event)
        return lives

    def first(self, shop: str) -> int | None:
        """The number of a shop's first refresh."""
        with self._database.reading() as connection:
            found: int | None = connection.scalar(
                select(func.min(schema.snapshots.c.id)).where(schema.snapshots.c.shop == shop)
            )
        return found

    def at(self, shop: str, moment: datetime) -> Snapshot | None:
        """The latest refresh of a shop that was not taken after a moment."""
        return self._newest(shop, schema.snapshots.c.taken_at <= to_us(moment))

    def last_whole(self, shop: str) -> Snapshot | None:
        """The latest refresh in which everything was read."""
        return self._newest(shop, schema.snapshots.c.whole.is_(True))

    def before(self, shop: str, snapshot: int) -> Snapshot | None:
        """The refresh before this one."""
        return self._newest(shop, schema.snapshots.c.id < snapshot)

    def timelines(self, shop: str, numbers: Iterable[str]) -> dict[str, list[PostingEvent]]:
        """Every state seen of each of these postings, the first one first."""
        found: dict[str, list[PostingEvent]] = {}
        with self._database.reading() as connection:
            for chunk in chunks(numbers):
                of_these = _timeline(shop).where(schema.posting_events.c.number.in_(chunk))
                for event in _events(connection, of_these):
                    found.setdefault(event.number, []).append(event)
        return found

    def changes(self, shop: str, earlier: int, later: int) -> Changes:
        """What is different in snapshot ``later`` from snapshot ``earlier``."""
        events, table = schema.stock_events, schema.stock_events.c
        of_shop = select(events).where(table.shop == shop).order_by(table.id)
        between = table.snapshot.between(earlier + 1, later)
        touched = select(table.offer, table.warehouse_id).where(table.shop == shop, between).distinct().subquery()
        last_before = (
            select(func.max(table.id))
            .join(touched, (table.offer == touched.c.offer) & (table.warehouse_id == touched.c.warehouse_id))
            .where(table.shop == shop, table.snapshot <= earlier)
            .group_by(table.offer, table.warehouse_id)
        )
        seen = schema.posting_events.c.snapshot.between(earlier + 1, later)
        with self._database.reading() as connection:
            before = _quantities(connection, of_shop.where(table.id.in_(last_before)))
            after = _quantities(connection, of_shop.where(between))
            postings = _events(connection, _timeline(shop).where(seen))
        stock = [StockChange(pair, before.get(pair), after[pair]) for pair in sorted(after)]
        return Changes([change for change in stock if change.before != change.after], postings)


def _open(shop: str, *columns: Any) -> Select[Any]:
    table = schema.postings.c
    return select(*columns).where(table.shop == shop, table.left_snapshot.is_(None))


def _timeline(shop: str) -> Select[Any]:
    events, table = schema.posting_events, schema.posting_events.c
    joined = events.join(schema.snapshots, table.snapshot == schema.snapshots.c.id)
    return select(events, schema.snapshots.c.taken_at).select_from(joined).where(table.shop == shop).order_by(table.id)


def _events(connection: Connection, query: Select[Any]) -> list[PostingEvent]:
    return [
        PostingEvent(
            row.number,
            from_us(row.taken_at),
            row.snapshot,
            row.status,
            row.substatus,
            from_us(row.ship_by),
            from_us(row.late_from),
        )
        for row in connection.execute(query)
    ]


def _quantities(connection: Connection, query: Select[Any]) -> dict[Pair, Quantities | None]:
    """The last one of each pair."""
    return {
        Pair(row.offer, row.warehouse_id): None
        if row.present is None
        else Quantities(row.present, row.reserved, row.free)
        for row in connection.execute(query)
    }
