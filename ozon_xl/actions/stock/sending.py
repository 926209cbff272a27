"""A confirmed plan on its way to Ozon, and back as proof."""

import platform
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from ozon_xl import errors
from ozon_xl.actions.book import Book, open_book
from ozon_xl.actions.stock.looks import levels_of, ordered_since
from ozon_xl.actions.stock.preview import time_text
from ozon_xl.actions.stock.rest import REST_S, rest_of, undecided
from ozon_xl.actions.stock.results import Consent, Outcome, PushResult
from ozon_xl.actions.stock.rows import mark_results
from ozon_xl.actions.stock.settle import SETTLED, settle_held, verdict_of
from ozon_xl.actions.stock.typed import retyped
from ozon_xl.clock import Clock
from ozon_xl.domain.stock import Pair, StockLevel
from ozon_xl.domain.stock_batches import Batch, batches, seconds_for
from ozon_xl.domain.stock_plan import PlanItem, StockPlan, from_the_future, too_old
from ozon_xl.domain.stock_states import (
    HELD,
    MAYBE_APPLIED,
    NOT_TAKEN,
    PAIR_BUSY,
    UNDO,
    ItemAnswer,
    Sent,
    State,
    states_after_answer,
)
from ozon_xl.domain.stock_wish import Conflict, Mode, orders_explain
from ozon_xl.home import user_name
from ozon_xl.hosts.base import Host
from ozon_xl.ozon.client import OzonClient
from ozon_xl.ozon.stocks import STOCK_WRITES, UPDATE_STOCKS, StockWrite
from ozon_xl.store import Store
from ozon_xl.store.journal import JournalEvent
from ozon_xl.texts import buttons as button_texts
from ozon_xl.texts import errors as error_texts
from ozon_xl.texts import stock as stock_texts

FRESH_S = 2.0
"""What was read longer ago is read again before a write relies on it, ``READ_TRIES`` times at most."""
READ_TRIES = 3
SETTLED_S = SETTLED.total_seconds()
READ_AFTER = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds between the reads that look for a write; reads are known to lag by seconds to minutes (observed)."""


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
        StoreDamagedError: the journal is not whole; nothing was sent.
        PushRunningError: another push of this shop runs on this computer.
        OzonXLError: of the store or the host; what was sent is in the journal, and ``settle`` finishes it.
    """
    shop = client.shop.client_id
    book = open_book(host, shop)
    client.learn_time()
    _check(plan, book, shop, client.clock.now())
    _check_consent(plan, consent)
    run = _Run(plan, consent.plan_hash, client, store, clock, progress, run=secrets.token_hex(4))
    with store.lock(shop):
        store.journal.check()
        _check_typed(plan, host, store)
        earlier = settle_held(client, store, clock)
        run.confirm()
        run.send_all()
        run.read_back()
    result = run.result()
    mark_results(host, book, store, clock, plan, result, earlier)
    return result


def check_usable(plan: StockPlan, host: Host, now: datetime) -> None:
    """Refuse a plan that ``push`` would refuse, before the user is asked. Raises PlanUnusableError."""
    _check(plan, open_book(host, plan.shop), plan.shop, now)


def _check(plan: StockPlan, book: Book, shop: str, now: datetime) -> None:
    if plan.shop != shop or plan.workbook_id != book.workbook_id:
        raise errors.PlanUnusableError(what=error_texts.WHAT_OTHER_BOOK)
    if plan.snapshot != book.snapshot:
        raise errors.PlanUnusableError(what=error_texts.WHAT_REFRESHED)
    if from_the_future(plan.data_from, now):
        raise errors.PlanUnusableError(what=error_texts.WHAT_CLOCK)
    if too_old(plan, now, book.rules):
        raise errors.PlanUnusableError(what=error_texts.WHAT_TOO_OLD.filled(minutes=f"{book.rules.stale_minutes:g}"))


def _check_typed(plan: StockPlan, host: Host, store: Store) -> None:
    """What was agreed to must still stand in the rows, but for what an earlier push of the plan sent and cleared."""
    if retyped(host, plan) - sent_by(plan, store).keys():
        raise errors.PlanUnusableError(what=error_texts.WHAT_RETYPED)


def sent_by(plan: StockPlan, store: Store) -> dict[Pair, State]:
    """What earlier pushes of a plan have sent, as it stands, but for what Ozon refused or never got."""
    latest = {event.pair: event for event in store.journal.find(shop=plan.shop, plan_hash=plan.hash)}
    return {
        pair: event.state for pair, event in latest.items() if event.sent is not None and event.state not in NOT_TAKEN
    }


def _check_consent(plan: StockPlan, consent: Consent) -> None:
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
    was: int
    """Free at Ozon before the write."""
    reserved: int
    present: int
    want: int
    """What is sent."""
    conflict: Conflict | None = None
    sent_at: float | None = None
    """By the steady clock: nobody can set it meanwhile."""
    level: StockLevel | None = None
    """What Ozon said last."""
    oversold: int = 0
    message: str = ""

    def take(self, level: StockLevel, want: int) -> None:
        """Send so much, Ozon having this."""
        self.was, self.reserved, self.present, self.want = level.free, level.reserved, level.present, want

    @property
    def write(self) -> Sent:
        """The write."""
        return Sent.over(free=self.was, reserved=self.reserved, present=self.present, sent=self.want)


@dataclass
class _Run:
    """One plan being sent. Every change of state is in the journal before anything follows from it."""

    plan: StockPlan
    plan_hash: str
    client: OzonClient
    store: Store
    clock: Clock
    progress: Callable[[str], None]
    run: str
    written: dict[Pair, _Written] = field(default_factory=dict)
    batches: list[Batch] = field(default_factory=list)
    """The requests, planned before anything of this run stands in the journal and hides earlier writes."""
    before: dict[Pair, State] = field(default_factory=dict)
    """What an earlier push of the same plan has sent."""

    def confirm(self) -> None:
        """The user's yes, on disk. A plan that is pushed again goes on: what it has sent is not sent twice."""
        self.before = sent_by(self.plan, self.store)
        for item in self.plan.items:
            if item.pair not in self.before:
                note = f"{UNDO}{item.undoes}" if item.undoes else ""
                self.written[item.pair] = _Written(
                    item, State.CONFIRMED, item.was, item.reserved, item.present, item.want, message=note
                )
        held = self.written.keys() & undecided(self.store, self.plan.shop).keys()
        rest = rest_of(
            [pair for pair in self.written if pair not in held], self.store, self.plan.shop, self.clock.now()
        )
        self.batches = batches(rest, UPDATE_STOCKS.batch)
        self._journal(self.written)
        self._all(held, State.CANCELLED, HELD)

    def send_all(self) -> None:
        """All batches. What a failure or the user's stop keeps from leaving is cancelled."""
        try:
            self._send_in_turns()
        except errors.OzonXLError as error:
            self._cancel_unsent(error.say(self.plan.lang))
        self.client.go_on()  # what has left is still read back

    def _send_in_turns(self) -> None:
        """A pair that Ozon calls too fresh gets one more turn after its rest."""
        self._send_batches(self.batches)
        busy = [
            pair
            for pair, one in self.written.items()
            if one.state is State.REJECTED and one.message.startswith(PAIR_BUSY)
        ]
        self._send_batches(batches(dict.fromkeys(busy, REST_S), UPDATE_STOCKS.batch))

    def _send_batches(self, planned: Sequence[Batch]) -> None:
        began, gone, total = self.clock.monotonic(), 0, sum(len(batch.pairs) for batch in planned)
        for number, batch in enumerate(planned):
            self._pause(began + batch.rest_s - self.clock.monotonic())
            left = time_text(seconds_for([one._replace(rest_s=0) for one in planned[number:]], *STOCK_WRITES))
            lang = self.plan.lang
            self.progress(stock_texts.LEFT.say(lang, done=gone, total=total, time=left.say(lang)))
            self.client.patiently(UPDATE_STOCKS, partial(self._send, batch.pairs))
            gone += len(batch.pairs)

    def _pause(self, seconds: float) -> None:
        if seconds > 0:
            self.progress(button_texts.RESTING.say(self.plan.lang, seconds=round(seconds)))
            self.client.wait(seconds)

    def _send(self, pairs: Sequence[Pair]) -> None:
        """Read again and send what is still as it was seen. Raises RateLimitedError: do both again later."""
        self.client.wait_for_turn(UPDATE_STOCKS)  # before the read: what is read is soon old
        pairs = [pair for pair in pairs if self.written[pair].state is not State.CONFLICT]
        levels = self._levels_now(pairs)
        orders = self._orders(pairs, levels)
        going = [pair for pair in pairs if self._still_stands(self.written[pair], levels.get(pair), orders.get(pair))]
        self._journal(pair for pair in pairs if pair not in going)
        if not going:
            return
        for pair in going:
            self.written[pair].state, self.written[pair].sent_at = State.SENDING, self.clock.monotonic()
        self._journal(going)  # on disk before the first byte leaves
        writes = [StockWrite(*pair, self.written[pair].want) for pair in going]
        try:
            answers = self.client.stocks.update(writes)
        except (errors.RateLimitedError, errors.StoppedByUserError):  # refused as a whole: nothing was applied
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

    def _levels_now(self, pairs: Sequence[Pair]) -> dict[Pair, StockLevel]:
        """What Ozon has, read again where it took long, as it may while a busy program is shown how far we are."""
        for _try in range(READ_TRIES):
            began = self.clock.monotonic()
            levels = levels_of(self.client, pairs)
            if self.clock.monotonic() - began <= FRESH_S:
                break
        return levels

    def _orders(self, pairs: Sequence[Pair], levels: Mapping[Pair, StockLevel]) -> Mapping[Pair, int]:
        """Pieces ordered since the plan was made, where the workbook allows to follow them and they may matter."""
        items = [self.written[pair].item for pair in pairs if self.plan.rebase_orders and pair in levels]
        moved = [item.pair for item in items if item.mode is Mode.FREE and orders_explain(item.seen, levels[item.pair])]
        return ordered_since(self.client, self.plan.made_at, self.clock.now(), moved)

    @staticmethod
    def _still_stands(written: _Written, level: StockLevel | None, orders: int | None) -> bool:
        written.level = level
        want = written.item.at_send(level, orders) if level else None
        if level is not None and isinstance(want, int):
            written.take(level, want)
            return True
        written.state, written.conflict = State.CONFLICT, want if isinstance(want, Conflict) else None
        return False

    def _take(self, pairs: Sequence[Pair], answers: Iterable[ItemAnswer]) -> None:
        for pair, (state, message) in states_after_answer(pairs, answers).items():
            self.written[pair].state, self.written[pair].message = state, message
        self._journal(pairs)

    def _all(self, pairs: Iterable[Pair], state: State, message: str) -> None:
        for pair in pairs:
            self.written[pair].state, self.written[pair].message = state, message
        self._journal(pairs)

    def _cancel_unsent(self, why: str) -> None:
        self._all([pair for pair, one in self.written.items() if one.state is State.CONFIRMED], State.CANCELLED, why)

    def read_back(self) -> None:
        """Look until every write that may have been applied shows, or enough time has passed to judge it.

        The user's stop ends the looking after one look more; what is open then is settled by the next refresh.
        """
        try:
            self._look_again_and_again()
        except errors.StoppedByUserError:
            self.client.go_on()
            self._look()

    def _look_again_and_again(self) -> None:
        for wait_s in READ_AFTER:
            if not self._open():
                return
            self.progress(f"{len(self.written) - len(self._open())}/{len(self.written)}")
            self.client.wait(wait_s)
            self._look()
        while (rest_s := self._until_settled()) > 0:
            self.progress(button_texts.LANDING.say(self.plan.lang, seconds=round(rest_s)))
            self.client.wait(min(rest_s, READ_AFTER[-1]))
            self._look()

    def _until_settled(self) -> float:
        """Seconds until the last unanswered write can be judged."""
        ages = [
            self._age_s(one.sent_at)
            for one in self.written.values()
            if one.state is State.UNKNOWN and one.sent_at is not None
        ]
        return max(0.0, SETTLED_S - min(ages)) if ages else 0.0

    def _age_s(self, sent_at: float) -> float:
        return self.clock.monotonic() - sent_at

    def _open(self) -> list[Pair]:
        return [pair for pair, one in self.written.items() if one.state in MAYBE_APPLIED]

    def _look(self) -> None:
        pairs = self._open()
        try:
            levels = levels_of(self.client, pairs)
        except errors.OzonXLError:
            return  # the journal says what is still open; the next refresh or push looks again
        changed = []
        for pair in pairs:
            written, level = self.written[pair], levels.get(pair)
            if level is None or written.sent_at is None:
                continue
            written.level = level
            age = timedelta(seconds=self._age_s(written.sent_at))
            verdict = verdict_of(written.write, written.state, level, age)
            if verdict is not None:
                written.state, written.oversold = verdict
                changed.append(pair)
        self._journal(changed)

    def result(self) -> PushResult:
        """What became of every pair, in the order of the plan."""
        return PushResult(
            self.run if self.written else "",
            tuple(
                Outcome(
                    one.item.row,
                    *pair,
                    one.state,
                    one.was,
                    one.want,
                    one.level and one.level.free,
                    one.level and one.level.present,
                    one.message,
                    one.conflict,
                    one.oversold,
                )
                for pair, one in self.written.items()
            ),
            tuple(self.before.values()),
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
            user=user_name(),
            machine=platform.node(),
            workbook_id=self.plan.workbook_id,
            snapshot=self.plan.snapshot,
            offer=item.offer,
            warehouse_id=item.warehouse_id,
            state=written.state,
            was=written.was,
            asked=item.asked,
            sent=written.want if written.sent_at is not None else None,
            read_back=written.level.free if written.level else None,
            reserved=written.reserved,
            message=written.message,
            plan_hash=self.plan_hash,
            mode=item.mode.value,
            reading=item.reading or None,
            present=written.present,
            oversold=written.oversold or None,
        )
