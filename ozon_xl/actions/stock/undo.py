"""Taking writes back: a plan like any other, made from what the journal says was there before."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from ozon_xl import errors
from ozon_xl.actions.book import open_book
from ozon_xl.actions.stock.looks import levels_of
from ozon_xl.actions.stock.plan import planned, waits
from ozon_xl.actions.stock.rest import undecided
from ozon_xl.clock import Clock
from ozon_xl.domain.stock import Pair
from ozon_xl.domain.stock_edit import EditRow
from ozon_xl.domain.stock_plan import PlanRefusal, StockPlan, judge
from ozon_xl.domain.stock_states import UNDO, State
from ozon_xl.domain.stock_wish import Decision, Mode, Seen, Wish
from ozon_xl.hosts.base import Host
from ozon_xl.ozon.client import OzonClient
from ozon_xl.sheets import STOCK
from ozon_xl.sheets.quantity import read_decision
from ozon_xl.store import Store
from ozon_xl.store.journal import JournalEvent, Run
from ozon_xl.texts import Words
from ozon_xl.texts import stock as texts

_APPLIED: Final = (State.VERIFIED, State.ACCEPTED, State.SUPERSEDED)
"""Ozon took the write; what has changed since is refused by name."""


def plan_undo(
    host: Host,
    client: OzonClient,
    store: Store,
    clock: Clock,
    run: str,
    *,
    offers: Collection[str] = (),
    warehouses: Collection[str] = (),
) -> StockPlan:
    """A plan that puts back what a run changed and nobody has taken back yet; only of these ``offers`` and in these
    ``warehouses`` (by name or id) if any are named. A pair that has changed since is refused in it.

    Raises:
        RunUnknownError: the journal has no such run of this shop.
        NothingToUndoError: it changed nothing of what was chosen, or all of that was taken back.
        StoreDamagedError: the journal is not whole.
    """
    shop = client.shop.client_id
    store.journal.check()
    if not store.journal.latest(shop, run):
        raise errors.RunUnknownError(run=run)
    named = {name.casefold() for name in warehouses}
    names = {warehouse.id: warehouse.name.casefold() for warehouse in store.snapshots.warehouses(shop)}
    chosen = [
        event
        for event in standing(store, shop, run)
        if (not offers or event.offer in offers)
        and (not named or named & {event.warehouse_id, names.get(event.warehouse_id, "")})
    ]
    if not chosen:
        raise errors.NothingToUndoError
    return _plan_of(chosen, Decision.NONE, host, client, store, clock)


def plan_undo_marked(host: Host, client: OzonClient, store: Store, clock: Clock, pairs: Collection[Pair]) -> StockPlan:
    """A plan that takes back the last write of each of these pairs that this workbook sent and that still stands.

    Raises:
        StoreDamagedError: the journal is not whole.
    """
    store.journal.check()
    book = open_book(host, client.shop.client_id)
    found = {pair: _last_standing(store, client.shop.client_id, book.workbook_id, pair) for pair in pairs}
    events = [event for event in found.values() if event is not None]
    plan = _plan_of(events, Decision.UNDO, host, client, store, clock)
    lacking = [pair for pair, event in found.items() if event is None]
    refused = (PlanRefusal(row=0, **pair._asdict(), why=texts.ROW_NOTHING_SENT) for pair in lacking)
    return plan.model_copy(update={"refused": (*plan.refused, *refused)})


def marked(host: Host) -> list[Pair]:
    """The pairs whose rows the user has marked to be undone."""
    rows = host.read(STOCK, ("decision",), noted=True)
    return [Pair(*row.key) for row in rows if read_decision(row.cells["decision"]) is Decision.UNDO]


def last_run(store: Store, shop: str, workbook_id: str) -> Run:
    """The latest run of a workbook that sent what somebody typed and was not wholly taken back.

    Raises:
        NothingToUndoError: there is none.
    """
    for run in reversed(store.journal.runs(shop)):
        is_send = run.workbook_id == workbook_id and not run.note.startswith(UNDO)
        if is_send and any(event.state is not State.SUPERSEDED for event in standing(store, shop, run.run)):
            return run
    raise errors.NothingToUndoError


def standing(store: Store, shop: str, run: str) -> list[JournalEvent]:
    """The writes of a run that Ozon took and no later run took back."""
    undone = _undone(store, shop, run)
    return [event for event in _applied(store, shop, run) if event.pair not in undone]


def _undone(store: Store, shop: str, run: str) -> set[Pair]:
    """An undo that was itself undone does not count."""
    undos = {event.run for event in store.journal.find(shop=shop, message=f"{UNDO}{run}")}
    return {event.pair for undo in undos for event in standing(store, shop, undo)}


def _applied(store: Store, shop: str, run: str) -> Iterable[JournalEvent]:
    events = store.journal.latest(shop, run).values()
    return (event for event in events if event.state in _APPLIED and event.sent is not None)


def _last_standing(store: Store, shop: str, workbook_id: str, pair: Pair) -> JournalEvent | None:
    runs: dict[str, list[JournalEvent]] = {}
    for event in store.journal.find(shop=shop, offer=pair.offer):
        if event.pair == pair and event.workbook_id == workbook_id:
            runs.setdefault(event.run, []).append(event)
    undone = set()
    for run, events in reversed(runs.items()):
        if events[-1].state in _APPLIED and events[-1].sent is not None and run not in undone:
            if not events[0].message.startswith(UNDO):
                return events[-1]
            undone.add(events[0].message.removeprefix(UNDO))
    return None


def _plan_of(
    events: Sequence[JournalEvent], decision: Decision, host: Host, client: OzonClient, store: Store, clock: Clock
) -> StockPlan:
    shop = client.shop.client_id
    book = open_book(host, shop)
    names = store.snapshots.names(shop)
    warehouses = {warehouse.id: warehouse.name for warehouse in store.snapshots.warehouses(shop)}
    open_ = undecided(store, shop)
    edits = [
        EditRow(
            row=0,
            pair=event.pair,
            seen=_after(event),
            asked=_before(event),
            refused=waits(event.pair, open_),
            short=0,
            ordered=0,
            name=names.get(event.offer, ""),
            warehouse=warehouses.get(event.warehouse_id, ""),
            decision=decision,
            undoes=event.run,
        )
        for event in events
    ]
    judged = judge(edits, levels_of(client, {edit.pair for edit in edits}), len(host.read(STOCK)), book.rules)
    now = clock.now()
    return planned(host, book, client, judged, store, made_at=now, data_from=now, may_rebase=False)


def _after(event: JournalEvent) -> Seen | None:
    """What Ozon had right after a write; a piece ordered in its very moment is reserved beside what was sent."""
    write = event.write
    return write and Seen(write.free, write.shelf_after + (event.oversold or 0))


def _before(event: JournalEvent) -> Wish | Words:
    """What was free before a write; pieces ordered in its very moment are gone since."""
    if event.was is None:
        return texts.ROW_UNKNOWN
    return Wish(Mode.FREE, max(0, event.was - (event.oversold or 0)))
