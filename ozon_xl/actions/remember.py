"""From Ozon into the store: what every refresh begins with, and all of it where there is no workbook."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from ozon_xl.actions.collector import rare_collections
from ozon_xl.actions.fetch import Fetched, fetch, fetch_changes
from ozon_xl.actions.stock import settle
from ozon_xl.domain.postings import Posting
from ozon_xl.domain.stock import Pair, StockLevel, Warehouse
from ozon_xl.errors import WarehousesEmptiedError
from ozon_xl.ozon.client import OzonClient
from ozon_xl.store import Store
from ozon_xl.store.facts import EMPTIED


class Refreshed(NamedTuple):
    """One refresh as the store has it."""

    fetched: Fetched
    snapshot: int
    at: datetime


class Known(NamedTuple):
    """A shop as its last refresh has it: what the sheets are made of."""

    postings: list[Posting]
    """Open ones."""
    stock: dict[Pair, StockLevel]
    warehouses: list[Warehouse]
    names: dict[str, str]
    """Of each offer."""


def known_after(fetched: Fetched, store: Store, shop: str) -> Known:
    """All that is known once ``fetched`` is remembered."""
    postings, levels = fetched.postings, fetched.levels
    if not fetched.whole:
        postings, levels = store.snapshots.postings(shop), store.snapshots.stock(shop)
    return Known(postings, {level.pair: level for level in levels}, fetched.warehouses, fetched.names)


@rare_collections()
def remember(
    client: OzonClient, store: Store, *, whole: bool = False, progress: Callable[[str], None] = lambda _text: None
) -> Refreshed:
    """Fetch the shop and keep it, whole or not at all; then decide what became of unanswered stock writes.

    Only what has changed is asked for, unless ``whole`` is wanted or the last whole refresh is too old for that.

    Raises:
        WarehousesEmptiedError: goods of whole warehouses are gone; the next refresh that finds the same is believed.
        OzonXLError: of the client or the store.
    """
    client.learn_time()  # a clock that is slow would ask for windows that end before the latest orders
    fetched = _fetch(client, store, whole=whole, progress=progress)
    _doubt_sudden_emptiness(fetched, store, client.shop.client_id)
    now = client.clock.now()
    snapshot = store.snapshots.save(
        client.shop.client_id,
        now,
        postings=fetched.postings,
        left=fetched.left,
        stock=fetched.levels,
        warehouses=fetched.warehouses,
        whole=fetched.whole,
        clock_error=client.clock_error,
    )
    settle(client, store, client.clock)
    return Refreshed(fetched, snapshot, now)


def _fetch(client: OzonClient, store: Store, *, whole: bool, progress: Callable[[str], None]) -> Fetched:
    shop, now = client.shop.client_id, client.clock.now()
    rules, last, last_whole = store.rules(shop), store.snapshots.last(shop), store.snapshots.last_whole(shop)
    is_due = last_whole is None or not timedelta(0) <= now - last_whole.taken_at < timedelta(
        minutes=rules.whole_minutes
    )
    if whole or is_due or last is None:
        return fetch(client, store, now, progress=progress)
    return fetch_changes(client, store, now, last, timedelta(hours=rules.urgent_hours), progress=progress)


def _doubt_sudden_emptiness(fetched: Fetched, store: Store, shop: str) -> None:
    """A list that comes up empty by mistake looks like any other: what is told once is not believed, twice it is."""
    if not fetched.whole:
        return
    filled = {level.warehouse_id for level in fetched.levels}
    emptied = {number: rows for number, rows in store.snapshots.stocked(shop).items() if number not in filled}
    told_before = store.facts.get(shop, EMPTIED) or []
    if emptied or told_before:
        store.facts.put(shop, EMPTIED, sorted(emptied))
    if not isinstance(told_before, list) or emptied.keys() <= set(told_before):
        return
    names = {one.id: one.name for one in (*store.snapshots.warehouses(shop), *fetched.warehouses)}
    raise WarehousesEmptiedError(
        warehouses=", ".join(names.get(number) or number for number in sorted(emptied)), count=sum(emptied.values())
    )
