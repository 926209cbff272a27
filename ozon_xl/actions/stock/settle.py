"""What an earlier run left open is decided by reading, never by sending again."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from ozon_xl import errors
from ozon_xl.actions.stock.looks import levels_of
from ozon_xl.clock import Clock
from ozon_xl.domain.stock import Pair, StockLevel
from ozon_xl.domain.stock_states import State, state_after_read
from ozon_xl.ozon.client import OzonClient
from ozon_xl.store import Store
from ozon_xl.store.journal import JournalEvent

SETTLED = timedelta(seconds=100)
"""After this a write that nobody answered is either there or will not come: pair limit plus the longest request."""
SHOWN = timedelta(hours=1)
"""What Ozon has accepted and does not show after this was overtaken: reads lag by seconds to minutes (observed)."""


def settle(client: OzonClient, store: Store, clock: Clock) -> int:
    """Decide by reading what became of writes that an earlier run left open; returns how many were decided.

    Nothing is decided while another push of this shop runs on this computer.
    """
    try:
        with store.lock(client.shop.client_id):
            return settle_held(client, store, clock)
    except errors.PushRunningError:
        return 0


def settle_held(client: OzonClient, store: Store, clock: Clock) -> int:
    """The same for one who holds the shop's lock already."""
    shop = client.shop.client_id
    events = store.journal.unsettled(shop)
    levels = levels_of(client, {Pair(event.offer, event.warehouse_id) for event in events if event.sent is not None})
    decided = []
    for event in events:
        verdict, free = _verdict(event, levels, clock.now())
        if verdict is not None:
            decided.append(event._replace(state=verdict, at=clock.now(), read_back=free))
    if decided:
        store.journal.append(decided)
    return len(decided)


def let_land(pairs: Collection[Pair], client: OzonClient, store: Store, clock: Clock) -> None:
    """Wait while an unanswered write of an earlier run may still land on one of these pairs, then judge it by reading.

    A write that overtook it would be undone by it. Raises StoppedByUserError.
    """
    unanswered = [
        event.at
        for event in store.journal.unsettled(client.shop.client_id)
        if event.pair in pairs and event.state in (State.SENDING, State.UNKNOWN)
    ]
    if unanswered:
        client.wait(max(0.0, (max(unanswered) + SETTLED - clock.now()).total_seconds()))
        settle_held(client, store, clock)


def _verdict(event: JournalEvent, levels: Mapping[Pair, StockLevel], now: datetime) -> tuple[State | None, int | None]:
    if event.sent is None or event.was is None:
        return State.CANCELLED, None  # never left this computer
    level = levels.get(Pair(event.offer, event.warehouse_id))
    if level is None:
        return None, None
    accepted = event.state is State.ACCEPTED
    settled = now - event.at >= (SHOWN if accepted and level.free == event.was else SETTLED)
    verdict = state_after_read(was=event.was, sent=event.sent, free=level.free, settled=settled, accepted=accepted)
    return verdict, level.free
