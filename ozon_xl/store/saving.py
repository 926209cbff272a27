"""How one snapshot goes into the tables: only what changed is written, each change with its event."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, delete, func, insert, select, update

from ozon_xl.domain.postings import Posting
from ozon_xl.domain.stock import StockLevel, Warehouse
from ozon_xl.store import schema
from ozon_xl.store.database import Row, chunks, insert_many, stream, upsert_many
from ozon_xl.store.moments import to_us
from ozon_xl.store.rows import fingerprint_of, row_of


def save_postings(
    connection: Connection,
    shop: str,
    snapshot: int,
    postings: Iterable[Posting],
    left: Iterable[Posting],
    *,
    whole: bool,
) -> int:
    """Returns how many are open now. What is not among ``whole`` postings has left."""
    table = schema.postings.c
    is_open = (table.shop == shop, table.left_snapshot.is_(None))
    leaving = {posting.number: posting for posting in left}
    latest = {posting.number: posting for posting in postings} | leaving
    was_open = select(table.number, table.fingerprint).where(*is_open)
    concerned = _concerned(was_open, table.number, None if whole else latest)
    fingerprints: dict[str, int] = {number: mark for query in concerned for number, mark in stream(connection, query)}
    for chunk in chunks(latest.values()):
        rows: list[Row] = []
        states: dict[str, Row] = {}
        for posting in chunk:
            row = row_of(posting)
            fingerprint = fingerprint_of(row)
            left_snapshot = snapshot if posting.number in leaving else None
            if left_snapshot or fingerprints.get(posting.number) != fingerprint:
                rows.append((shop, *row, fingerprint, snapshot, left_snapshot))
                states[posting.number] = (posting.status, posting.substatus, *row[12:14])
        if rows:
            before = _states(connection, shop, states)
            news = ((shop, number, snapshot, *state) for number, state in states.items() if state != before.get(number))
            insert_many(connection, schema.posting_events, news)
            upsert_many(connection, schema.postings, rows, keep=("first_snapshot",))
    unseen = fingerprints.keys() - latest.keys()
    if unseen:
        leave = update(schema.postings).where(table.shop == shop, table.number == bindparam("gone"))
        connection.execute(leave.values(left_snapshot=snapshot), [{"gone": number} for number in unseen])
    return _count(connection, *is_open)


def _concerned(query: Select[Any], column: ColumnElement[str], values: Iterable[str] | None) -> list[Select[Any]]:
    """The query for those rows alone whose column has one of these values; for all rows where None are named."""
    return [query] if values is None else [query.where(column.in_(chunk)) for chunk in chunks(values)]


def _count(connection: Connection, *conditions: ColumnElement[bool]) -> int:
    return connection.scalar(select(func.count()).where(*conditions)) or 0


def _states(connection: Connection, shop: str, numbers: Iterable[str]) -> dict[str, Row]:
    """What the timeline follows (status, substatus, ship by, late from), of those postings that were ever seen."""
    table = schema.postings.c
    state = (table.status, table.substatus, table.ship_by, table.late_from)
    query = select(table.number, *state).where(table.shop == shop, table.number.in_(list(numbers)))
    return {number: tuple(state) for number, *state in connection.execute(query)}


def save_stock(connection: Connection, shop: str, snapshot: int, stock: Iterable[StockLevel], *, whole: bool) -> int:
    """Returns how many pairs are listed now. What is not in a ``whole`` stock is not listed any more."""
    table = schema.stock.c
    stock = list(stock)
    listed = select(*(table[name] for name in StockLevel._fields)).where(table.shop == shop)
    concerned = _concerned(listed, table.offer, None if whole else {level.offer for level in stock})
    known: dict[Row, Row] = {
        (offer, warehouse_id): tuple(rest)
        for query in concerned
        for offer, warehouse_id, *rest in stream(connection, query)
    }
    unseen = set(known) if whole else set()
    for chunk in chunks(stock):
        changed: list[Row] = []
        events: list[Row] = []
        for offer, warehouse_id, sku, product_id, present, reserved, free, changed_at in chunk:
            pair = (offer, warehouse_id)
            before = known.get(pair)
            now = known[pair] = (sku, product_id, present, reserved, free, to_us(changed_at))
            unseen.discard(pair)
            if now != before:
                changed.append((shop, *pair, *now))
            if before is None or now[2:5] != before[2:5]:
                events.append((shop, *pair, snapshot, present, reserved, free))
        if changed:
            upsert_many(connection, schema.stock, changed)
            insert_many(connection, schema.stock_events, events)
    if unseen:
        of_pair = (table.offer == bindparam("of_offer"), table.warehouse_id == bindparam("of_warehouse"))
        names = [{"of_offer": offer, "of_warehouse": warehouse_id} for offer, warehouse_id in unseen]
        connection.execute(delete(schema.stock).where(table.shop == shop, *of_pair), names)
        insert_many(connection, schema.stock_events, ((shop, *pair, snapshot, None, None, None) for pair in unseen))
    return _count(connection, table.shop == shop)


def save_warehouses(connection: Connection, shop: str, warehouses: Iterable[Warehouse]) -> None:
    """Replace those of the shop."""
    connection.execute(delete(schema.warehouses).where(schema.warehouses.c.shop == shop))
    rows = [{"shop": shop, **warehouse._asdict()} for warehouse in warehouses]
    if rows:
        connection.execute(insert(schema.warehouses), rows)
