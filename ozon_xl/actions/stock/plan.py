"""From what was typed to what would be sent: the preview that the user is asked to confirm."""

from collections.abc import Iterable
from datetime import datetime

from ozon_xl import errors
from ozon_xl.actions.book import Book, open_book
from ozon_xl.clock import Clock
from ozon_xl.domain.stock import Pair, StockLevel
from ozon_xl.domain.stock_plan import EditRow, Judged, StockPlan, judge
from ozon_xl.domain.stock_states import State
from ozon_xl.hosts.base import Host, SheetRow
from ozon_xl.ozon.client import OzonClient
from ozon_xl.sheets import STOCK
from ozon_xl.sheets.columns import moment
from ozon_xl.sheets.quantity import read_quantity
from ozon_xl.sheets.rows import row_check
from ozon_xl.store import Store
from ozon_xl.texts import Words
from ozon_xl.texts import errors as error_texts
from ozon_xl.texts import stock as texts

MOST_DAYS = 2_958_465
"""The last day number a spreadsheet knows (the end of the year 9999)."""

_READ_ATTRS = ("new_free", "free", "check", "short", "ordered", "name", "warehouse")


def make_plan(host: Host, client: OzonClient, clock: Clock) -> StockPlan:
    """What would be sent if the user agreed: every typed row judged against what Ozon has at this moment.

    Nothing is written anywhere.

    Raises:
        PlanUnusableError: the workbook was never refreshed.
        OzonXLError: of the client or the host.
    """
    shop = client.shop.client_id
    book = open_book(host, shop)
    data_from = _data_from(host)
    rows = host.read(STOCK, _READ_ATTRS)
    edits = list(_edits(rows, book.snapshot))
    levels = levels_of(client, {edit.pair for edit in edits})
    judged = judge(edits, levels, len(rows), book.rules)
    return _plan(host, book, shop, judged, made_at=clock.now(), data_from=data_from)


def _plan(host: Host, book: Book, shop: str, judged: Judged, *, made_at: datetime, data_from: datetime) -> StockPlan:
    return StockPlan(
        made_at=made_at,
        data_from=data_from,
        shop=shop,
        workbook_id=book.workbook_id,
        workbook=host.title,
        snapshot=book.snapshot,
        lang=book.lang,
        items=judged.items,
        refused=judged.refused,
        unchanged=judged.unchanged,
        second_consent=judged.second_consent,
    )


def _data_from(host: Host) -> datetime:
    at = host.get("RefreshedAt").value
    if isinstance(at, bool) or not isinstance(at, (int, float)) or not 0 < at < MOST_DAYS:
        raise errors.PlanUnusableError(what=error_texts.WHAT_NO_DATA)
    return moment(float(at), date1904=host.date1904)


def _edits(rows: Iterable[SheetRow], snapshot: str) -> Iterable[EditRow]:
    for row in rows:
        asked = read_quantity(row.cells["new_free"])
        if asked is None:
            continue
        pair = Pair(*row.key)
        seen = _whole(row, "free")
        yield EditRow(
            row=row.number,
            pair=pair,
            seen=seen,
            asked=asked,
            trusted=_distrust(row, pair, seen, snapshot),
            short=_whole(row, "short") or 0,
            ordered=_whole(row, "ordered") or 0,
            name=str(row.cells["name"].value or ""),
            warehouse=str(row.cells["warehouse"].value or ""),
        )


def _distrust(row: SheetRow, pair: Pair, seen: int | None, snapshot: str) -> Words | None:
    if any(not isinstance(row.cells[attr].value, str) for attr in STOCK.key):
        return texts.ROW_NUMERIC_ID
    if row.cells["check"].value != row_check(snapshot, pair, seen):
        return texts.ROW_MIXED
    return None


def _whole(row: SheetRow, attr: str) -> int | None:
    value = row.cells[attr].value
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != int(value):
        return None
    return int(value)


def levels_of(client: OzonClient, pairs: Iterable[Pair]) -> dict[Pair, StockLevel]:
    """What Ozon has now of these pairs."""
    offers = sorted({pair.offer for pair in pairs if pair.offer})
    return {level.pair: level for level in client.stocks.of_offers(offers)} if offers else {}


def plan_undo(host: Host, client: OzonClient, store: Store, clock: Clock, run: str) -> StockPlan:
    """A plan that puts back what a run changed; a pair that has changed since is refused in it.

    Raises:
        RunUnknownError: the journal has no such run of this shop.
    """
    shop = client.shop.client_id
    book = open_book(host, shop)
    done = [event for (_run, _pair), event in store.journal.latest(shop, run).items()]
    if not done:
        raise errors.RunUnknownError(run=run)
    applied = [event for event in done if event.state in (State.VERIFIED, State.ACCEPTED)]
    names = store.snapshots.names(shop)
    warehouses = {warehouse.id: warehouse.name for warehouse in store.snapshots.warehouses(shop)}
    edits = [
        EditRow(
            row=0,
            pair=Pair(event.offer, event.warehouse_id),
            seen=event.sent,
            asked=event.was if event.was is not None else texts.ROW_UNKNOWN,
            trusted=None,
            short=0,
            ordered=0,
            name=names.get(event.offer, ""),
            warehouse=warehouses.get(event.warehouse_id, ""),
        )
        for event in applied
    ]
    judged = judge(edits, levels_of(client, {edit.pair for edit in edits}), len(host.read(STOCK)), book.rules)
    now = clock.now()
    return _plan(host, book, shop, judged, made_at=now, data_from=now)


def last_run(store: Store, shop: str, workbook_id: str) -> str:
    """The latest run of a workbook that changed anything at Ozon.

    Raises:
        NothingToUndoError: there is none.
    """
    for run in reversed(store.journal.runs(shop)):
        if run.workbook_id == workbook_id and (run.states[State.VERIFIED] or run.states[State.ACCEPTED]):
            return run.run
    raise errors.NothingToUndoError
