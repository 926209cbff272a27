"""How one snapshot goes into the tables: only what changed is written, each change with its event."""

from collections.abc import Iterable
from itertools import chain, repeat
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, bindparam, delete, insert, select, update

from ozon_xl.domain.postings import Posting
from ozon_xl.domain.stock import StockLevel, Warehouse
from ozon_xl.store import schema
from ozon_xl.store.database import Row, chunks, insert_many, upsert_many
from ozon_xl.store.moments import to_us
from ozon_xl.store.rows import fingerprint_of, row_of


class _Known(NamedTuple):
    """What the table has of a posting."""

    fingerprint: int
    is_open: bool
    state: Row
    """What the timeline follows: status, substatus, ship by, late from."""


def save_postings(
    connection: Connection, shop: str, snapshot: int, postings: Iterable[Posting], left: Iterable[Posting]
) -> int:
    """Returns how many are open now."""
    table = schema.postings.c
    known = _known(connection, shop, table.left_snapshot.is_(None))
    unseen = set(known)
    for chunk in chunks(chain(zip(postings, repeat(None)), zip(left, repeat(snapshot)))):
        strangers = [posting.number for posting, _ in chunk if posting.number not in known]
        known |= _known(connection, shop, table.number.in_(strangers))
        changed: list[Row] = []
        events: list[Row] = []
        for posting, left_snapshot in chunk:
            row = row_of(posting)
            state = (posting.status, posting.substatus, to_us(posting.ship_by), to_us(posting.late_from))
            before = known.get(posting.number)
            now = known[posting.number] = _Known(fingerprint_of(row), left_snapshot is None, state)
            unseen.discard(posting.number)
            if now != before:
                changed.append((shop, *row, now.fingerprint, snapshot, left_snapshot))
            if before is None or state != before.state:
                events.append((shop, posting.number, snapshot, *state))
        upsert_many(connection, schema.postings, changed, keep=("first_snapshot",))
        insert_many(connection, schema.posting_events, events)
    if unseen:
        leave = update(schema.postings).where(table.shop == shop, table.number == bindparam("gone"))
        connection.execute(leave.values(left_snapshot=snapshot), [{"gone": number} for number in unseen])
    return sum(posting.is_open for posting in known.values()) - len(unseen)


def _known(connection: Connection, shop: str, which: ColumnElement[bool]) -> dict[str, _Known]:
    table = schema.postings.c
    state = (table.status, table.substatus, table.ship_by, table.late_from)
    query = select(table.number, table.fingerprint, table.left_snapshot, *state).where(table.shop == shop, which)
    return {
        number: _Known(fingerprint, left_snapshot is None, tuple(state))
        for number, fingerprint, left_snapshot, *state in connection.execute(query)
    }


def save_stock(connection: Connection, shop: str, snapshot: int, stock: Iterable[StockLevel]) -> int:
    """Returns how many pairs are listed now."""
    table = schema.stock.c
    fields = (table[name] for name in StockLevel._fields)
    rows = connection.execute(select(*fields).where(table.shop == shop))
    known: dict[Row, Row] = {(offer, warehouse_id): tuple(rest) for offer, warehouse_id, *rest in rows}
    unseen = set(known)
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
        upsert_many(connection, schema.stock, changed)
        insert_many(connection, schema.stock_events, events)
    if unseen:
        of_pair = (table.offer == bindparam("of_offer"), table.warehouse_id == bindparam("of_warehouse"))
        names = [{"of_offer": offer, "of_warehouse": warehouse_id} for offer, warehouse_id in unseen]
        connection.execute(delete(schema.stock).where(table.shop == shop, *of_pair), names)
        insert_many(connection, schema.stock_events, ((shop, *pair, snapshot, None, None, None) for pair in unseen))
    return len(known) - len(unseen)


def save_warehouses(connection: Connection, shop: str, warehouses: Iterable[Warehouse]) -> None:
    """Replace those of the shop."""
    connection.execute(delete(schema.warehouses).where(schema.warehouses.c.shop == shop))
    rows = [{"shop": shop, **warehouse._asdict()} for warehouse in warehouses]
    if rows:
        connection.execute(insert(schema.warehouses), rows)
