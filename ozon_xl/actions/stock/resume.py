"""What every start begins with: earlier runs that were broken off are brought to their end, in journal and rows."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from ozon_xl.actions.book import Book, open_book
from ozon_xl.actions.stock.looks import levels_of
from ozon_xl.actions.stock.plan import NOTED_ATTRS, is_whole, seen_in
from ozon_xl.actions.stock.preview import DROPPED_CELLS, oversold_text
from ozon_xl.actions.stock.rows import read_cells, told_cells
from ozon_xl.actions.stock.settle import settle
from ozon_xl.clock import Clock
from ozon_xl.domain.stock import Pair, StockLevel
from ozon_xl.domain.stock_wish import Seen, Wish
from ozon_xl.hosts.base import Host, Key
from ozon_xl.ozon.client import OzonClient
from ozon_xl.sheets import STOCK
from ozon_xl.sheets.columns import Cell, to_cell
from ozon_xl.sheets.quantity import read_wish
from ozon_xl.store import Store
from ozon_xl.store.journal import JournalEvent
from ozon_xl.texts import Lang
from ozon_xl.texts import stock as texts


class Resumed(NamedTuple):
    """What was found of earlier runs."""

    settled: int = 0
    """Writes that were decided now."""
    open: tuple[tuple[str, int], ...] = ()
    """Runs that are still open, and how many rows of each."""
    finished: tuple[JournalEvent, ...] = ()
    """What became of edits that still stood in their cells, and stand there no more."""
    oversold: tuple[JournalEvent, ...] = ()
    """Writes decided now in whose very moment somebody ordered, from whatever workbook: who is here has to know."""

    def say(self, lang: Lang) -> str:
        """In words; empty where there is nothing to say."""
        told = [texts.RESUMED.say(lang, count=self.settled)] if self.settled else []
        told += [texts.FINISHED.say(lang, count=len(self.finished))] if self.finished else []
        told += [oversold_text(((event.offer, event.oversold or 0) for event in self.oversold), lang)]
        told += [texts.STILL_OPEN.say(lang, run=run, count=count) for run, count in self.open]
        return " ".join(filter(None, told))


def resume(host: Host, client: OzonClient, store: Store, clock: Clock, *, book: Book | None = None) -> Resumed:
    """Decide by reading what earlier runs left open, and clear edits of this workbook whose writes are decided, but
    whose cells were not reached any more. Nothing is saved. ``book`` spares reading its facts again.

    Raises:
        OzonXLError: of the client, the store or the host.
    """
    shop = client.shop.client_id
    book = book or open_book(host, shop)
    client.learn_time()  # how old a write is counts by Ozon's clock
    decided = settle(client, store, clock)
    oversold = {event.pair: event for event in decided if event.oversold}
    finished = _finish_rows(host, book, client, store, clock, oversold)
    open_runs = tuple(store.journal.open_runs(shop).items())
    return Resumed(len(decided), open_runs, finished, tuple(oversold.values()))


def _finish_rows(
    host: Host, book: Book, client: OzonClient, store: Store, clock: Clock, oversold: Mapping[Pair, JournalEvent]
) -> tuple[JournalEvent, ...]:
    """``oversold`` is told also beside another edit that was typed since."""
    done = _done(host, book, client.shop.client_id, store)
    levels = levels_of(client, done)
    still = _done(host, book, client.shop.client_id, store) if done else {}  # people type while we read
    now = to_cell(clock.now(), date1904=host.date1904)
    finished = [event for pair, event in done.items() if still.get(pair) == event]
    changes: dict[Key, dict[str, Cell]] = {pair: told_cells(event, book, now) for pair, event in oversold.items()}
    changes |= {event.pair: _finished(event, levels.get(event.pair), book, now) for event in finished}
    if changes:
        with host.busy():
            host.update(STOCK, changes)
    return tuple(finished)


def _done(host: Host, book: Book, shop: str, store: Store) -> dict[Pair, JournalEvent]:
    """The pairs in whose rows an edit stands that was sent and decided, with the entry that says so: the same number,
    meant in the same way and typed on the same reading, however long ago.
    """
    rows = [row for row in host.read(STOCK, NOTED_ATTRS, noted=True) if len(row.key) == len(STOCK.key)]
    times = Counter(row.key for row in rows)
    edits = {
        Pair(*row.key): (seen.reading, wish.mode.value, wish.number)
        for row in rows
        if isinstance(wish := read_wish(row.cells), Wish)
        and (seen := seen_in(row)) is not None
        and times[row.key] == 1
        and is_whole(row, Pair(*row.key), book.snapshot)
    }
    readings = {reading for reading, _mode, _number in edits.values()}
    events = {
        (event.pair, (event.reading, event.mode, event.asked)): event
        for event in store.journal.done(shop, book.workbook_id, readings)
    }
    return {pair: events[pair, edit] for pair, edit in edits.items() if (pair, edit) in events}


def _finished(event: JournalEvent, level: StockLevel | None, book: Book, now: Cell) -> dict[str, Cell]:
    """The cells of a row whose edit is done; where Ozon no longer lists the pair, no more than that."""
    cells = {**DROPPED_CELLS, **told_cells(event, book, now)}
    if level is not None:
        cells |= read_cells(event.pair, Seen(level.free, level.present, event.run), book.snapshot)
    return cells
