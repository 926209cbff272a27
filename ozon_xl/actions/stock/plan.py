"""From what was typed to what would be sent: the preview that the user is asked to confirm."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from ozon_xl import errors
from ozon_xl.actions.book import Book, open_book
from ozon_xl.actions.stock.looks import levels_of, ordered_since
from ozon_xl.actions.stock.rest import rest_of, undecided
from ozon_xl.clock import Clock
from ozon_xl.domain.stock import Pair, StockLevel
from ozon_xl.domain.stock_batches import batches, seconds_for
from ozon_xl.domain.stock_edit import EditRow
from ozon_xl.domain.stock_plan import Judged, StockPlan, from_the_future, judge
from ozon_xl.domain.stock_wish import Decision, Mode, Seen, Wish, orders_explain
from ozon_xl.hosts.base import Host, SheetRow
from ozon_xl.ozon.client import OzonClient
from ozon_xl.ozon.stocks import STOCK_WRITES, UPDATE_STOCKS
from ozon_xl.sheets import STOCK
from ozon_xl.sheets.columns import moment
from ozon_xl.sheets.names import is_yes
from ozon_xl.sheets.quantity import WISH_ATTRS, read_decision, read_wish
from ozon_xl.sheets.rows import row_check
from ozon_xl.store import Store
from ozon_xl.store.journal import JournalEvent
from ozon_xl.texts import Words
from ozon_xl.texts import errors as error_texts
from ozon_xl.texts import stock as texts

EDIT_ATTRS = (*WISH_ATTRS, "decision", "free", "base", "base_present", "reading", "check")
"""The columns that make an edit."""
NOTED_ATTRS = (*EDIT_ATTRS, "name")
"""What is read of the rows in which the staff wrote: always the same, a file is then read once."""
_READ_ATTRS = (*NOTED_ATTRS, "short", "ordered", "warehouse")


def make_plan(host: Host, client: OzonClient, clock: Clock, *, store: Store | None = None) -> StockPlan:
    """What would be sent if the user agreed: every typed row judged against what Ozon has at this moment.

    Nothing is written anywhere. With the ``store`` a pair whose last write is not decided yet is refused, and the time
    that it will take counts the pairs written just now.

    Raises:
        PlanUnusableError: the workbook was never refreshed, or its data claim to be from the future.
        OzonXLError: of the client or the host.
    """
    book = open_book(host, client.shop.client_id)
    data_from = _data_from(host)
    rows = host.read(STOCK, _READ_ATTRS)
    edits = list(_edits(rows, book.snapshot, undecided(store, client.shop.client_id) if store else {}))
    levels = levels_of(client, {edit.pair for edit in edits})
    now = clock.now()
    if edits and from_the_future(data_from, now):
        raise errors.PlanUnusableError(what=error_texts.WHAT_CLOCK)
    may_rebase = is_yes(host.get("RebaseOrders").value)
    current = (
        {Pair(*row.key) for row in rows if number_in(row, "free") == number_in(row, "base")} if may_rebase else set()
    )
    since = _orders(client, [edit for edit in edits if edit.pair in current], levels, data_from, now)
    judged = judge(edits, levels, len(rows), book.rules, since)
    return planned(host, book, client, judged, store, made_at=now, data_from=data_from, may_rebase=may_rebase)


def _orders(
    client: OzonClient, edits: Iterable[EditRow], levels: Mapping[Pair, StockLevel], since: datetime, now: datetime
) -> Mapping[Pair, int]:
    """Pieces ordered since the user looked, of the edits whose free quantity orders alone may have lowered."""
    dropped = [
        edit.pair
        for edit in edits
        if edit.seen and isinstance(edit.asked, Wish) and edit.asked.mode is Mode.FREE
        if (level := levels.get(edit.pair)) and orders_explain(edit.seen, level)
    ]
    return ordered_since(client, since, now, dropped)


def planned(
    host: Host,
    book: Book,
    client: OzonClient,
    judged: Judged,
    store: Store | None,
    *,
    made_at: datetime,
    data_from: datetime,
    may_rebase: bool,
) -> StockPlan:
    """The plan of these rows."""
    shop = client.shop.client_id
    pairs = [item.pair for item in judged.items]
    rest = rest_of(pairs, store, shop, made_at) if store else dict.fromkeys(pairs, 0.0)
    return StockPlan(
        made_at=made_at,
        data_from=data_from,
        shop=shop,
        workbook_id=book.workbook_id,
        workbook=host.title,
        snapshot=book.snapshot,
        lang=book.lang,
        **judged._asdict(),
        rebase_orders=may_rebase,
        seconds=seconds_for(batches(rest, UPDATE_STOCKS.batch), *STOCK_WRITES),
    )


def _data_from(host: Host) -> datetime:
    at = host.get("RefreshedAt").value
    if isinstance(at, bool) or not isinstance(at, (int, float)) or at <= 0:
        raise errors.PlanUnusableError(what=error_texts.WHAT_NO_DATA)
    try:
        return moment(float(at), date1904=host.date1904)
    except OverflowError as error:
        raise errors.PlanUnusableError(what=error_texts.WHAT_CLOCK) from error


def _edits(rows: Iterable[SheetRow], snapshot: str, open_: Mapping[Pair, JournalEvent]) -> Iterable[EditRow]:
    for row in rows:
        asked = read_wish(row.cells)
        if asked is None:
            continue
        decision = read_decision(row.cells["decision"])
        if isinstance(decision, Words):
            asked, decision = decision, Decision.NONE
        elif decision is Decision.UNDO:
            asked = texts.ROW_MARKED
        pair = Pair(*row.key)
        yield EditRow(
            row=row.number,
            pair=pair,
            seen=seen_in(row),
            asked=asked,
            refused=_distrust(row, pair, snapshot) or waits(pair, open_),
            short=number_in(row, "short") or 0,
            ordered=number_in(row, "ordered") or 0,
            name=str(row.cells["name"].value or ""),
            warehouse=str(row.cells["warehouse"].value or ""),
            decision=decision,
        )


def seen_in(row: SheetRow) -> Seen | None:
    """What stood beside the edit of a row when it was typed."""
    free, present = number_in(row, "base"), number_in(row, "base_present")
    return None if free is None or present is None else Seen(free, present, str(row.cells["reading"].value or ""))


def waits(pair: Pair, undecided: Mapping[Pair, JournalEvent]) -> Words | None:
    """Why nothing is sent of a pair: a write of it is not decided yet."""
    return texts.ROW_OPEN.filled(sent=undecided[pair].sent) if pair in undecided else None


def _distrust(row: SheetRow, pair: Pair, snapshot: str) -> Words | None:
    if any(not isinstance(row.cells[attr].value, str) for attr in STOCK.key):
        return texts.ROW_NUMERIC_ID
    return None if is_whole(row, pair, snapshot) else texts.ROW_MIXED


def is_whole(row: SheetRow, pair: Pair, snapshot: str) -> bool:
    """Whether the cells of a stock row belong to each other and to the snapshot."""
    numbers = (number_in(row, attr) for attr in ("free", "base", "base_present"))
    reading = row.cells["reading"].value
    return row.cells["check"].value == row_check(snapshot, pair, *numbers, None if reading is None else str(reading))


def number_in(row: SheetRow, attr: str) -> int | None:
    """The whole number in a cell; None where there is none."""
    value = row.cells[attr].value
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != int(value):
        return None
    return int(value)
