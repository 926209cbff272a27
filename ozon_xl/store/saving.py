"""How one snapshot goes into the tables: only what changed is written, each change with its event."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, delete, insert, select, update

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
    was_open = select(table.number, table.fingerprint).where(table.shop == shop, table.left_snapshot.is_(None))
    fingerprints: dict[str, int] = dict(map(tuple, stream(connection, was_open)))
    leaving = {posting.number: posting for posting in left}
    latest = {posting.number: posting for posting in postings} | leaving
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
    if not whole:
        return len(fingerprints.keys() | latest.keys()) - len(leaving)
    if unseen:
        leave = update(schema.postings).where(table.shop == shop, table.number == bindparam("gone"))
        connection.execute(leave.values(left_snapshot=snapshot), [{"gone": number} for number in unseen])
    return len(latest) - len(leaving)


def _states(connection: Connection, shop: str, numbers: Iterable[str]) -> dict[str, Row]:
    """What the timeline follows (status, substatus, ship by, late from), of those postings that were ever seen."""
    table = schema.postings.c
    state = (table.status, table.substatus, table.ship_by, table.late_from)
    query = select(table.number, *state).where(table.shop == shop, table.number.in_(list(numbers)))
    return {number: tuple(state) for number, *state in connection.execute(query)}


def save_stock(connection: Connection, shop: str, snapshot: int, stock: Iterable[StockLevel], *, whole: bool) -> int:
    """Returns how many pairs are listed now. What is not in a ``whole`` stock is not listed any more."""
    table = schema.stock.c
    fields = (table[name] for name in StockLevel._fields)
    levels = stream(connection, select(*fields).where(table.shop == shop))
    known: dict[Row, Row] = {(offer, warehouse_id): tuple(rest) for offer, warehouse_id, *rest in levels}
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
    return len(known) - len(unseen)


def save_warehouses(connection: Connection, shop: str, warehouses: Iterable[Warehouse]) -> None:
    """Replace those of the shop."""
    connection.execute(delete(schema.warehouses).where(schema.warehouses.c.shop == shop))
    rows = [{"shop": shop, **warehouse._asdict()} for warehouse in warehouses]
    if rows:
        connection.execute(insert(schema.warehouses), rows)
