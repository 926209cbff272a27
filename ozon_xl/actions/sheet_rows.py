"""The rows of all sheets for one refresh: what Ozon told, and what the staff wrote beside it."""

import hashlib
import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from ozon_xl.actions.lives import Lives
from ozon_xl.actions.outlook import foreseen, with_outlooks
from ozon_xl.actions.remember import Known
from ozon_xl.actions.stock.plan import NOTED_ATTRS, is_whole, seen_in
from ozon_xl.actions.stock.rest import undecided
from ozon_xl.domain.coverage import cover
from ozon_xl.domain.life import Life
from ozon_xl.domain.outlook import Model
from ozon_xl.domain.postings import Posting
from ozon_xl.domain.risk import Tier
from ozon_xl.domain.schedule import Start
from ozon_xl.domain.stock import Pair, StockLevel
from ozon_xl.domain.stock_edit import conflict_words
from ozon_xl.domain.stock_states import State
from ozon_xl.domain.stock_wish import Decision, Seen, Wish, moved
from ozon_xl.hosts.base import Host, SheetRow
from ozon_xl.sheets import LINES, ORDERS, STOCK, Owner
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
from ozon_xl.store.journal import JournalEvent
from ozon_xl.texts import stock as stock_texts

RESULTS_FOR = timedelta(days=2)
"""How long the result of a write stays in its stock row."""


STAFF_ATTRS = tuple(column.attr for column in ORDERS.columns if column.owner is Owner.STAFF)


def noted_orders(host: Host) -> list[SheetRow]:
    """The order rows in which the staff wrote."""
    return host.read(ORDERS, STAFF_ATTRS, noted=True)


def noted_stock(host: Host) -> list[SheetRow]:
    """The stock rows in which the staff wrote."""
    return host.read(STOCK, NOTED_ATTRS, noted=True)


def _digest(row: SheetRow) -> str:
    text = "\0".join(str(row.cells[attr].value or "") for attr in STAFF_ATTRS)
    return hashlib.blake2s(text.encode("utf-8", "replace"), digest_size=8).hexdigest()


class SheetRows:
    """The rows of all sheets."""

    def __init__(
        self,
        known: Known,
        noted: Sequence[SheetRow],
        store: Store,
        shop: str,
        snapshots: tuple[str, str],
        setting: Setting,
        model: Model,
        finished: Iterable[JournalEvent],
    ) -> None:
        """``noted`` are order rows; ``snapshots``: that of the rows in the workbook, and that of the new ones;
        ``finished``: what stock rows are to say, however old it is.
        """
        self._known, self._setting = known, setting
        self._old_snapshot, self._snapshot = snapshots
        self._present = {pair: level.present for pair, level in known.stock.items()}
        self._coverage = cover(known.postings, self._present)
        since = setting.now - timedelta(hours=setting.rules.changes_hours)
        self._lives = Lives(
            store, shop, since, store.notes.notice(shop, {row.key[0]: _digest(row) for row in noted}, setting.now)
        )
        self._pinned = {row.key[0] for row in noted if row.cells["pin"].value not in (None, "")}
        queue = self._ranked(known.postings)
        self._foresight = foreseen(queue, model, setting.now)
        self._queue = with_outlooks(queue, self._foresight)
        self.finished = _finished_with_notes(known, noted, store, shop)
        """Postings that have left the queue and beside which the staff wrote."""
        self._reading = secrets.token_hex(4)
        self._undecided = undecided(store, shop)
        self._results = store.journal.last_results(shop, since=setting.now - RESULTS_FOR)
        self._results |= {event.pair: event for event in finished}

    @property
    def queue(self) -> list[Standing]:
        """Every open posting, worst first."""
        return self._queue

    @property
    def starts(self) -> Mapping[str, Start]:
        """The packing that must begin first, by warehouse."""
        return self._foresight.starts

    @property
    def at_risk(self) -> int:
        """Postings of tier short or worse."""
        return sum(standing.risk.tier >= Tier.SHORT for standing in self._queue)

    @property
    def short(self) -> int:
        """Postings that lack goods."""
        return sum(standing.short > 0 for standing in self._queue)

    def orders(self, archived: Collection[str]) -> list[tuple[Cell, ...]]:
        """Those of the Orders sheet, worst first, without the finished ones that have gone to the archive."""
        finished = self._ranked(posting for posting in self.finished if posting.number not in archived)
        everything = sorted((*self._queue, *finished), key=by_urgency)
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

    def stock(self, noted: Sequence[SheetRow]) -> list[tuple[Cell, ...]]:
        """Those of the Stock sheet, by warehouse and offer. ``noted`` are its rows in which the staff wrote."""
        edits = {Pair(*row.key): row for row in noted if len(row.key) == len(STOCK.key)}
        return list(cells_of(STOCK, self._stock_values(edits), date1904=self._setting.date1904))

    def _ranked(self, postings: Iterable[Posting]) -> list[Standing]:
        standings = (
            standing_of(posting, self._coverage, self._setting, self._life_of(posting)) for posting in postings
        )
        return sorted(standings, key=by_urgency)

    def _life_of(self, posting: Posting) -> Life:
        return self._lives.of(posting, self._setting)._replace(pinned=posting.number in self._pinned)

    def _stock_values(self, edits: Mapping[Pair, SheetRow]) -> Iterator[Values]:
        warehouses = {warehouse.id: warehouse for warehouse in self._known.warehouses}
        shortages = stock_shortages(self._known.postings, self._coverage)
        names = self._known.names

        def place(pair: Pair) -> tuple[str, ...]:
            warehouse = warehouses.get(pair.warehouse_id)
            return (warehouse.name if warehouse else "", *pair)

        for pair in sorted(self._known.stock, key=place):
            level = self._known.stock[pair]
            values = stock_values(
                level,
                warehouses.get(level.warehouse_id),
                names.get(level.offer, ""),
                self._coverage,
                shortages.get(pair, 0),
                self._setting.lang,
            )
            yield {**values, **self._pending(level, edits.get(pair))}
        for pair, row in edits.items():
            if pair not in self._present:
                yield self._gone(pair, row)

    def _pending(self, level: StockLevel, row: SheetRow | None) -> Values:
        """What a refresh says of a row's last write, or of the edit that waits in it.

        An edit keeps the numbers beside which it was typed: where Ozon's have changed since, it is a conflict, but for
        one that is on its way.
        """
        pair, seen = level.pair, Seen(level.free, level.present, self._reading)
        wish = read_wish(row.cells) if row else None
        if row is None or wish is None:
            return {**based_on(self._snapshot, pair, level.free, seen), **self._result(pair, waiting=False)}
        typed_on = seen_in(row) if is_whole(row, pair, self._old_snapshot) else None
        base = based_on(self._snapshot, pair, level.free, typed_on)
        conflict = moved(wish, typed_on, level) if isinstance(wish, Wish) else None
        decided = read_decision(row.cells["decision"]) is not Decision.NONE
        if conflict is None or conflict.there or decided or pair in self._undecided:
            return {**base, **self._result(pair, waiting=True)}
        told = conflict_words(conflict).say(self._setting.lang)
        event = self._results.get(pair)
        if event is not None and event.oversold:  # that must not be overlooked
            told = f"{self._text(event)} {told}"
        return {**base, "result": told, "result_at": self._setting.now}

    def _result(self, pair: Pair, *, waiting: bool) -> Values:
        event = self._undecided.get(pair) or self._results.get(pair)
        if event is None or (event.state is State.CONFLICT and waiting):
            return {}
        return {"result": self._text(event), "result_at": event.at}

    def _text(self, event: JournalEvent) -> str:
        return result_text(
            event.state,
            self._setting.lang,
            was=event.was,
            sent=event.sent,
            now=event.read_back,
            message=event.message,
            oversold=event.oversold,
        )

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


def _finished_with_notes(known: Known, rows: Sequence[SheetRow], store: Store, shop: str) -> list[Posting]:
    """A posting that has left the queue is not dropped as long as somebody's notes stand beside it."""
    open_numbers = {posting.number for posting in known.postings}
    noted = [row.key[0] for row in rows if row.key[0] not in open_numbers]
    if not noted:
        return []
    ended = store.snapshots.find(shop, noted)
    return [ended.get(number) or _nothing_known_of(number) for number in noted]


def _nothing_known_of(number: str) -> Posting:
    return Posting(number, "", "cancelled", "", "", "", "", "", "", "", "", None, None, None, None, (), (), ())
