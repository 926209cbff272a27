"""Orders and stock in: fetch everything, remember it, then rewrite the workbook once. Whole or nothing."""

import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import chain, pairwise
from typing import NamedTuple, TypeVar

from ozon_xl.actions.book import open_book
from ozon_xl.actions.collector import rare_collections
from ozon_xl.actions.journal import SHEET_ROWS, journal_rows
from ozon_xl.actions.stock import settle
from ozon_xl.clock import Clock, local_offset
from ozon_xl.domain.coverage import cover
from ozon_xl.domain.postings import Posting
from ozon_xl.domain.risk import Risk, Tier
from ozon_xl.domain.statuses import ACTING, WAITING, is_open
from ozon_xl.domain.stock import Pair, StockLevel, Warehouse
from ozon_xl.hosts.base import Host, SheetRow
from ozon_xl.ozon.client import OzonClient
from ozon_xl.ozon.paging import Window, batches
from ozon_xl.ozon.products import PRODUCT_INFO
from ozon_xl.sheets import JOURNAL, LINES, ORDERS, STOCK
from ozon_xl.sheets.columns import Cell, to_cell
from ozon_xl.sheets.rows import (
    Setting,
    by_urgency,
    cells_of,
    line_values,
    order_values,
    result_text,
    stock_shortages,
    stock_values,
)
from ozon_xl.store import Store
from ozon_xl.texts import stock as stock_texts

T = TypeVar("T")

BACK = timedelta(days=90)
"""``cutoff`` is the ship-by time, so a window that starts now would hide every overdue posting. Others reach from
90 days back to 180 days ahead (observed, FACTS of 2026-11-23)."""
EDGES_H = (
    -90 * 24,
    -30 * 24,
    -7 * 24,
    -48,
    -24,
    -12,
    0,
    2,
    4,
    8,
    12,
    18,
    24,
    36,
    48,
    60,
    72,
    96,
    120,
    168,
    240,
    720,
    180 * 24,
)
"""Hours from now at which the windows meet. A page chain is sequential, so independent windows are fetched side by
side; they are narrow where ship-by times are dense."""
ORDERED_H = (0, 6, 12, 18, 24, 30, 36, 48, 60, 72, 96, 120, 168, 240, 480, 720, 60 * 24, 120 * 24, 365 * 24)
"""Hours before now at which the windows of order times meet."""
OVERLAP = timedelta(hours=3)
"""New postings may surface late, so the look at what changed reaches back over the last refresh by this much."""
FIRST_LOOK_BACK = timedelta(days=3)
CHANGES_H = (-36, -18, -9, -4, -2, -1)
"""Hours from now at which the periods of changes meet, for the same reason."""
RESULTS_FOR = timedelta(days=2)
"""How long the result of a write stays in its stock row."""


class Fetched(NamedTuple):
    """All of one refresh, before anything is written anywhere."""

    postings: list[Posting]
    """Open ones, each once."""
    left: list[Posting]
    """Known as open before, now on their way or ended."""
    stock: list[StockLevel]
    warehouses: list[Warehouse]


class RefreshResult(NamedTuple):
    """What a refresh brought."""

    snapshot: str
    orders: int
    at_risk: int
    """Postings of tier short or worse."""
    short: int
    """Postings that lack goods."""
    left: int
    stock_rows: int


@rare_collections()
def refresh(
    host: Host, client: OzonClient, store: Store, clock: Clock, *, progress: Callable[[str], None] = lambda _text: None
) -> RefreshResult:
    """Bring the workbook up to date with its shop.

    Raises:
        OzonXLError: of the client, the store or the host; the workbook is then as it was.
    """
    shop = client.shop.client_id
    book = open_book(host, shop)
    notes = _Notes(host)
    shop_name = client.account.seller().name
    fetched = fetch(client, store, clock.now(), progress=progress)
    now = clock.now()
    snapshot = store.snapshots.save(
        shop,
        now,
        postings=fetched.postings,
        left=fetched.left,
        stock=fetched.stock,
        warehouses=fetched.warehouses,
        clock_error=client.clock_error,
    )
    settle(client, store, clock)
    drift = client.clock_error or timedelta(0)
    setting = Setting(book.lang, now - drift, local_offset(now), book.rules, host.date1904)
    sheets = _Sheets(fetched, notes, store, shop, str(snapshot), setting)
    with host.busy():
        host.write(ORDERS, sheets.orders())
        host.write(LINES, sheets.lines())
        host.write(STOCK, sheets.stock())
        host.write(JOURNAL, journal_rows(store.journal.tail(SHEET_ROWS), setting))
        _put_names(host, shop, shop_name, setting, snapshot=str(snapshot), drift=drift)
    host.save()
    return RefreshResult(
        snapshot=str(snapshot),
        orders=len(fetched.postings),
        at_risk=sum(risk.tier >= Tier.SHORT for risk in sheets.risks),
        short=sum(1 for posting in fetched.postings if sheets.coverage.short_of(posting.number)),
        left=len(fetched.left),
        stock_rows=len(fetched.stock),
    )


# --- from Ozon -------------------------------------------------------------------------------------------------------


def fetch(
    client: OzonClient, store: Store, now: datetime, *, progress: Callable[[str], None] = lambda _text: None
) -> Fetched:
    """Everything a refresh needs, from Ozon alone; nothing is written.

    Open postings come by status: at first by when they were ordered, because one without a ship-by time is in no
    window of ship-by times; later by ship-by time, over windows that hold the overdue ones. What changed lately comes
    without a status filter, so that neither a new one without a date nor a status nobody knows yet is lost. What was
    open before and is in neither is looked up by its order, never taken for shipped.
    """
    shop = client.shop.client_id
    last = store.snapshots.last(shop)
    changed_from = last.taken_at - OVERLAP if last else now - FIRST_LOOK_BACK
    tally = _Tally(progress)
    warehouses = client.warehouses.list()
    chains = _open_postings(client, now, first=last is None)
    queue: list[list[Posting]] = [[] for _chain in chains]
    periods = change_periods(changed_from, now)
    changed: list[list[Posting]] = [[] for _period in periods]
    shelves: list[list[StockLevel]] = [[] for _warehouse in warehouses]
    jobs = [  # the longest chains first, so that none runs on alone at the end
        *(
            partial(tally.fill, shelf, client.stocks.of_warehouse(warehouse.id))
            for shelf, warehouse in zip(shelves, warehouses, strict=True)
        ),
        *(
            partial(tally.fill, part, client.postings.changed(now - BACK, now, *period))
            for part, period in zip(changed, periods, strict=True)
        ),
        *(partial(tally.fill, part, pages) for part, pages in zip(queue, chains, strict=True)),
    ]
    client.side_by_side(jobs)
    found = {posting.number: posting for part in (*queue, *changed[::-1]) for posting in part}  # the last word wins
    stock = {level.pair: level for shelf in shelves for level in shelf}
    found.update(_look_up_vanished(client, store, shop, found, now))
    known = store.snapshots.open_numbers(shop)
    _learn_names(client, store, shop, stock.values())
    return Fetched(
        postings=[posting for posting in found.values() if is_open(posting)],
        left=[posting for posting in found.values() if not is_open(posting) and posting.number in known],
        stock=list(stock.values()),
        warehouses=warehouses,
    )


def _open_postings(client: OzonClient, now: datetime, *, first: bool) -> list[Iterator[list[Posting]]]:
    """Independent page chains that together hold every open posting, those near now first."""
    statuses = (*ACTING, *WAITING)
    if first:
        return [client.postings.processed(*window, statuses) for window in order_windows(now)]
    windows = sorted(cutoff_windows(now), key=lambda window: abs(window.end - now))
    return [client.postings.unfulfilled(*window, statuses) for window in windows]


def order_windows(now: datetime) -> list[Window]:
    """The windows of order times that a first refresh reads, the latest first; a year is the longest Ozon allows."""
    edges = [now - timedelta(hours=hours) for hours in ORDERED_H]
    return [Window(earlier, later) for later, earlier in pairwise(edges)]


def cutoff_windows(now: datetime) -> list[Window]:
    """The windows of ship-by times that a refresh reads; together they reach without a gap from BACK to far ahead."""
    edges = [now + timedelta(hours=hours) for hours in EDGES_H]
    return [Window(*pair) for pair in pairwise(edges)]


def change_periods(since: datetime, now: datetime) -> list[Window]:
    """The periods from ``since`` to ``now`` in which a refresh looks for changes, the latest first."""
    meets = [now + timedelta(hours=hours) for hours in CHANGES_H]
    edges = [since, *(edge for edge in meets if edge > since), now]
    return [Window(*pair) for pair in pairwise(edges)][::-1]


def _look_up_vanished(
    client: OzonClient, store: Store, shop: str, found: dict[str, Posting], now: datetime
) -> dict[str, Posting]:
    vanished = [known for number, known in store.snapshots.open_numbers(shop).items() if number not in found]
    if not vanished:
        return {}
    since = min((known.ordered_at for known in vanished if known.ordered_at), default=now - BACK) - OVERLAP
    orders = sorted({known.order_number for known in vanished if known.order_number})
    wanted = {known.number for known in vanished}
    looked_up = {
        posting.number: posting
        for page in client.postings.by_orders(orders, since, now)
        for posting in page
        if posting.number in wanted
    }
    for number in sorted(wanted - looked_up.keys()):
        looked_up[number] = client.postings.get(number)
    return looked_up


def _learn_names(client: OzonClient, store: Store, shop: str, stock: Iterable[StockLevel]) -> None:
    """Names of offers that are new to us; the others are remembered."""
    known = store.snapshots.names(shop)
    unknown = sorted({level.product_id for level in stock if level.offer not in known and level.product_id})
    if unknown:
        infos = client.side_by_side([partial(client.products.info, batch) for batch in batches(unknown, PRODUCT_INFO)])
        store.snapshots.save_offers(shop, chain.from_iterable(infos))


class _Tally:
    """Collects pages in several threads and tells how far it has come."""

    def __init__(self, progress: Callable[[str], None]) -> None:
        self._progress = progress
        self._lock = threading.Lock()
        self._count = 0

    def fill(self, part: list[T], pages: Iterable[list[T]]) -> None:
        """Read all pages into ``part``."""
        for page in pages:
            part += page
            with self._lock:
                self._count += len(page)
                self._progress(f"Ozon: {self._count}")


# --- into the workbook -----------------------------------------------------------------------------------------------


class _Notes:
    """What the staff wrote, read before anything is fetched: a broken sheet of theirs stops the refresh at once.

    The other two sheets hold nothing of theirs; a broken one stops the refresh when it is written, before the save.
    """

    def __init__(self, host: Host) -> None:
        self.orders = [row for row in host.read(ORDERS) if row.staff]
        self.stock = [row for row in host.read(STOCK, ("new_free", "free", "name")) if row.staff]


class _Sheets:
    """The rows of all sheets for one refresh."""

    def __init__(
        self, fetched: Fetched, notes: _Notes, store: Store, shop: str, snapshot: str, setting: Setting
    ) -> None:
        self._setting, self._snapshot, self._notes = setting, snapshot, notes
        self._present = {level.pair: level.present for level in fetched.stock}
        self.coverage = cover(fetched.postings, self._present)
        self._fetched = fetched
        self._kept = self._finished_with_notes(store, shop)
        ranked = sorted((order_values(posting, self.coverage, setting) for posting in self._queue()), key=by_urgency)
        self._ranked = ranked
        self.risks: list[Risk] = [risk for risk, _values in ranked]
        self._names = store.snapshots.names(shop)
        self._results = store.journal.last_results(shop, since=setting.now - RESULTS_FOR)

    def _queue(self) -> list[Posting]:
        return [*self._fetched.postings, *self._kept]

    def _finished_with_notes(self, store: Store, shop: str) -> list[Posting]:
        """A posting that has left the queue stays as long as somebody's notes stand beside it."""
        open_numbers = {posting.number for posting in self._fetched.postings}
        noted = [row.key[0] for row in self._notes.orders if row.key[0] not in open_numbers]
        if not noted:
            return []
        known = store.snapshots.find(shop, noted)
        return [known.get(number) or _nothing_known_of(number) for number in noted]

    def orders(self) -> list[tuple[Cell, ...]]:
        return [cells_of(ORDERS, values, self._setting) for _risk, values in self._ranked]

    def lines(self) -> list[tuple[Cell, ...]]:
        number_of = {str(values["posting"]): rank for rank, (_risk, values) in enumerate(self._ranked)}
        ordered = sorted(self._fetched.postings, key=lambda posting: number_of[posting.number])
        return [
            cells_of(LINES, values, self._setting)
            for posting in ordered
            for values in line_values(posting, self.coverage, self._present, self._setting)
        ]

    def stock(self) -> list[tuple[Cell, ...]]:
        warehouses = {warehouse.id: warehouse for warehouse in self._fetched.warehouses}
        shortages = stock_shortages(self._fetched.postings, self.coverage)
        edits = {Pair(*row.key): row for row in self._notes.stock if len(row.key) == 2}

        def place(level: StockLevel) -> tuple[str, str]:
            warehouse = warehouses.get(level.warehouse_id)
            return (warehouse.name if warehouse else "", level.offer)

        rows = []
        for level in sorted(self._fetched.stock, key=place):
            values = stock_values(
                level,
                warehouses.get(level.warehouse_id),
                self._names.get(level.offer, ""),
                self.coverage,
                shortages.get(level.pair, 0),
                self._snapshot,
                self._setting.lang,
            )
            values |= self._result(level, edits.pop(level.pair, None))
            rows.append(cells_of(STOCK, values, self._setting))
        return rows + [cells_of(STOCK, self._gone(pair, row), self._setting) for pair, row in edits.items()]

    def _result(self, level: StockLevel, edit: SheetRow | None) -> dict[str, object]:
        lang = self._setting.lang
        if edit is not None and not edit.cells["new_free"].is_blank:
            was = edit.cells["free"].value
            if isinstance(was, (int, float)) and was != level.free:
                moved = stock_texts.RESULT_BASE_MOVED.say(lang, was=int(was), now=level.free)
                return {"result": moved, "result_at": self._setting.now}
        event = self._results.get(level.pair)
        if event is None:
            return {}
        text = result_text(
            event.state, lang, was=event.was, sent=event.sent, now=event.read_back, message=event.message
        )
        return {"result": text, "result_at": event.at}

    def _gone(self, pair: Pair, row: SheetRow) -> dict[str, object]:
        """A row that Ozon no longer lists but in which somebody wrote."""
        blank: dict[str, object] = {column.attr: None for column in STOCK.columns}
        gone = stock_texts.RESULT_GONE.say(self._setting.lang)
        name = row.cells["name"].value
        return blank | pair._asdict() | {"name": name, "result": gone, "result_at": self._setting.now}


def _nothing_known_of(number: str) -> Posting:
    return Posting(number, "", "cancelled", "", "", "", "", "", "", "", "", None, None, None, None, (), (), ())


def _put_names(host: Host, shop: str, shop_name: str, setting: Setting, *, snapshot: str, drift: timedelta) -> None:
    host.put("Shop", shop)
    host.put("ShopName", shop_name)
    host.put("UtcOffset", setting.local_offset / timedelta(hours=1))
    host.put("ClockError", round(drift.total_seconds()))
    host.put("RefreshedAt", to_cell(setting.now, date1904=setting.date1904))
    host.put("SnapshotId", snapshot)
