"""Everything that a refresh needs, from Ozon. Nothing is written but the names of new offers."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import NamedTuple, TypeVar

from ozon_xl.actions.reading import Chain, Crew, SharedChain, Step
from ozon_xl.domain.postings import Posting
from ozon_xl.domain.statuses import ACTING, WAITING, is_open
from ozon_xl.domain.stock import Pair, StockLevel, Warehouse
from ozon_xl.errors import OzonXLError
from ozon_xl.ozon.client import OzonClient
from ozon_xl.ozon.paging import Window, batches
from ozon_xl.ozon.products import PRODUCT_INFO, Product
from ozon_xl.store import Snapshot, Store

T = TypeVar("T")

BACK = timedelta(days=90)
"""``cutoff`` is the ship-by time, so a window that starts now would hide every overdue posting. Others reach from
90 days back to 180 days ahead (observed, FACTS of 2026-11-23)."""
AHEAD = timedelta(days=180)
CUTOFF_EDGES_H = (-30 * 24, -7 * 24, -24, 0, 6, 12, 24, 48, 96, 240)
"""Hours from now at which the windows of ship-by times meet: narrow where ship-by times are dense."""
LONGEST_OPEN = timedelta(days=365)
"""No open posting is older; a year is also the longest window that Ozon allows."""
ORDERED_EDGES_H = (60 * 24, 30 * 24, 10 * 24, 5 * 24, 72, 48, 36, 24, 12, 6, 2)
"""Hours before now at which the windows of order times meet."""
OVERLAP = timedelta(hours=3)
"""New postings may surface late, so the look at what changed reaches back over the last refresh by this much."""
SLACK = timedelta(minutes=1)
"""Ozon's time is known to a second; windows that end now end a little later, so that the latest order is in them."""
ANY_STATUS_FOR = timedelta(days=3)
"""A first refresh asks for orders younger than this whatever their status: one that may not be asked for, or that
nobody knows yet, is mostly that of a new order."""


NEAR_BACK = timedelta(hours=1)
NEAR_PAGES = 2
"""A refresh of the changes reads again what is due from an hour ago on, so many pages of it at most: Ozon moves
deadlines without any change of status."""
FEW_PAGES = 8
"""So many pages of what changed are read one after the other: a second or two. Of more each worker takes a part."""
LOOKED_UP_SINGLY = 3
"""Postings that are looked up by a request each."""
SMALL_STOCK = 5_000
"""Stock rows that a refresh of the changes reads anew, in five requests or so; of more only the offers concerned."""


class Fetched(NamedTuple):
    """What one refresh read, before anything is written anywhere."""

    postings: list[Posting]
    """Open ones, each once."""
    left: list[Posting]
    """Known as open before, now on their way or ended."""
    levels: list[StockLevel]
    warehouses: list[Warehouse]
    """All of them."""
    names: dict[str, str]
    """Of each offer."""
    whole: bool
    """All postings and levels were read; otherwise the rest is as it is remembered."""


def fetch(
    client: OzonClient, store: Store, now: datetime, *, progress: Callable[[str], None] = lambda _text: None
) -> Fetched:
    """All of it, by as many page chains as keep the workers busy.

    Open postings come by status: at first by when they were ordered, because one without a ship-by time is in no
    window of ship-by times; later by ship-by time, over windows that hold the overdue ones. What changed since the
    last refresh comes without a status filter, so that neither a new one without a date nor a status nobody knows
    yet is lost. What was open before and is in neither is looked up by its order, never taken for shipped.
    """
    shop = client.shop.client_id
    last = store.snapshots.last(shop)
    tally = _Tally(progress)
    goods = _Goods(client, store.snapshots.names(shop), tally)
    open_, changed = _Postings(client, tally, now), _Postings(client, tally, now)
    lists = open_.ordered() if last is None else [*changed.changed(last.taken_at - OVERLAP), *open_.due()]
    Crew([goods.start, *lists]).run(client)
    if goods.products:
        store.snapshots.save_offers(shop, goods.products)
    found = open_.found | changed.found  # the list without a status filter has the last word
    known = store.snapshots.open_numbers(shop)
    vanished = known - found.keys()
    if vanished:
        found |= _look_up(client, store.snapshots.find(shop, vanished), now)
    postings = [posting for posting in found.values() if is_open(posting)]
    return Fetched(
        postings=postings,
        left=[posting for posting in found.values() if not is_open(posting) and posting.number in known],
        levels=list(goods.levels.values()),
        warehouses=goods.warehouses,
        names=goods.names,
        whole=True,
    )


def fetch_changes(
    client: OzonClient,
    store: Store,
    now: datetime,
    last: Snapshot,
    near: timedelta,
    *,
    progress: Callable[[str], None] = lambda _text: None,
) -> Fetched:
    """What changed since the refresh ``last``, over what is remembered: requests go by what changed.

    What is due within ``near`` is read again too, the nearest first, and what is no longer due then is looked up. A
    deadline further off that was moved, new offers, and stock of many rows that somebody else changed show at the next
    whole refresh.
    """
    shop = client.shop.client_id
    tally = _Tally(progress)
    goods = _Goods(client, store.snapshots.names(shop), tally)
    changed, close = _Postings(client, tally, now), _Postings(client, tally, now)
    window = Window(now - NEAR_BACK, now + near)
    Crew([goods.name_warehouses, *changed.changed(last.taken_at - OVERLAP), close.first_due(window)]).run(client)
    found = close.found | changed.found
    due = store.snapshots.to_ship(shop, window.start, close.read_until)
    moved = {posting.number: posting for posting in due if posting.number not in found}
    if moved:
        found |= _look_up(client, moved, now)
    known = store.snapshots.open_numbers(shop)
    concerned = {line.offer for posting in found.values() for line in posting.lines}
    offers = sorted(goods.names if last.stock <= SMALL_STOCK else concerned)
    stock = {level.pair: level for level in store.snapshots.stock(shop, offers)}
    return Fetched(
        postings=[posting for posting in found.values() if is_open(posting)],
        left=[posting for posting in found.values() if not is_open(posting) and posting.number in known],
        levels=[level for level in client.stocks.of_offers(offers) if _is_news(level, stock)] if offers else [],
        warehouses=goods.warehouses,
        names=goods.names,
        whole=False,
    )


def _is_news(level: StockLevel, known: Mapping[Pair, StockLevel]) -> bool:
    """Whether the numbers are others; this list does not tell when they changed."""
    before = known.get(level.pair)
    return before is None or before._replace(changed_at=None) != level._replace(changed_at=None)


def order_windows(now: datetime) -> list[Window]:
    """The windows of order times that a first refresh reads, the earliest first; without a gap from a year back."""
    return _windows(now, now - LONGEST_OPEN, now + SLACK, [-hours for hours in ORDERED_EDGES_H])


def cutoff_windows(now: datetime) -> list[Window]:
    """The windows of ship-by times that a refresh reads; together they reach without a gap from BACK to AHEAD."""
    return _windows(now, now - BACK, now + AHEAD, CUTOFF_EDGES_H)


def _windows(now: datetime, start: datetime, end: datetime, edges_h: Iterable[int]) -> list[Window]:
    edges = [start, *(now + timedelta(hours=hours) for hours in edges_h), end]
    return [Window(*pair) for pair in pairwise(edges)]


class _Tally:
    """Tells how far the reading has come."""

    def __init__(self, progress: Callable[[str], None]) -> None:
        self._progress = progress
        self._lock = threading.Lock()
        self._count = 0

    def add(self, page: list[T]) -> None:
        with self._lock:
            self._count += len(page)
            self._progress(f"Ozon: {self._count}")


class _Postings:
    """Postings by number; of two words about one, the later."""

    def __init__(self, client: OzonClient, tally: _Tally, now: datetime) -> None:
        self._lists, self._tally, self._now = client.postings, tally, now
        self.found: dict[str, Posting] = {}
        self.read_until = now
        """Up to here ``first_due`` has read."""

    def ordered(self) -> list[Step]:
        """All open postings, by when they were ordered."""
        any_status_from = self._now - ANY_STATUS_FOR
        return [
            self._by_order(window, () if window.start >= any_status_from else (*ACTING, *WAITING))
            for window in order_windows(self._now)
        ]

    def due(self) -> list[Step]:
        """All open postings that have a ship-by time."""
        return [
            SharedChain(
                lambda part: self._lists.unfulfilled(*part, (*ACTING, *WAITING)),
                window,
                lambda posting: posting.ship_by,
                self._take,
            )
            for window in cutoff_windows(self._now)
        ]

    def first_due(self, window: Window) -> Step:
        """Open postings whose ship-by time lies in a window, ``NEAR_PAGES`` of them at most."""

        def read(_crew: Crew) -> tuple[()]:
            self.read_until = window.end
            for count, page in enumerate(self._lists.unfulfilled(*window, (*ACTING, *WAITING)), start=1):
                self._take(page)
                if count == NEAR_PAGES:
                    self.read_until = max(
                        (posting.ship_by for posting in page if posting.ship_by), default=window.start
                    )
                    break
            return ()

        return read

    def changed(self, since: datetime) -> list[Step]:
        """Postings whose status changed since then."""
        until = self._now + SLACK
        ordered = Window(self._now - BACK, until)
        return [
            SharedChain(
                lambda part: self._lists.changed(*part, since, until), ordered, _ordered_at, self._take, FEW_PAGES
            )
        ]

    def _by_order(self, window: Window, statuses: tuple[str, ...]) -> Step:
        return SharedChain(lambda part: self._lists.processed(*part, statuses), window, _ordered_at, self._take)

    def _take(self, page: list[Posting]) -> None:
        self.found.update({posting.number: posting for posting in page})
        self._tally.add(page)


def _ordered_at(posting: Posting) -> datetime | None:
    return posting.ordered_at


class _Goods:
    """Stock of all warehouses, and the names of its offers: the known ones, and those that are new to us."""

    def __init__(self, client: OzonClient, names: dict[str, str], tally: _Tally) -> None:
        self._client, self._tally = client, tally
        self._unread: set[str] = set()
        self._lock = threading.Lock()
        self.warehouses: list[Warehouse] = []
        self.levels: dict[Pair, StockLevel] = {}
        self.products: list[Product] = []
        """New ones."""
        self.names = names

    def start(self, _crew: Crew) -> list[Step]:
        """A step: the warehouses, each a chain of its own."""
        self.name_warehouses(_crew)
        self._unread = {warehouse.id for warehouse in self.warehouses}
        return [
            Chain(self._pages(warehouse), self._take, partial(self._done, warehouse.id))
            for warehouse in sorted(self.warehouses, key=lambda warehouse: warehouse.id)
        ]

    def name_warehouses(self, _crew: Crew) -> tuple[()]:
        """A step: the warehouses alone."""
        self.warehouses = self._client.warehouses.list()
        return ()

    def _pages(self, warehouse: Warehouse) -> Iterator[list[StockLevel]]:
        """Of one warehouse, which an error names."""
        try:
            yield from self._client.stocks.of_warehouse(warehouse.id)
        except OzonXLError as error:
            error.details["place"] = warehouse.name
            raise

    def _take(self, page: list[StockLevel]) -> None:
        self.levels.update({level.pair: level for level in page})
        self._tally.add(page)

    def _done(self, warehouse_id: str) -> list[Step]:
        """After the last warehouse, the names of new offers."""
        with self._lock:
            self._unread.remove(warehouse_id)
            if self._unread:
                return []
        levels = self.levels.values()
        unknown = sorted({level.product_id for level in levels if level.offer not in self.names and level.product_id})
        return [partial(self._learn, batch) for batch in batches(unknown, PRODUCT_INFO)]

    def _learn(self, product_ids: list[str], _crew: Crew) -> tuple[()]:
        infos = self._client.products.info(product_ids)
        self.products += infos
        self.names.update({product.offer: product.name for product in infos})
        return ()


def _look_up(client: OzonClient, known: dict[str, Posting], now: datetime) -> dict[str, Posting]:
    """What has become of known postings. Few are asked for one by one: a list is read in slices of a month."""
    if len(known) <= LOOKED_UP_SINGLY:
        return {number: client.postings.get(number) for number in sorted(known)}
    since = min((posting.ordered_at for posting in known.values() if posting.ordered_at), default=now - BACK) - OVERLAP
    orders = sorted({posting.order_number for posting in known.values() if posting.order_number})
    looked_up = {
        posting.number: posting
        for page in client.postings.by_orders(orders, since, now + SLACK)
        for posting in page
        if posting.number in known
    }
    for number in sorted(known.keys() - looked_up.keys()):
        looked_up[number] = client.postings.get(number)
    return looked_up
