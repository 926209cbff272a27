"""What an earlier run left open is decided by reading, never by sending again; what it proved is read again."""

from datetime import datetime, timedelta
from typing import Final

from ozon_xl import errors
from ozon_xl.actions.stock.looks import levels_of, pieces_ordered, postings_since
from ozon_xl.actions.stock.rest import REST_S, undecided
from ozon_xl.clock import Clock
from ozon_xl.domain.stock import StockLevel
from ozon_xl.domain.stock_states import SECOND_LOOK, Sent, State, Verdict, after_read, state_after_second_look
from ozon_xl.ozon.client import DEADLINE_S, OzonClient
from ozon_xl.store import Store
from ozon_xl.store.journal import JournalEvent

LAG_S: Final = 120.0
"""By so much reads were seen to lag behind writes (observed by others, FACTS 2026-11-23)."""
SETTLED: Final = timedelta(seconds=DEADLINE_S + REST_S + LAG_S + 9)
"""After this a write that nobody answered is either there and shown, or will not come: the longest request, the pair
limit, for which it may be held back, and the lag of reads, with some seconds to spare."""
SHOWN: Final = timedelta(hours=1)
"""What Ozon has accepted and does not show after this was overtaken."""

SEEN_BY_BUYERS: Final = timedelta(minutes=20)
"""The storefront shows a write after about so long (Ozon's help, read 2026-11-23)."""
LOOKED_AT_FOR: Final = timedelta(days=2)
"""A write that nobody looked at for longer is history."""


def settle(client: OzonClient, store: Store, clock: Clock) -> list[JournalEvent]:
    """Decide by reading what became of writes that an earlier run left open; returns what was decided.

    Nothing is decided while another push of this shop runs on this computer.
    """
    try:
        with store.lock(client.shop.client_id):
            decided = settle_held(client, store, clock)
            look_again(client, store, clock)
            return decided
    except errors.PushRunningError:
        return []


def settle_held(client: OzonClient, store: Store, clock: Clock) -> list[JournalEvent]:
    """The same for one who holds the shop's lock already."""
    shop = client.shop.client_id
    events = store.journal.unsettled(shop)
    levels = levels_of(client, {event.pair for event in events if event.sent is not None})
    decided, dated, now = [], [], clock.now()
    for event in events:
        level = levels.get(event.pair)
        verdict = _verdict(event, level, now)
        if verdict is not None:
            free = level.free if level and event.sent is not None else None
            decided.append(
                event._replace(state=verdict.state, at=now, read_back=free, oversold=verdict.oversold or None)
            )
        elif event.at > now:  # a clock was wrong: nobody knows how old it is, so its age counts from here
            dated.append(event._replace(at=now))
    if decided or dated:
        store.journal.append([*decided, *dated])
    return decided


def look_again(client: OzonClient, store: Store, clock: Clock) -> None:
    """Once buyers see a write, compare it with what Ozon has then, and keep that in the journal: once for each write.

    New orders may have lowered it since; anything else was another program.
    """
    now = clock.now()
    proved = store.journal.proved(client.shop.client_id, now - LOOKED_AT_FOR, now - SEEN_BY_BUYERS)
    due = [event for event in proved if event.message != SECOND_LOOK]
    open_ = undecided(store, client.shop.client_id) if due else {}
    due = [event for event in due if event.pair not in open_]
    levels = levels_of(client, {event.pair for event in due})
    due = [event for event in due if event.pair in levels]
    fallen = [event.at for event in due if levels[event.pair].free < (event.read_back or 0)]
    postings = postings_since(client, min(fallen), now) if fallen else []
    looked = []
    for event in due:
        level, ordered = levels[event.pair], pieces_ordered(postings, event.at)[event.pair]
        state = _second_look(event, level, ordered)
        looked.append(event._replace(state=state, at=now, read_back=level.free, message=SECOND_LOOK))
    store.journal.append(looked)


def _second_look(event: JournalEvent, level: StockLevel, ordered: int) -> State:
    if event.write is None or event.read_back is None:
        return event.state
    return state_after_second_look(event.write, event.read_back, level, oversold=event.oversold or 0, ordered=ordered)


def _verdict(event: JournalEvent, level: StockLevel | None, now: datetime) -> Verdict | None:
    if event.write is None:
        return Verdict(State.CANCELLED)  # never left this computer
    return verdict_of(event.write, event.state, level, now - event.at) if level else None


def verdict_of(sent: Sent, state: State, level: StockLevel, age: timedelta) -> Verdict | None:
    """What a read says of a write that came into this open state so long ago; None: it has to be read again."""
    accepted = state is State.ACCEPTED
    return after_read(sent, level, settled=age >= SETTLED, accepted=accepted, overdue=age >= SHOWN)
