"""A shop in which buyers, packers and another program are about, and sellers with a workbook each.

The market knows what lies on the shelves in truth, by what everybody meant to do to them, and holds every write
against it: it never asks the program what it believes.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Final

import httpx

from ozon_xl import errors
from ozon_xl.actions.refresh import refresh
from ozon_xl.actions.stock import Consent, PushResult, make_plan, mark_plan, plan_undo, push, resume
from ozon_xl.domain.stock import Pair
from ozon_xl.domain.stock_plan import PlanItem, StockPlan
from ozon_xl.domain.stock_states import DONE, FINAL, State
from ozon_xl.domain.stock_wish import Decision, Mode
from ozon_xl.hosts.base import Key
from ozon_xl.ozon.client import DEADLINE_S, OzonClient
from ozon_xl.ozon.shop import Shop
from ozon_xl.practice.goods import LedgerEntry
from ozon_xl.practice.orders import Terms, new_posting
from ozon_xl.practice.parcels import Line, Posting
from ozon_xl.practice.server import CLIENT_ID
from ozon_xl.practice.shop import BY_BUYER
from ozon_xl.sheets import STOCK, Cell, Raw, Table
from ozon_xl.store import Store
from ozon_xl.store.journal import JournalEvent
from ozon_xl.texts import stock as texts
from tests.push.points import Points
from tests.push.sheet import Sheet
from tests.push.stand import READ, WRITE, ProgramClock, Stand, pair_of, pairs_in
from tests.push.wire import Sent, Serve, Wire

WORDS: Final = {mode: texts.MODES[mode].en for mode in Mode}
GAP_ORDERS, LOST, ANSWER_LOST, LATE = 0.06, 0.012, 0.016, 0.012
"""Chances of a request that writes: somebody orders right before it, it is lost, its answer is, it lands late."""


@dataclass(frozen=True)
class Happened:
    """To one pair so far, in pieces; ``foreign`` counts writes of another program."""

    ordered: int = 0
    cancelled: int = 0
    shipped: int = 0
    foreign: int = 0

    def since(self, before: "Happened") -> "Happened":
        """The same from then on."""
        return Happened(
            self.ordered - before.ordered,
            self.cancelled - before.cancelled,
            self.shipped - before.shipped,
            self.foreign - before.foreign,
        )


@dataclass(frozen=True)
class Look:
    """What a program was told of a pair, and what had happened until then."""

    free: int
    reserved: int
    happened: Happened


@dataclass
class Gap:
    """Pieces ordered between a look and the write that relied on it, and what had happened at the look."""

    run: str
    pair: Pair
    pieces: int
    when: Happened


class Noted(Sheet):
    """A workbook whose every word about a pair is remembered."""

    def __init__(self, plain: Sheet, told: dict[Pair, list[str]]) -> None:
        super().__init__()
        self.__dict__.update(plain.copy().__dict__)
        self._told = told

    def write(self, table: Table, rows: Iterable[Sequence[Cell]]) -> None:
        super().write(table, rows)
        if table is STOCK:
            self._remember(Pair(*key) for key in self.rows[table.name])

    def update(self, table: Table, changes: Mapping[Key, Mapping[str, Cell]]) -> None:
        super().update(table, changes)
        if table is STOCK:
            self._remember(Pair(*key) for key in changes)

    def _remember(self, pairs: Iterable[Pair]) -> None:
        for pair in pairs:
            self._told.setdefault(pair, []).append(str(self.rows[STOCK.name][pair]["result"].value))


Edit = tuple[Pair, str, str, int]
"""Pair, reading, mode and number: what makes an edit of one workbook."""


class Market:
    """Buyers, packers, another program, and the truth."""

    def __init__(self, stand: Stand, dice: Random) -> None:
        self.stand, self.dice, self.shop = stand, dice, stand.world.shop
        self.pairs = [pair for pair, free in stand.usable() if free < 5_000]
        self.shelf = {pair: stand.level(pair).present for pair in self.pairs}
        """What truly lies there."""
        self.told_not_yet = Counter[Pair]()
        """Pieces put on offer by orders in a gap of which the seller has not been told yet."""
        self.happened = dict.fromkeys(self.pairs, Happened())
        self.told: dict[Pair, list[str]] = {}
        """What the rows of either workbook have said of a pair since somebody ordered in a gap."""
        self.counted = Counter[str]()
        self._open: list[tuple[Posting, Pair, int]] = []

    def something(self) -> None:
        """One thing happens."""
        (act,) = self.dice.choices([self.order, self.cancel, self.ship, self.foreign_write], [54, 14, 24, 8])
        act()

    def order(self, pair: Pair | None = None) -> None:
        pair = pair or self.dice.choice(self.pairs)
        level = self.stand.level(pair)
        pieces = min(level.free, self.dice.choice((1, 1, 1, 2, 3)))
        self._count("order" if pieces else "sold out")
        if pieces:
            line = Line(level.product, pieces, level.product.price, level.product.currency)
            terms = Terms.fresh(self.stand.now)
            posting = new_posting(self.shop, self.stand.world.rng, level.warehouse, [line], terms)
            self._open.append((self.shop.accept(posting, self.stand.now), pair, pieces))
            self._happens(pair, ordered=pieces)

    def cancel(self) -> None:
        if taken := self._take():
            posting, pair, pieces = taken
            self.shop.cancel(posting, BY_BUYER, self.stand.now)
            self._count("cancellation")
            self._happens(pair, cancelled=pieces)

    def ship(self) -> None:
        if taken := self._take():
            posting, pair, pieces = taken
            self.shop.step(posting, "hand_over", self.stand.now)
            self.shelf[pair] -= pieces
            self._count("shipping")
            self._happens(pair, shipped=pieces)

    def foreign_write(self) -> None:
        """Another program counts, and what it says is true."""
        pair = self.dice.choice(self.pairs)
        self.stand.foreign_write(pair, self.dice.randint(4, 60))
        self.trust(pair)
        self._count("foreign write")
        self._happens(pair, foreign=1)

    def trust(self, pair: Pair) -> None:
        """What Ozon has of a pair is the truth from now on."""
        self.shelf[pair] = self.stand.level(pair).present
        self.told_not_yet[pair] = 0

    def check(self) -> None:
        """Nobody offers what does not lie there, but for orders in a gap, of which each seller is told."""
        for pair in self.pairs:
            level = self.stand.level(pair)
            beyond = level.present - self.shelf[pair] - self.told_not_yet[pair]
            assert beyond <= 0 or level.free == 0, f"{beyond} of {pair} offered beyond the shelf"

    def _take(self) -> tuple[Posting, Pair, int] | None:
        return self._open.pop(self.dice.randrange(len(self._open))) if self._open else None

    def _count(self, what: str) -> None:
        self.counted[what] += 1
        self.counted["steps"] += 1

    def _happens(self, pair: Pair, **pieces: int) -> None:
        so_far = self.happened[pair]
        self.happened[pair] = replace(so_far, **{name: getattr(so_far, name) + n for name, n in pieces.items()})
        self.check()


class Waiting(ProgramClock):
    """While a program waits, another one may be at work."""

    def __init__(self, stand: Stand) -> None:
        super().__init__(stand)
        self.visit: tuple[float, Callable[[], None]] | None = None
        """When, and what."""

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        if self.visit and self.visit[0] <= self.monotonic():
            (_at, act), self.visit = self.visit, None
            act()


class Seller:
    """One who types into a workbook of their own and presses its buttons."""

    def __init__(self, market: Market, sheet: Sheet, store_path: Path, clock: Waiting) -> None:
        stand = market.stand
        self.market, self.sheet, self.clock, self.dice = market, sheet, clock, market.dice
        self.store = Store.open(store_path)
        self.wire = Wire(stand.world, stand.time, stand.latency_s, Points(), self._way, [])
        shop = Shop(CLIENT_ID, stand.world.api_key, "http://127.0.0.1:1")
        self.client = OzonClient(shop, clock=clock, transport=self.wire)
        self.counted = market.counted
        self.typed: dict[Pair, Edit] = {}
        """What stands in the edit cells, as it was typed."""
        self.gaps: list[Gap] = []
        self.refreshed_at = 0.0
        self.last_run = ""
        self._applied = Counter[tuple[str, Edit]]()
        self._plan: dict[Pair, PlanItem] = {}
        self._looks: dict[Pair, Look] = {}
        self._saw: dict[Edit, int] = {}

    def close(self) -> None:
        self.client.close()
        self.store.close()

    # --- at the keyboard ---------------------------------------------------------------------------------------------

    def type(self, pair: Pair) -> None:
        """A number in any mode, beside what the row shows."""
        row, dice = self._row(pair), self.dice
        mode = dice.choice(list(Mode))
        more = dice.choice([n for n in range(-6, 9) if n])
        shown = {Mode.FREE: row["free"].value, Mode.SHELF: row["present"].value, Mode.CHANGE: 0}[mode]
        number = int(str(shown)) + more
        if mode is not Mode.CHANGE:
            number = max(0, number)
        limits = {"keep_back": dice.choice((None, None, None, 2)), "cap": dice.choice((None, None, None, 25))}
        cells = {"new_free": number, "mode": WORDS[mode], "decision": None, **limits}
        row |= {attr: Raw(value) for attr, value in cells.items()}
        self.typed[pair] = edit = pair, str(row["reading"].value), mode.value, number
        self._saw[edit] = int(str(row["base_present" if mode is Mode.SHELF else "base"].value))
        self._count("edit typed")

    def clear(self, pair: Pair) -> None:
        if self.typed.pop(pair, None):
            self._row(pair).update(new_free=Raw(), decision=Raw())
            self._count("edit cleared")

    def decide(self, pair: Pair) -> None:
        """A conflict, some way."""
        word = self.dice.choice(("keep theirs", "send mine", "re-base", "re-base", ""))
        if not word:
            self.clear(pair)
        elif pair in self.typed:
            self._row(pair)["decision"] = Raw(word)
            self._count(word)

    # --- the buttons -------------------------------------------------------------------------------------------------

    def act(self, button: Callable[["Seller"], None]) -> None:
        """Press it, and look closely at what came of it."""
        self._count(button.__name__)
        try:
            button(self)
        except errors.PushRunningError:
            self._count("refused: another push runs")
        except errors.PlanUnusableError as error:
            self._count(f"refused: {error.say('en')}"[:90])
        self._check_edits()
        self._check_gaps()
        self.market.check()

    def refresh(self) -> None:
        refresh(self.sheet, self.client, self.store, self.client.clock)
        self.refreshed_at = self.clock.monotonic()

    def start(self) -> None:
        resume(self.sheet, self.client, self.store, self.client.clock)

    def send(self) -> None:
        self._send(0)

    def preview_and_send(self) -> None:
        """With time between them, in which things happen."""
        self._send(self.dice.choice((5, 40, 300)))

    def undo(self) -> None:
        self.start()
        if self.last_run:
            run, self.last_run = self.last_run, ""
            with suppress(errors.NothingToUndoError):  # another write has taken its place
                self._push(plan_undo(self.sheet, self.client, self.store, self.client.clock, run))

    def _send(self, wait_s: float) -> None:
        self.start()
        plan = make_plan(self.sheet, self.client, self.client.clock, store=self.store)
        mark_plan(self.sheet, plan, self.client.clock)
        for drop in plan.dropped:
            self.typed.pop(drop.pair)
            self._count("given up")
        for refusal in plan.refused:
            assert self._row(refusal.pair)["result"].value, "refused without a word"
            if refusal.conflict is not None:
                self.counted["conflicts"] += 1
                self.decide(refusal.pair)
            elif refusal.why.en.startswith("An earlier write"):
                self.counted["held"] += 1
            else:
                self.clear(refusal.pair)
        for same in plan.same:
            assert self._row(same.pair)["result"].value, "left alone without a word"
            self.clear(same.pair)
        if wait_s:
            self.market.stand.time.pass_(wait_s)
        self._push(plan)

    def _push(self, plan: StockPlan) -> None:
        if not plan.items:
            self.counted["nothing to send"] += 1
            return
        self._plan = {item.pair: item for item in plan.items}
        taken = self.counted["writes applied"]
        consent = Consent(plan.hash, second=True)
        result = push(plan, consent, self.sheet, self.client, self.store, self.client.clock)
        self.counted["effective pushes"] += self.counted["writes applied"] > taken
        self._tally(result, undone=not plan.items[0].row)

    def _tally(self, result: PushResult, *, undone: bool) -> None:
        self.last_run = "" if undone else result.run
        for outcome in result.outcomes:
            self.counted[f"outcome {outcome.state}"] += 1
            self.counted["conflicts"] += outcome.state is State.CONFLICT

    # --- on the way to the shop --------------------------------------------------------------------------------------

    def _way(self, request: httpx.Request, serve: Serve) -> httpx.Response:
        if request.url.path == READ:
            return self._look(request, serve)
        return self._write(request, serve) if request.url.path == WRITE else serve()

    def _look(self, request: httpx.Request, serve: Serve) -> httpx.Response:
        answer = serve()
        for row in answer.json()["products"]:
            pair = Pair(row["offer_id"], str(row["warehouse_id"]))
            if pair in self.market.happened:
                self._looks[pair] = Look(row["free_stock"], row["reserved"], self.market.happened[pair])
        return answer

    def _write(self, request: httpx.Request, serve: Serve) -> httpx.Response:
        dice, stand = self.dice, self.market.stand
        pairs = pairs_in(Sent(0, WRITE, json.loads(request.content)))
        for pair in pairs:
            if dice.random() < GAP_ORDERS:
                self.market.order(pair)
        looks, plan = dict(self._looks), dict(self._plan)

        def land() -> httpx.Response:
            written = len(self.market.shop.ledger)
            answer = serve()
            undecided = [one for one in self.store.journal.unsettled(CLIENT_ID) if one.sent is not None]
            for entry in self.market.shop.ledger[written:]:
                pair = pair_of(entry)
                intents = [one for one in undecided if one.pair == pair]
                assert len(intents) == 1, f"sent over a write that is not decided: {intents}"
                self._landed(entry, intents[0], looks[pair], plan[pair])
            self.market.check()
            return answer

        fate = dice.random()
        if fate < LOST:
            self._count("write lost")
            raise httpx.ReadError("the connection was reset")
        if fate < LOST + LATE:
            self._count("write landed late")
            stand.time.after(DEADLINE_S + dice.uniform(1, 30), land)
            stand.time.pass_(DEADLINE_S)
            raise httpx.ReadTimeout("no answer")
        answer = land()
        if fate < LOST + LATE + ANSWER_LOST:
            self._count("answer lost")
            raise httpx.ReadError("the connection was reset")
        return answer

    def _landed(self, entry: LedgerEntry, intent: JournalEvent, look: Look, item: PlanItem) -> None:
        """Hold a write against what was asked for, and add what it meant to the truth."""
        pair = item.pair
        if not entry.updated:
            self.counted[f"refused by the shop: {entry.errors[0][0]}"] += 1
            return
        assert entry.stock == intent.sent == by_hand(item, look), f"{item} over {look}"
        self._once(item, intent)
        self.counted["writes applied"] += 1
        market, since = self.market, self.market.happened[pair].since(look.happened)
        if item.mode is Mode.SHELF or (item.mode is Mode.FREE and item.decision is Decision.MINE):
            market.trust(pair)  # somebody says how it is
            market.shelf[pair] = item.number - since.shipped + (look.reserved if item.mode is Mode.FREE else 0)
        elif item.mode is Mode.CHANGE:
            market.shelf[pair] += item.asked
        else:
            market.shelf[pair] += item.asked - (item.saw or 0)
        if since.foreign:
            self.counted["another program in the gap"] += 1  # nothing that Ozon tells could show it
            market.trust(pair)
        elif (pieces := since.ordered - since.cancelled) > 0:
            self.counted["orders in the gap"] += 1
            market.told[pair] = []
            self.gaps.append(Gap(intent.run, pair, pieces, look.happened))
            market.told_not_yet[pair] += pieces
        if entry.stock == 0:  # nothing is on offer, whatever was promised before
            market.trust(pair)

    def _once(self, item: PlanItem, intent: JournalEvent) -> None:
        edit = (item.pair, item.reading, item.mode.value, item.asked) if item.row else (item.pair, "", "undo", 0)
        assert not item.row or item.saw == self._saw[edit], "sent on a number that nobody saw"
        key = (intent.run if not item.row else "", edit)
        self._applied[key] += 1
        assert self._applied[key] == 1, f"applied again: {edit}"

    # --- what must be true -------------------------------------------------------------------------------------------

    def _check_edits(self) -> None:
        """An edit stands as it was typed, on the reading on which it was typed, or the journal has its end and the row
        says so.
        """
        gone = {pair for pair in self.typed if self._row(pair)["new_free"].value is None}
        readings = {self.typed[pair][1] for pair in gone}
        done = self.store.journal.done(CLIENT_ID, str(self.sheet.names["WorkbookId"]), readings)
        ended = {(event.pair, event.reading, event.mode, event.asked) for event in done}
        for pair, edit in list(self.typed.items()):
            row = self._row(pair)
            if pair in gone:
                assert edit in ended, f"lost: {edit}"
                assert row["result"].value, f"cleared without a word: {edit}"
                del self.typed[pair]
            else:
                stands = pair, row["reading"].value, edit[2], row["new_free"].value
                assert stands == edit, f"typed was {edit}, and now it is {stands}"

    def _check_gaps(self) -> None:
        """Once a write is decided, whoever sent it is told of the orders in its gap, where anything can show them."""
        for gap in list(self.gaps):
            event = self.store.journal.latest(CLIENT_ID, gap.run)[gap.run, gap.pair]
            if event.state not in FINAL:
                continue
            self.gaps.remove(gap)
            since = self.market.happened[gap.pair].since(gap.when)
            if event.oversold:
                assert any("oversold" in told for told in self.market.told[gap.pair]), "not told in a row"
                self.counted["gaps told"] += 1
            elif event.state is State.SUPERSEDED:
                self.counted["gaps told as overtaken"] += 1
            else:
                assert since.shipped or since.foreign, f"{gap} was not told: {event}"
                self.counted["gaps hidden by shipping"] += 1
            if not since.foreign:  # those pieces are found, or the number is put right
                found = min(gap.pieces, self.market.told_not_yet[gap.pair])
                self.market.told_not_yet[gap.pair] -= found
                self.market.shelf[gap.pair] += found

    def all_is_decided(self) -> None:
        """At the end of the day."""
        assert not self.store.journal.open_runs(CLIENT_ID)
        assert not self.gaps
        assert self.store.journal.verify() > 0
        assert {event.state for event in self.store.journal.latest(CLIENT_ID).values()} <= FINAL
        assert DONE <= FINAL

    def _row(self, pair: Pair) -> dict[str, Raw]:
        return self.sheet.rows[STOCK.name][pair]

    def _count(self, what: str) -> None:
        self.counted[what] += 1
        self.counted["steps"] += 1


def by_hand(item: PlanItem, look: Look) -> int:
    """What should go out for an item, Ozon having told this."""
    if item.mode is Mode.CHANGE:
        free = look.free + item.asked
    elif item.mode is Mode.SHELF:
        free = max(0, item.number - look.reserved - item.keep_back)
    else:
        free = item.number - (item.was - look.free)
    return free if item.cap is None else min(free, item.cap)
