"""What every start begins with: earlier runs that were broken off are brought to their end, in journal and rows."""

from collections import Counter
from typing import NamedTuple

from ozon_xl.actions.book import Book, open_book
from ozon_xl.actions.stock.looks import levels_of
from ozon_xl.actions.stock.plan import EDIT_ATTRS, is_whole, number_in, seen_in
from ozon_xl.actions.stock.preview import DROPPED_CELLS
from ozon_xl.actions.stock.settle import LOOKED_AT_FOR, settle
from ozon_xl.clock import Clock
from ozon_xl.domain.stock import Pair, StockLevel
from ozon_xl.domain.stock_states import FINAL, State
from ozon_xl.domain.stock_wish import Seen, Wish
from ozon_xl.hosts.base import Host, Key, SheetRow
from ozon_xl.ozon.client import OzonClient
from ozon_xl.sheets import STOCK
from ozon_xl.sheets.columns import Cell, to_cell
from ozon_xl.sheets.quantity import read_wish
from ozon_xl.sheets.rows import based_on, result_text
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

    def say(self, lang: Lang) -> str:
        """In words; empty where there is nothing to say."""
        told = [texts.RESUMED.say(lang, count=self.settled)] if self.settled else []
        told += [texts.STILL_OPEN.say(lang, run=run, count=count) for run, count in self.open]
        return " ".join(told)


def resume(host: Host, client: OzonClient, store: Store, clock: Clock, *, book: Book | None = None) -> Resumed:
    """Decide by reading what earlier runs left open, and clear edits of this workbook whose writes are proved but whose
    cells were not reached any more. Nothing is saved. ``book`` spares reading its facts again.

    Raises:
        OzonXLError: of the client, the store or the host.
    """
    shop = client.shop.client_id
    book = book or open_book(host, shop)
    client.learn_time()  # how old a write is counts by Ozon's clock
    settled = settle(client, store, clock)
    _finish_rows(host, book, client, store, clock)
    return Resumed(settled, tuple((run.run, _open_pairs(run.states)) for run in store.journal.open_runs(shop)))


def _open_pairs(states: Counter[State]) -> int:
    return sum(count for state, count in states.items() if state not in FINAL)


def _finish_rows(host: Host, book: Book, client: OzonClient, store: Store, clock: Clock) -> None:
    now = clock.now()
    proved = {
        pair: event
        for pair, event in store.journal.last_results(client.shop.client_id, since=now - LOOKED_AT_FOR).items()
        if event.state is State.VERIFIED and event.workbook_id == book.workbook_id
    }
    if not proved:
        return
    rows = [row for row in host.read(STOCK, EDIT_ATTRS, noted=True) if _waits_for(row, proved)]
    levels = levels_of(client, {Pair(*row.key) for row in rows})
    changes: dict[Key, dict[str, Cell]] = {}
    for row in rows:
        event, level = proved[Pair(*row.key)], levels.get(Pair(*row.key))
        if level is not None and _is_the_one(row, event, level, book.snapshot):
            changes[row.key] = _finished(event, level, book, to_cell(now, date1904=host.date1904))
    if changes:
        with host.busy():
            host.update(STOCK, changes)


def _waits_for(row: SheetRow, proved: dict[Pair, JournalEvent]) -> bool:
    """Whether the number typed there is the one that was sent last."""
    event = proved.get(Pair(*row.key)) if len(row.key) == len(STOCK.key) else None
    wish = read_wish(row.cells)
    return event is not None and isinstance(wish, Wish) and wish.number == event.asked


def _is_the_one(row: SheetRow, event: JournalEvent, level: StockLevel, snapshot: str) -> bool:
    """Whether an edit is the very one that was sent, and not the same number typed anew: the row still stands as it did
    before the sending, or Ozon has that number anyway.
    """
    if not is_whole(row, Pair(*row.key), snapshot):
        return False
    untouched = event.snapshot == snapshot and number_in(row, "free") != event.sent
    seen = seen_in(row)
    return untouched or (level.free == event.sent and seen is not None and seen.free == event.was)


def _finished(event: JournalEvent, level: StockLevel, book: Book, now: Cell) -> dict[str, Cell]:
    text = result_text(
        event.state, book.lang, was=event.was, sent=event.sent, now=event.read_back, message=event.message
    )
    numbers = {"free": level.free, "present": level.present, "reserved": level.reserved}
    base = based_on(book.snapshot, level.pair, level.free, Seen(level.free, level.present))
    return {**DROPPED_CELLS, **numbers, **base, "result": to_cell(text), "result_at": now}
