"""What an earlier run left open is decided by reading, never by sending again; what it proved is read again."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Final

from ozon_xl import errors
from ozon_xl.actions.stock.looks import levels_of, pieces_ordered, postings_since
from ozon_xl.clock import Clock
from ozon_xl.domain.stock import Pair, StockLevel
from ozon_xl.domain.stock_states import SECOND_LOOK, State, state_after_read, state_after_second_look
from ozon_xl.ozon.client import OzonClient
from ozon_xl.store import Store
from ozon_xl.store.journal import JournalEvent

NO_TIME: Final = timedelta(0)
SETTLED = timedelta(seconds=100)
"""After this a write that nobody answered is either there or will not come: pair limit plus the longest request."""
SHOWN = timedelta(hours=1)
"""What Ozon has accepted and does not show after this was overtaken: reads lag by seconds to minutes (observed)."""

SEEN_BY_BUYERS: Final = timedelta(minutes=20)
"""The storefront shows a write after about so long (Ozon's help, read 2026-11-23)."""
LOOKED_AT_FOR: Final = timedelta(days=2)
"""A write that nobody looked at for longer is history."""


def settle(client: OzonClient, store: Store, clock: Clock) -> int:
    """Decide by reading what became of writes that an earlier run left open; returns how many were decided.

    Nothing is decided while another push of this shop runs on this computer.
    """
    try:
        with store.lock(client.shop.client_id):
            decided = settle_held(client, store, clock)
            look_again(client, store, clock)
            return decided
    except errors.PushRunningError:
        return 0


def settle_held(client: OzonClient, store: Store, clock: Clock, *, waited: timedelta = NO_TIME) -> int:
    """The same for one who holds the shop's lock already, and has ``waited`` so long whatever the clock says."""
    shop = client.shop.client_id
    events = store.journal.unsettled(shop)
    levels = levels_of(client, {Pair(event.offer, event.warehouse_id) for event in events if event.sent is not None})
    decided = []
    for event in events:
        verdict, free = _verdict(event, levels, max(waited, clock.now() - event.at))
        if verdict is not None:
            decided.append(event._replace(state=verdict, at=clock.now(), read_back=free))
    if decided:
        store.journal.append(decided)
    return len(decided)


def look_again(client: OzonClient, store: Store, clock: Clock) -> None:
    """Once buyers see a write, compare it with what Ozon has then, and keep that in the journal: once for each write.

    New orders may have lowered it since; anything else was another program.
    """
    now = clock.now()
    latest = store.journal.last_results(client.shop.client_id, since=now - LOOKED_AT_FOR).values()
    due = [event for event in latest if _is_due(event, now)]
    levels = levels_of(client, {event.pair for event in due})
    due = [event for event in due if event.pair in levels]
    fallen = [event.at for event in due if levels[event.pair].free < (event.sent or 0)]
    postings = postings_since(client, min(fallen), now) if fallen else []
    looked = []
    for event in due:
        free, ordered = levels[event.pair].free, pieces_ordered(postings, event.at)[event.pair]
        state = state_after_second_look(sent=event.sent or 0, free=free, ordered=ordered)
        looked.append(event._replace(state=state, at=now, read_back=free, message=SECOND_LOOK))
    store.journal.append(looked)


def _is_due(event: JournalEvent, now: datetime) -> bool:
    return event.state is State.VERIFIED and event.message != SECOND_LOOK and now - event.at >= SEEN_BY_BUYERS


def let_land(
    pairs: Collection[Pair], client: OzonClient, store: Store, clock: Clock, tell: Callable[[float], None]
) -> None:
    """Wait while an unanswered write of an earlier run may still land on one of these pairs, then judge it by reading.

    A write that overtook it would be undone by it. ``tell`` hears how many seconds it takes. Raises StoppedByUserError.
    """
    unanswered = [
        event.at
        for event in store.journal.unsettled(client.shop.client_id)
        if event.pair in pairs and event.state in (State.SENDING, State.UNKNOWN)
    ]
    if unanswered:
        left = min(SETTLED, max(NO_TIME, max(unanswered) + SETTLED - clock.now()))
        tell(left.total_seconds())
        client.wait(left.total_seconds())
        settle_held(client, store, clock, waited=left)


def _verdict(event: JournalEvent, levels: Mapping[Pair, StockLevel], age: timedelta) -> tuple[State | None, int | None]:
    if event.sent is None or event.was is None:
        return State.CANCELLED, None  # never left this computer
    level = levels.get(Pair(event.offer, event.warehouse_id))
    if level is None:
        return None, None
    accepted = event.state is State.ACCEPTED
    settled = age >= (SHOWN if accepted and level.free == event.was else SETTLED)
    verdict = state_after_read(was=event.was, sent=event.sent, free=level.free, settled=settled, accepted=accepted)
    return verdict, level.free
