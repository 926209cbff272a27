"""A client whose every request is remembered in the store, for the doctor, for support and for appeals."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from ozon_xl.clock import Clock
from ozon_xl.ozon.client import OzonClient
from ozon_xl.ozon.notes import CallNote, RetryNote
from ozon_xl.ozon.shop import Shop
from ozon_xl.store import Store

KEEP = timedelta(days=90)
"""How long the call log reaches back: a key's life, and longer than any appeal."""


@contextmanager
def connected(
    shop: Shop, store: Store, clock: Clock, *, on_note: Callable[[RetryNote], None] = lambda _note: None
) -> Iterator[OzonClient]:
    """The client of a shop; what it asked and how that went is in the call log afterwards, whatever happens."""
    calls: list[CallNote] = []
    try:
        with OzonClient(shop, clock=clock, on_note=on_note, on_call=calls.append) as client:
            yield client
    finally:
        store.calls.add(calls)
        store.calls.prune(clock.now() - KEEP)
