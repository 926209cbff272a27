"""The shop's client and store for an action; every request is remembered, for the doctor, support and appeals."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import NamedTuple

from ozon_xl.actions.log import hide
from ozon_xl.actions.shops import shop_of
from ozon_xl.clock import Clock
from ozon_xl.ozon.client import OzonClient
from ozon_xl.ozon.notes import CallNote, RetryNote
from ozon_xl.ozon.shop import Shop
from ozon_xl.settings import Settings
from ozon_xl.store import Store

KEEP = timedelta(days=90)
"""How long the call log reaches back: a key's life, and longer than any appeal."""


class Work(NamedTuple):
    """What an action works with."""

    client: OzonClient
    store: Store
    clock: Clock
    """Ozon's time, see ``OzonClient.clock``."""


@contextmanager
def at_work(
    client_id: str,
    clock: Clock,
    *,
    on_note: Callable[[RetryNote], None] = lambda _note: None,
    on_wait: Callable[[], None] | None = None,
) -> Iterator[Work]:
    """The client and the store of a shop that is set up here; with an empty Client-Id, of the only one.

    ``on_note`` and ``on_wait`` as in ``OzonClient``.

    Raises:
        OzonXLError: of the settings, the key store or the store.
    """
    shop = shop_of(Settings.load().shop(client_id))
    with Store.open() as store, connected(shop, store, clock, on_note=on_note, on_wait=on_wait) as client:
        yield Work(client, store, client.clock)


@contextmanager
def connected(
    shop: Shop,
    store: Store,
    clock: Clock,
    *,
    on_note: Callable[[RetryNote], None] = lambda _note: None,
    on_wait: Callable[[], None] | None = None,
) -> Iterator[OzonClient]:
    """The client of a shop; what it asked and how that went is in the call log afterwards, whatever happens."""
    hide(shop.api_key)
    calls: list[CallNote] = []
    try:
        with OzonClient(shop, clock=clock, on_note=on_note, on_call=calls.append, on_wait=on_wait) as client:
            yield client
    finally:
        store.calls.add(calls)
        store.calls.prune(clock.now() - KEEP)
