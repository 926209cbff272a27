"""From Ozon into the store: what every refresh begins with, and all of it where there is no workbook."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from ozon_xl.actions.collector import rare_collections
from ozon_xl.actions.fetch import Fetched, fetch
from ozon_xl.actions.stock import settle
from ozon_xl.ozon.client import OzonClient
from ozon_xl.store import Store


class Refreshed(NamedTuple):
    """One refresh as the store has it."""

    fetched: Fetched
    snapshot: int
    at: datetime


@rare_collections()
def remember(client: OzonClient, store: Store, *, progress: Callable[[str], None] = lambda _text: None) -> Refreshed:
    """Fetch all of the shop and keep it, whole or not at all; then decide what became of unanswered stock writes.

    Raises:
        OzonXLError: of the client or the store.
    """
    client.learn_time()  # a clock that is slow would ask for windows that end before the latest orders
    fetched = fetch(client, store, client.clock.now(), progress=progress)
    now = client.clock.now()
    snapshot = store.snapshots.save(
        client.shop.client_id,
        now,
        postings=fetched.postings,
        left=fetched.left,
        stock=fetched.stock.values(),
        warehouses=fetched.warehouses,
        clock_error=client.clock_error,
    )
    settle(client, store, client.clock)
    return Refreshed(fetched, snapshot, now)
