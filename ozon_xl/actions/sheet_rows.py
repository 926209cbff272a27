"""The rows of all sheets for one refresh: what Ozon told, and what the staff wrote beside it."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from ozon_xl.actions.fetch import Fetched
from ozon_xl.actions.stock.plan import EDIT_ATTRS, is_whole, seen_in
from ozon_xl.domain.coverage import cover
from ozon_xl.domain.postings import Posting
from ozon_xl.domain.risk import Tier
from ozon_xl.domain.stock import Pair, StockLevel
from ozon_xl.domain.stock_edit import conflict_words
from ozon_xl.domain.stock_states import State
from ozon_xl.domain.stock_wish import Decision, Wish, moved
from ozon_xl.hosts.base import Host, SheetRow
from ozon_xl.sheets import LINES, ORDERS, STOCK
from ozon_xl.sheets.cells import Values, cells_of
from ozon_xl.sheets.columns import Cell
from ozon_xl.sheets.quantity import read_decision, read_wish
from ozon_xl.sheets.rows import (
    Setting,
    Standing,
    based_on,
    by_urgency,
    line_values,
    order_values,
    result_text,
    standing_of,
    stock_shortages,
    stock_values,
)
from ozon_xl.store import Store
from ozon_xl.texts import stock as stock_texts

RESULTS_FOR = timedelta(days=2)
"""How long the result of a write stays in its stock row."""


class Notes:
    """What the staff wrote, read before anything is fetched: a broken sheet of theirs stops the refresh at once.

    The other two sheets hold nothing of theirs; a broken one stops the refresh when it is written, before the save.
    """

    def __init__(self, host: Host) -> None:
        self.orders = host.read(ORDERS, noted=True)
        self.stock = host.read(STOCK, (*EDIT_ATTRS, "name"), noted=True)


class SheetRows:
    """The rows of all sheets."""

    def __init__(
        self, fetched: Fetched, notes: Notes, store: Store, shop: str, snapshots: tuple[str, str], setting: Setting
    ) -> None:
        """``snapshots``: that of the rows in the workbook, and that of the new ones."""
        self._fetched, self._setting = fetched, setting
        self._old_snapshot, self._snapshot = snapshots
        self._present = {pair: level.present for pair, level in fetched.stock.items()}
        self._coverage = cover(fetched.postings, self._present)
        self._queue = self._ranked(fetched.postings)
        self._finished = self._ranked(_finished_with_notes(fetched, notes, store, shop))
        self._edits = {Pair(*row.key): row for row in notes.stock if len(row.key) == 2}
        self._results = store.journal.last_results(shop, since=setting.now - RESULTS_FOR)

    @property
    def queue(self) -> list[Standing]:
        """Every open posting, worst first."""
        return self._queue

    @property
    def at_risk(self) -> int:
        """Postings of tier short or worse."""
        return sum(standing.risk.tier >= Tier.SHORT for standing in self._queue)

    @property
    def short(self) -> int:
        """Postings that lack goods."""
        return sum(standing.short > 0 for standing in self._queue)

    def orders(self) -> list[tuple[Cell, ...]]:
        """Those of the Orders sheet, worst first."""
        everything = sorted((*self._queue, *self._finished), key=by_urgency)
        rows = (order_values(standing, self._setting) for standing in everything)
        return list(cells_of(ORDERS, rows, date1904=self._setting.date1904))

    def lines(self) -> list[tuple[Cell, ...]]:
        """Those of the Lines sheet, in the same order."""
        rows = (
            values
            for standing in self._queue
            for values in line_values(standing.posting, self._coverage, self._present, self._setting)
        )
        return list(cells_of(LINES, rows, date1904=self._setting.date1904))

    def stock(self) -> list[tuple[Cell, ...]]:
        """Those of the Stock sheet, by warehouse and offer."""
        return list(cells_of(STOCK, self._stock_values(), date1904=self._setting.date1904))

    def _ranked(self, postings: Iterable[Posting]) -> list[Standing]:
        return sorted((standing_of(posting, self._coverage, self._setting) for posting in postings), key=by_urgency)

    def _stock_values(self) -> Iterator[Values]:
        warehouses = {warehouse.id: warehouse for warehouse in self._fetched.warehouses}
        shortages = stock_shortages(self._fetched.postings, self._coverage)
        names = self._fetched.names

        def place(pair: Pair) -> tuple[str, ...]:
            warehouse = warehouses.get(pair.warehouse_id)
            return (warehouse.name if warehouse else "", *pair)

        for pair in sorted(self._fetched.stock, key=place):
            level = self._fetched.stock[pair]
            values = stock_values(
                level,
                warehouses.get(level.warehouse_id),
                names.get(level.offer, ""),
                self._coverage,
                shortages.get(pair, 0),
                self._snapshot,
                self._setting.lang,
            )
            yield {**values, **self._pending(pair, level)}
        for pair, row in self._edits.items():
            if pair not in self._present:
                yield self._gone(pair, row)

    def _pending(self, pair: Pair, level: StockLevel) -> Values:
        """What a refresh says of a row's last write, or of the edit that waits in it.

        An edit keeps the numbers beside which it was typed: where Ozon's have changed since, it is a conflict.
        """
        row = self._edits.get(pair)
        wish = read_wish(row.cells) if row else None
        if row is None or wish is None:
            return self._result(pair, waiting=False)
        seen = seen_in(row) if is_whole(row, pair, self._old_snapshot) else None
        base = based_on(self._snapshot, pair, level.free, seen)
        conflict = moved(wish, seen, level) if isinstance(wish, Wish) else None
        if conflict is None or conflict.there or read_decision(row.cells["decision"]) is not Decision.NONE:
            return {**base, **self._result(pair, waiting=True)}
        return {**base, "result": conflict_words(conflict).say(self._setting.lang), "result_at": self._setting.now}

    def _result(self, pair: Pair, *, waiting: bool) -> Values:
        event = self._results.get(pair)
        if event is None or (event.state is State.CONFLICT and waiting):
            return {}
        text = result_text(
            event.state,
            self._setting.lang,
            was=event.was,
            sent=event.sent,
            now=event.read_back,
            message=event.message,
        )
        return {"result": text, "result_at": event.at}

    def _gone(self, pair: Pair, row: SheetRow) -> Values:
        """A row that Ozon no longer lists but in which somebody wrote."""
        blank: dict[str, object] = {column.attr: None for column in STOCK.columns}
        gone = stock_texts.RESULT_GONE.say(self._setting.lang)
        name = row.cells["name"].value
        return (
            blank
            | pair._asdict()
            | {"name": name if isinstance(name, str) else None, "result": gone, "result_at": self._setting.now}
        )


def _finished_with_notes(fetched: Fetched, notes: Notes, store: Store, shop: str) -> list[Posting]:
    """A posting that has left the queue stays as long as somebody's notes stand beside it."""
    open_numbers = {posting.number for posting in fetched.postings}
    noted = [row.key[0] for row in notes.orders if row.key[0] not in open_numbers]
    if not noted:
        return []
    known = store.snapshots.find(shop, noted)
    return [known.get(number) or _nothing_known_of(number) for number in noted]


def _nothing_known_of(number: str) -> Posting:
    return Posting(number, "", "cancelled", "", "", "", "", "", "", "", "", None, None, None, None, (), (), ())
