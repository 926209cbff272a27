"""Stock out: the one road from a typed number to Ozon.

plan -> confirm -> journal the intent (on disk) -> re-read the pair -> send -> result per item -> read back -> mark.

Ozon has no compare-and-set: an order that lands between the re-read and the send is put back by the write. The gap is
kept short (one read of at most 100 pairs), the read-back shows what came of it, and nothing here claims that it
cannot happen.
"""

import getpass
import platform
import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from ozon_xl import errors
from ozon_xl.actions.book import Book, open_book
from ozon_xl.actions.journal import SHEET_ROWS, journal_rows
from ozon_xl.clock import Clock, local_offset
from ozon_xl.domain.stock import Pair, StockLevel
from ozon_xl.domain.stock_plan import EditRow, Judged, PlanItem, StockPlan, judge, too_old
from ozon_xl.domain.stock_states import (
    MAYBE_APPLIED,
    PAIR_BUSY,
    ItemAnswer,
    State,
    state_after_answer,
    state_after_read,
)
from ozon_xl.hosts.base import Host, SheetRow
from ozon_xl.ozon.client import OzonClient
from ozon_xl.ozon.stocks import UPDATE_STOCKS, StockWrite
from ozon_xl.sheets import JOURNAL, STOCK
from ozon_xl.sheets.columns import Cell, moment, to_cell
from ozon_xl.sheets.quantity import read_quantity
from ozon_xl.sheets.rows import Setting, result_text, row_check
from ozon_xl.store import Store
from ozon_xl.store.journal import JournalEvent
from ozon_xl.texts import Words
from ozon_xl.texts import errors as error_texts
from ozon_xl.texts import stock as texts

PAIR_REST = timedelta(seconds=30)
"""One pair may be written once in this time (API description of ``/v2/products/stocks``, read 2026-11-23)."""
READ_AFTER = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds between the reads that look for a write; reads are known to lag by seconds to minutes (observed)."""
SETTLED = timedelta(seconds=100)
"""After this a write that nobody answered is either there or will not come: pair limit plus the longest request."""

MOST_DAYS = 2_958_465
"""The last day number a spreadsheet knows (the end of the year 9999)."""

_READ_ATTRS = ("new_free", "free", "check", "short", "ordered", "name", "warehouse")


class Consent(NamedTuple):
    """The user's yes, bound to one plan."""

    plan_hash: str
    second: bool = False
    """Also yes to zeroing, mass changes and jumps."""


class Outcome(NamedTuple):
    """What became of one pair of a run."""

    row: int
    """Of the sheet; 0 where the pair came from the journal (undo) and no cell was typed into."""
    offer: str
    warehouse_id: str
    state: State
    was: int | None
    sent: int | None
    read_back: int | None
    """Free, as Ozon said last."""
    present: int | None
    """On the shelf, as Ozon said last."""
    message: str

    @property
    def pair(self) -> Pair:
        """Offer and warehouse."""
        return Pair(self.offer, self.warehouse_id)


class PushResult(NamedTuple):
    """What became of a run."""

    run: str
    outcomes: tuple[Outcome, ...]

    def count(self, *states: State) -> int:
        """Pairs in one of these states."""
        return sum(outcome.state in states for outcome in self.outcomes)


def tally(result: PushResult) -> dict[str, int]:
    """Pairs of a run by how it ended for them, as the user is told."""
    return {
        "verified": result.count(State.VERIFIED),
        "accepted": result.count(State.ACCEPTED),
        "conflicts": result.count(State.CONFLICT),
        "rejected": result.count(State.REJECTED, State.EXPIRED, State.SUPERSEDED, State.CANCELLED),
        "unknown": result.count(State.UNKNOWN, State.SENDING),
    }


# --- plan ------------------------------------------------------------------------------------------------------------


def make_plan(host: Host, client: OzonClient, clock: Clock) -> StockPlan:
    """What would be sent if the user agreed: every typed row judged against what Ozon has at this moment.

    Nothing is written anywhere.

    Raises:
        PlanUnusableError: the workbook was never refreshed.
        OzonXLError: of the client or the host.
    """
    shop = client.shop.client_id
    book = open_book(host, shop)
    data_from = _data_from(host)
    rows = host.read(STOCK, _READ_ATTRS)
    edits = list(_edits(rows, book.snapshot))
    levels = _levels(client, {edit.pair for edit in edits})
    judged = judge(edits, levels, len(rows), book.rules)
    return _plan(host, book, shop, judged, made_at=clock.now(), data_from=data_from)


def _plan(host: Host, book: Book, shop: str, judged: Judged, *, made_at: datetime, data_from: datetime) -> StockPlan:
    return StockPlan(
        made_at=made_at,
        data_from=data_from,
        shop=shop,
        workbook_id=book.workbook_id,
        workbook=host.title,
        snapshot=book.snapshot,
        lang=book.lang,
        items=judged.items,
        refused=judged.refused,
        unchanged=judged.unchanged,
        second_consent=judged.second_consent,
    )


def _data_from(host: Host) -> datetime:
    at = host.get("RefreshedAt").value
    if isinstance(at, bool) or not isinstance(at, (int, float)) or not 0 < at < MOST_DAYS:
        raise errors.PlanUnusableError(what=error_texts.WHAT_NO_DATA)
    return moment(float(at), date1904=host.date1904)


def _edits(rows: Iterable[SheetRow], snapshot: str) -> Iterable[EditRow]:
    for row in rows:
        asked = read_quantity(row.cells["new_free"])
        if asked is None:
            continue
        pair = Pair(*row.key)
        seen = _whole(row, "free")
        yield EditRow(
            row=row.number,
            pair=pair,
            seen=seen,
            asked=asked,
            trusted=_distrust(row, pair, seen, snapshot),
            short=_whole(row, "short") or 0,
            ordered=_whole(row, "ordered") or 0,
            name=str(row.cells["name"].value or ""),
            warehouse=str(row.cells["warehouse"].value or ""),
        )


def _distrust(row: SheetRow, pair: Pair, seen: int | None, snapshot: str) -> Words | None:
    if any(not isinstance(row.cells[attr].value, str) for attr in STOCK.key):
        return texts.ROW_NUMERIC_ID
    if row.cells["check"].value != row_check(snapshot, pair, seen):
        return texts.ROW_MIXED
    return None


def _whole(row: SheetRow, attr: str) -> int | None:
    value = row.cells[attr].value
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != int(value):
        return None
    return int(value)


def _levels(client: OzonClient, pairs: Iterable[Pair]) -> dict[Pair, StockLevel]:
    """What Ozon has now of these pairs."""
    offers = sorted({pair.offer for pair in pairs if pair.offer})
    return {level.pair: level for level in client.stocks.of_offers(offers)} if offers else {}


# --- undo ------------------------------------------------------------------------------------------------------------


def plan_undo(host: Host, client: OzonClient, store: Store, clock: Clock, run: str) -> StockPlan:
    """A plan that puts back what a run changed; a pair that has changed since is refused in it.

    Raises:
        RunUnknownError: the journal has no such run of this shop.
    """
    shop = client.shop.client_id
    book = open_book(host, shop)
    done = [event for (_run, _pair), event in store.journal.latest(shop, run).items()]
    if not done:
        raise errors.RunUnknownError(run=run)
    applied = [event for event in done if event.state in (State.VERIFIED, State.ACCEPTED)]
    names = store.snapshots.names(shop)
    warehouses = {warehouse.id: warehouse.name for warehouse in store.snapshots.warehouses(shop)}
    edits = [
        EditRow(
            row=0,
            pair=Pair(event.offer, event.warehouse_id),
            seen=event.sent,
            asked=event.was if event.was is not None else texts.ROW_UNKNOWN,
            trusted=None,
            short=0,
            ordered=0,
            name=names.get(event.offer, ""),
            warehouse=warehouses.get(event.warehouse_id, ""),
        )
        for event in applied
    ]
    judged = judge(edits, _levels(client, {edit.pair for edit in edits}), len(host.read(STOCK)), book.rules)
    now = clock.now()
    return _plan(host, book, shop, judged, made_at=now, data_from=now)


# --- push ------------------------------------------------------------------------------------------------------------


def push(
    plan: StockPlan,
    consent: Consent,
    host: Host,
    client: OzonClient,
    store: Store,
    clock: Clock,
    *,
    progress: Callable[[str], None] = lambda _text: None,
) -> PushResult:
    """Send a confirmed plan, prove it by reading back, and write the results into the rows.

    Raises:
        ConsentNeededError, PlanUnusableError: nothing was sent.
        PushRunningError: another push of this shop runs on this computer.
        OzonXLError: of the store or the host; what was sent is in the journal, and ``settle`` finishes it.
    """
    shop = client.shop.client_id
    book = open_book(host, shop)
    _check(plan, consent, book, shop, clock.now())
    run = _Run(plan, client, store, clock, progress, run=secrets.token_hex(4))
    with store.lock(shop):
        _settle(client, store, clock)
        run.confirm()
        run.send_all()
        run.read_back()
    result = run.result()
    _mark(host, book, store, clock, plan, result)
    return result


def _check(plan: StockPlan, consent: Consent, book: Book, shop: str, now: datetime) -> None:
    if plan.shop != shop or plan.workbook_id != book.workbook_id:
        raise errors.PlanUnusableError(what=error_texts.WHAT_OTHER_BOOK)
    if plan.snapshot != book.snapshot:
        raise errors.PlanUnusableError(what=error_texts.WHAT_REFRESHED)
    if too_old(plan, now, book.rules):
        raise errors.PlanUnusableError(what=error_texts.WHAT_TOO_OLD.filled(minutes=f"{book.rules.stale_minutes:g}"))
    if consent.plan_hash != plan.hash:
        raise errors.ConsentNeededError(what=error_texts.WHAT_NOT_CONFIRMED, how="--yes")
    if plan.second_consent and not consent.second:
        reasons = "; ".join(words.say(plan.lang) for words in plan.second_consent)
        raise errors.ConsentNeededError(what=reasons, how="--yes --sure")


@dataclass
class _Written:
    """One pair on its way."""

    item: PlanItem
    state: State
    sent_at: datetime | None = None
    read_back: int | None = None
    present: int | None = None
    message: str = ""


@dataclass
class _Run:
    """One plan being sent. Every change of state is in the journal before anything follows from it."""

    plan: StockPlan
    client: OzonClient
    store: Store
    clock: Clock
    progress: Callable[[str], None]
    run: str
    written: dict[Pair, _Written] = field(default_factory=dict)

    def confirm(self) -> None:
        """The user's yes, on disk."""
        self.written = {item.pair: _Written(item, State.CONFIRMED) for item in self.plan.items}
        self._journal(self.written)

    def send_all(self) -> None:
        """All batches; a pair that Ozon calls too fresh gets one more turn after its rest."""
        waiting = list(self.written)
        self._rest(waiting)
        for turn in range(2):
            for start in range(0, len(waiting), UPDATE_STOCKS.batch):
                self.progress(f"{start}/{len(waiting)}")
                try:
                    self._send(waiting[start : start + UPDATE_STOCKS.batch])
                except errors.OzonXLError as error:
                    self._cancel_unsent(error.say(self.plan.lang))
                    return
            waiting = [
                pair
                for pair, written in self.written.items()
                if written.state is State.REJECTED and written.message.startswith(PAIR_BUSY)
            ]
            if turn or not waiting:
                return
            self.clock.sleep(PAIR_REST.total_seconds() + 1)

    def _rest(self, pairs: Sequence[Pair]) -> None:
        """Wait until the youngest of these pairs' last writes is old enough for Ozon."""
        now = self.clock.now()
        recent = self.store.journal.last_results(self.plan.shop, since=now - PAIR_REST - timedelta(seconds=5))
        written = [recent[pair].at for pair in pairs if pair in recent and recent[pair].sent is not None]
        youngest = max(written, default=None)
        if youngest is not None and (wait := (youngest + PAIR_REST - now).total_seconds() + 1) > 0:
            self.clock.sleep(wait)

    def _send(self, pairs: Sequence[Pair]) -> None:
        levels = _levels(self.client, pairs)
        going = [pair for pair in pairs if self._still_as_seen(self.written[pair], levels.get(pair))]
        self._journal(pair for pair in pairs if pair not in going)
        if not going:
            return
        for pair in going:
            self.written[pair].state, self.written[pair].sent_at = State.SENDING, self.clock.now()
        self._journal(going)  # on disk before the first byte leaves
        writes = [StockWrite(*pair, self.written[pair].item.want) for pair in going]
        try:
            answers = self.client.stocks.update(writes)
        except errors.RateLimitedError:  # refused as a whole, so nothing was applied
            for pair in going:
                self.written[pair].sent_at = None
            self._all(going, State.CONFIRMED, "")
            raise
        except (errors.RejectedError, errors.SetupError) as error:
            self._all(going, State.REJECTED, error.say(self.plan.lang))
        except errors.OzonXLError as error:
            self._all(going, State.UNKNOWN, error.say(self.plan.lang))
        else:
            self._take(going, answers)

    @staticmethod
    def _still_as_seen(written: _Written, level: StockLevel | None) -> bool:
        written.read_back = level.free if level else None
        if level is not None and level.free == written.item.was:
            return True
        written.state = State.CONFLICT
        return False

    def _take(self, pairs: Sequence[Pair], answers: Iterable[ItemAnswer]) -> None:
        entries: defaultdict[Pair, list[ItemAnswer]] = defaultdict(list)
        for answer in answers:
            entries[answer.pair].append(answer)
        for pair in pairs:
            self.written[pair].state, self.written[pair].message = state_after_answer(entries[pair])
        self._journal(pairs)

    def _all(self, pairs: Sequence[Pair], state: State, message: str) -> None:
        for pair in pairs:
            self.written[pair].state, self.written[pair].message = state, message
        self._journal(pairs)

    def _cancel_unsent(self, why: str) -> None:
        self._all([pair for pair, one in self.written.items() if one.state is State.CONFIRMED], State.CANCELLED, why)

    def read_back(self) -> None:
        """Look until every write that may have been applied shows, or enough time has passed to judge it."""
        for wait_s in READ_AFTER:
            if not self._open():
                return
            self.clock.sleep(wait_s)
            self._look()
        self._judge_overtaken()
        unanswered = [one.sent_at for one in self.written.values() if one.state is State.UNKNOWN and one.sent_at]
        if unanswered:
            self.clock.sleep(max(0.0, (max(unanswered) + SETTLED - self.clock.now()).total_seconds()))
            self._look()

    def _judge_overtaken(self) -> None:
        """What was accepted but shows a third number by now: an order or another program was there too."""
        overtaken = [
            pair
            for pair, one in self.written.items()
            if one.state is State.ACCEPTED and one.read_back not in (None, one.item.was)
        ]
        self._all(overtaken, State.SUPERSEDED, "")

    def _open(self) -> list[Pair]:
        return [pair for pair, one in self.written.items() if one.state in MAYBE_APPLIED]

    def _look(self) -> None:
        pairs = self._open()
        try:
            levels = _levels(self.client, pairs)
        except errors.OzonXLError:
            return  # the journal says what is still open; the next refresh or push looks again
        changed = []
        for pair in pairs:
            written, level = self.written[pair], levels.get(pair)
            if level is None or written.sent_at is None:
                continue
            settled = written.state is State.UNKNOWN and self.clock.now() - written.sent_at >= SETTLED
            verdict = state_after_read(was=written.item.was, sent=written.item.want, free=level.free, settled=settled)
            written.read_back, written.present = level.free, level.present
            if verdict is not None:
                written.state = verdict
                changed.append(pair)
        self._journal(changed)

    def result(self) -> PushResult:
        """What became of every pair, in the order of the plan."""
        return PushResult(
            self.run,
            tuple(
                Outcome(
                    one.item.row, *pair, one.state, one.item.was, one.item.want, one.read_back, one.present, one.message
                )
                for pair, one in self.written.items()
            ),
        )

    def _journal(self, pairs: Iterable[Pair]) -> None:
        events = [self._event(self.written[pair]) for pair in pairs]
        if events:
            self.store.journal.append(events)

    def _event(self, written: _Written) -> JournalEvent:
        item = written.item
        return JournalEvent(
            run=self.run,
            at=self.clock.now(),
            shop=self.plan.shop,
            user=getpass.getuser(),
            machine=platform.node(),
            workbook_id=self.plan.workbook_id,
            snapshot=self.plan.snapshot,
            offer=item.offer,
            warehouse_id=item.warehouse_id,
            state=written.state,
            was=item.was,
            asked=item.want,
            sent=item.want if written.sent_at is not None else None,
            read_back=written.read_back,
            reserved=item.reserved,
            message=written.message,
            plan_hash=self.plan.hash,
        )


def settle(client: OzonClient, store: Store, clock: Clock) -> int:
    """Decide by reading what became of writes that an earlier run left open; returns how many were decided.

    Nothing is decided while another push of this shop runs on this computer.
    """
    try:
        with store.lock(client.shop.client_id):
            return _settle(client, store, clock)
    except errors.PushRunningError:
        return 0


def _settle(client: OzonClient, store: Store, clock: Clock) -> int:
    shop = client.shop.client_id
    events = store.journal.unsettled(shop)
    levels = _levels(client, {Pair(event.offer, event.warehouse_id) for event in events if event.sent is not None})
    decided = []
    for event in events:
        verdict, free = _verdict(event, levels, clock.now())
        if verdict is not None:
            decided.append(event._replace(state=verdict, at=clock.now(), read_back=free))
    if decided:
        store.journal.append(decided)
    return len(decided)


def _verdict(event: JournalEvent, levels: Mapping[Pair, StockLevel], now: datetime) -> tuple[State | None, int | None]:
    if event.sent is None or event.was is None:
        return State.CANCELLED, None  # never left this computer
    level = levels.get(Pair(event.offer, event.warehouse_id))
    if level is None:
        return None, None
    settled = now - event.at >= SETTLED
    return state_after_read(was=event.was, sent=event.sent, free=level.free, settled=settled), level.free


# --- into the workbook -----------------------------------------------------------------------------------------------


def _mark(host: Host, book: Book, store: Store, clock: Clock, plan: StockPlan, result: PushResult) -> None:
    now = clock.now()
    setting = Setting(book.lang, now, local_offset(now), book.rules, host.date1904)
    changes: dict[tuple[str, ...], dict[str, Cell]] = {}
    for refusal in plan.refused:
        why = texts.RESULT_REFUSED.say(book.lang, why=refusal.why.say(book.lang))
        changes[refusal.pair] = {"result": to_cell(why), "result_at": to_cell(now, date1904=host.date1904)}
    for outcome in result.outcomes:
        changes[outcome.pair] = _cells(outcome, book, setting)
    with host.busy():
        host.update(STOCK, changes)
        host.write(JOURNAL, journal_rows(store.journal.tail(SHEET_ROWS), setting))
    host.save()


def _cells(outcome: Outcome, book: Book, setting: Setting) -> dict[str, Cell]:
    """Result text and time; the edit is cleared, and the row shows the new number, only once a read has proved it."""
    text = result_text(
        outcome.state,
        book.lang,
        was=outcome.was,
        sent=outcome.sent,
        now=outcome.read_back,
        message=outcome.message,
    )
    cells = {"result": to_cell(text), "result_at": to_cell(setting.now, date1904=setting.date1904)}
    if outcome.state is State.VERIFIED:
        check = row_check(book.snapshot, outcome.pair, outcome.read_back)
        cells |= {"free": outcome.read_back, "present": outcome.present, "check": check}
        if outcome.row:
            cells["new_free"] = None
    return cells
