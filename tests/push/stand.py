"""A shop, a workbook and a store on one clock, and programs that start, work, die and start again."""

import copy
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from ozon_xl.actions.refresh import refresh
from ozon_xl.actions.stock import Consent, PushResult, Resumed, make_plan, plan_undo, push, resume, settle
from ozon_xl.domain.stock import Pair
from ozon_xl.domain.stock_plan import StockPlan
from ozon_xl.domain.stock_states import FINAL, State
from ozon_xl.domain.stock_wish import Mode
from ozon_xl.ozon.client import OzonClient
from ozon_xl.ozon.shop import Shop
from ozon_xl.ozon.stocks import STOCKS_BY_WAREHOUSE, UPDATE_STOCKS
from ozon_xl.practice.clock import ShopClock
from ozon_xl.practice.goods import LedgerEntry, Level
from ozon_xl.practice.orders import Terms, new_posting
from ozon_xl.practice.parcels import Line
from ozon_xl.practice.server import CLIENT_ID, open_shop
from ozon_xl.practice.world import World
from ozon_xl.sheets import STOCK, Cell, Raw
from ozon_xl.sheets.columns import to_cell
from ozon_xl.store import Store
from ozon_xl.store.journal import JournalEvent
from ozon_xl.texts import stock as texts
from tests.push.points import Points
from tests.push.pressing import press
from tests.push.sheet import Sheet
from tests.push.wire import Manner, Sent, Time, Wire

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
MODES = tuple(texts.MODES[mode].en for mode in Mode)
"""What a typed number may be, in the sheet's words: the free quantity, a count of the shelf, a change."""
WRITE = UPDATE_STOCKS.path
READ = STOCKS_BY_WAREHOUSE.path


class ProgramClock:
    """The computer's clock as one program sees it: the same time for all, but each start counts its own limits."""

    def __init__(self, stand: "Stand") -> None:
        self._stand, self._time = stand, stand.time

    def now(self) -> datetime:
        return self._stand.now + self._stand.clock_is_fast

    def monotonic(self) -> float:
        return self._time.monotonic()

    def sleep(self, seconds: float) -> None:
        self._time.pass_(seconds)


@cache
def opened(path: Path) -> Store:
    """The store at a path. Closed, it lets go of the file, and reads it anew when it is next used: what is kept is no
    more than the statements that it has worked out.
    """
    return Store.open(path)


class Program:
    """One start of the program, from opening the store to its end or death."""

    def __init__(self, stand: "Stand", points: Points | None = None, manner: Manner | None = None) -> None:
        points = points or Points()
        self.stand = stand
        self.store = opened(stand.store_path)
        self.wire = Wire(stand.world, stand.time, stand.latency_s, points, manner, stand.sent)
        shop = Shop(CLIENT_ID, stand.world.api_key, "http://127.0.0.1:1")
        self.client = OzonClient(shop, clock=ProgramClock(stand), transport=self.wire)
        self.clock = self.client.clock
        self.host = stand.sheet
        self.host.points = points
        append = self.store.journal.append

        def counted(events: list[JournalEvent]) -> None:
            points.reach("before commit")
            append(events)
            points.reach("after commit")

        setattr(self.store.journal, "append", counted)  # noqa: B010 - the seam of one instance

    def close(self) -> None:
        self.host.points = Points()
        self.client.close()
        delattr(self.store.journal, "append")  # the class's own again
        self.store.close()

    def refresh(self) -> None:
        refresh(self.host, self.client, self.store, self.clock)

    def settle(self) -> list[JournalEvent]:
        return settle(self.client, self.store, self.clock)

    def resume(self) -> Resumed:
        return resume(self.host, self.client, self.store, self.clock)

    def press(self) -> PushResult | None:
        return press(self.host, self.client, self.store)

    def plan(self) -> StockPlan:
        return make_plan(self.host, self.client, self.clock, store=self.store)

    def plan_undo(self, run: str) -> StockPlan:
        return plan_undo(self.host, self.client, self.store, self.clock, run)

    def push(self, plan: StockPlan, progress: Callable[[str], None] = lambda _text: None) -> PushResult:
        consent = Consent(plan.hash, second=True)
        return push(plan, consent, self.host, self.client, self.store, self.clock, progress=progress)


@dataclass
class Stand:
    """What outlives every program."""

    world: World
    time: Time
    sheet: Sheet
    store_path: Path
    latency_s: float
    sent: list[Sent] = field(default_factory=list)
    """What left the programs, whether it came to the shop or not."""
    clock_is_fast: timedelta = timedelta(0)
    """How far somebody has set the computer's clock ahead of the true time."""

    def copy(self, folder: Path) -> "Stand":
        """All of it once more, to go on from here in another way. No program may be at work."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        path = folder / self.store_path.name
        shutil.copy(self.store_path, path)
        time = Time(self.time.monotonic())
        world = copy.deepcopy(self.world, {id(self.world.clock): ShopClock(START, 1.0, time.monotonic)})
        return Stand(world, time, self.sheet.copy(), path, self.latency_s, list(self.sent))

    @contextmanager
    def program(self, points: Points | None = None, manner: Manner | None = None) -> Iterator[Program]:
        """One start of the program."""
        program = Program(self, points, manner)
        try:
            yield program
        finally:
            program.close()

    @property
    def now(self) -> datetime:
        return START + timedelta(seconds=self.time.monotonic())

    def usable(self) -> list[tuple[Pair, int]]:
        """Pairs whose writes the shop takes, with more than two pieces free."""
        return [
            (_pair(level), level.free)
            for level in self.world.shop.levels()
            if level.free > 2
            and level.warehouse.sells
            and not level.product.refusal
            and not level.product.archived
            and level.product.is_kgt == level.warehouse.is_kgt
        ]

    def refused(self) -> list[tuple[Pair, int]]:
        """Pairs in the sheet whose writes the shop never takes."""
        keys = {row.key for row in self.sheet.read(STOCK)}
        return [
            (_pair(level), level.free)
            for level in self.world.shop.levels()
            if _pair(level) in keys
            and not level.product.archived
            and (level.product.refusal or not level.warehouse.sells)
        ]

    def level(self, pair: Pair) -> Level:
        shop = self.world.shop
        return shop.by_offer[pair.offer].levels[int(pair.warehouse_id)]

    def free(self, pair: Pair) -> int:
        """What is really free."""
        return self.level(pair).free

    def foreign_write(self, pair: Pair, free: int) -> None:
        self.world.shop.set_free(self.level(pair), free, self.now, by="erp")

    def type_edits(self, edits: Mapping[Pair, Cell]) -> None:
        for pair, value in edits.items():
            self.sheet.rows[STOCK.name][pair]["new_free"] = Raw(value)

    def type_in_turn(self, wanted: Mapping[Pair, int], first: int = 0) -> dict[Pair, str]:
        """So that these free quantities come about, as ``in_turn`` says. Returns how each number is meant."""
        rows = self.in_turn(wanted, first)
        for pair, cells in rows.items():
            self.type_row(pair, **cells)
        return {pair: str(cells["mode"]) for pair, cells in rows.items()}

    def in_turn(self, wanted: Mapping[Pair, int], first: int = 0) -> dict[Pair, dict[str, Cell]]:
        """What to type for these free quantities: each row means its number in another way than the row before, three
        rows as they stand and three with a safety buffer or a cap.
        """
        return {pair: self._meant(pair, free, first + number) for number, (pair, free) in enumerate(wanted.items())}

    def _meant(self, pair: Pair, free: int, turn: int) -> dict[str, Cell]:
        level = self.level(pair)
        assert level.reserved, "else a count of the shelf is the free quantity"
        ways: tuple[dict[str, Cell], ...] = (
            {"new_free": free},
            {"new_free": free + level.reserved},
            {"new_free": free - level.free},
            {"new_free": free + 4, "cap": free},
            {"new_free": free + level.reserved + 2, "keep_back": 2},
            {"new_free": free - level.free, "keep_back": 3},  # not off a change
        )
        return {"mode": MODES[turn % len(MODES)], "keep_back": None, "cap": None} | ways[turn % len(ways)]

    def type_row(self, pair: Pair, **cells: Cell) -> None:
        """Somebody types into the cells of a row."""
        self.sheet.rows[STOCK.name][pair] |= {attr: Raw(value) for attr, value in cells.items()}

    def cell(self, pair: Pair, attr: str) -> Cell | bool:
        return self.sheet.rows[STOCK.name][pair].get(attr, Raw()).value

    def edits(self) -> dict[Pair, object]:
        """What stands in the edit column."""
        rows = self.sheet.read(STOCK, ("new_free",))
        return {Pair(*row.key): row.cells["new_free"].value for row in rows if not row.cells["new_free"].is_blank}

    def results(self) -> dict[Pair, str]:
        rows = self.sheet.read(STOCK, ("result",))
        return {Pair(*row.key): str(row.cells["result"].value or "") for row in rows}

    def writes(self) -> list[LedgerEntry]:
        """What came over the API, applied or refused."""
        return [entry for entry in self.world.shop.ledger if entry.by.startswith("api:")]

    def applied(self) -> Counter[tuple[Pair, int]]:
        """How often which number was applied to which pair."""
        return Counter((pair_of(entry), entry.stock) for entry in self.writes() if entry.updated)

    def sent_writes(self) -> list[Sent]:
        return [sent for sent in self.sent if sent.path == WRITE]


def pair_of(entry: LedgerEntry) -> Pair:
    return Pair(entry.offer_id, str(entry.warehouse_id))


def _pair(level: Level) -> Pair:
    return Pair(level.product.offer, str(level.warehouse.id))


def order(stand: Stand, pair: Pair) -> str:
    """A buyer orders one piece; returns the posting's number."""
    level, shop = stand.level(pair), stand.world.shop
    line = Line(level.product, 1, level.product.price, level.product.currency)
    posting = new_posting(shop, stand.world.rng, level.warehouse, [line], Terms.fresh(stand.now))
    return shop.accept(posting, stand.now).number


def pairs_in(sent: Sent) -> list[Pair]:
    """The pairs of a write request."""
    return [Pair(item["offer_id"], str(item["warehouse_id"])) for item in sent.body["stocks"]]


def blind_resends(stand: Stand) -> list[Pair]:
    """Pairs that were sent again although nobody had read them since they were sent before."""
    found: list[Pair] = []
    unread: set[Pair] = set()
    for sent in stand.sent:
        if sent.path == READ:
            unread = {pair for pair in unread if pair.offer not in sent.body["offer_id"]}
        elif sent.path == WRITE:
            found += [pair for pair in pairs_in(sent) if pair in unread]
            unread.update(pairs_in(sent))
    return found


# --- made once, copied often -----------------------------------------------------------------------------------------


@cache
def _template(offers: int, postings: int, seed: int) -> tuple[bytes, Sheet, float]:
    """The store, the sheet and the time after a first refresh of a shop that the same seed makes again."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "store.sqlite"
        time = Time()
        stand = Stand(_world(offers, postings, seed, time), time, Sheet(), path, 0.0)
        with stand.program() as program:
            program.refresh()
        return path.read_bytes(), stand.sheet, time.monotonic()


def _world(offers: int, postings: int, seed: int, time: Time) -> World:
    world = open_shop(seed=seed, postings=postings, offers=offers, start=START, api_key="demo-push", speed=0)
    world.clock = ShopClock(START, 1.0, time.monotonic)
    promise(world)
    return world


def promise(world: World) -> None:
    """Of every pair some pieces are reserved: there a count of the shelf is not the free quantity."""
    for number, level in enumerate(world.shop.levels()):
        pieces = 1 + number % 3
        level.present += pieces
        level.reserved += pieces


def new_stand(folder: Path, *, offers: int = 12, postings: int = 10, seed: int = 3, latency_s: float = 0.05) -> Stand:
    """A shop, its refreshed workbook and the store of a first refresh just now."""
    content, sheet, seconds = _template(offers, postings, seed)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    path = folder / "store.sqlite"
    path.write_bytes(content)
    time = Time()
    world = _world(offers, postings, seed, time)
    time.pass_(seconds)
    stand = Stand(world, time, sheet.copy(), path, latency_s)
    stand.sheet.names["RefreshedAt"] = to_cell(stand.now)
    return stand


# --- what must be true whatever happened ------------------------------------------------------------------------------


def audit(stand: Stand, wanted: Mapping[Pair, int], store: Store, *, settled: bool) -> None:
    """Nothing applied twice, nothing that nobody asked for, nothing in the journal that did not happen.

    ``settled`` asks also that every write has come to its end and that this end is the truth.
    """
    store.verify()
    events = store.journal.find(shop=CLIENT_ID)
    applied = stand.applied()
    for (pair, number), times in applied.items():
        assert wanted.get(pair) == number, f"phantom: nobody asked for {number} of {pair}"
        assert times == 1, f"applied {times} times: {number} of {pair}"
    intents = Counter((event.pair, event.sent) for event in events if event.state is State.SENDING)
    sent = Counter[tuple[Pair, int | None]]((pair_of(entry), entry.stock) for entry in stand.writes())
    assert sent <= intents, f"sent without an intent in the journal: {sent - intents}"
    proved = {(event.pair, event.sent) for event in events if event.state is State.VERIFIED}
    assert proved <= applied.keys(), f"the journal says done: {proved - applied.keys()}"
    if settled:
        latest = store.journal.latest(CLIENT_ID).values()
        assert not [event for event in latest if event.state not in FINAL]
        for pair, number in wanted.items():
            ends = [event.state for event in latest if event.pair == pair]
            assert (State.VERIFIED in ends) == bool(applied[pair, number]), (
                f"{pair}: the journal says {ends}, applied {applied[pair, number]} times"
            )
