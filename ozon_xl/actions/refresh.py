"""Orders and stock in: fetch everything, remember it, then rewrite the workbook once. Whole or nothing."""

import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import NamedTuple

from ozon_xl.actions.book import open_book
from ozon_xl.actions.collector import rare_collections
from ozon_xl.actions.journal import SHEET_ROWS, journal_rows
from ozon_xl.actions.remember import remember
from ozon_xl.actions.sheet_rows import Notes, SheetRows
from ozon_xl.actions.standing import ask_ratings, figures_of
from ozon_xl.actions.stock import Resumed, resume
from ozon_xl.actions.zone import put_zone
from ozon_xl.clock import Clock, local_offset
from ozon_xl.errors import CellNameMissingError
from ozon_xl.hosts.base import Host
from ozon_xl.ozon.client import OzonClient
from ozon_xl.sheets import JOURNAL, LINES, ORDERS, STOCK
from ozon_xl.sheets.columns import Cell, to_cell
from ozon_xl.sheets.rows import Setting
from ozon_xl.store import Store


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
    resumed: Resumed = Resumed()
    """What was found of earlier stock runs."""


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
    shop_name = client.account.seller().name  # the first answer: from here on the clock is Ozon's
    resumed = resume(host, client, store, clock, book=book)
    notes = Notes(host)
    fetched, snapshot, now = remember(client, store, progress=progress)
    store.keep_rules(shop, book.rules)
    drift = client.clock_error or timedelta(0)
    setting = Setting(book.lang, now, local_offset(now), book.rules, host.date1904)
    sheets = SheetRows(fetched, notes, store, shop, (book.snapshot, str(snapshot)), setting)
    figures = figures_of(ask_ratings(client, setting.now, book.rules), store, shop, sheets.queue, setting)
    with host.busy():
        host.write(ORDERS, sheets.orders())
        host.write(LINES, sheets.lines())
        host.write(STOCK, sheets.stock())
        host.write(JOURNAL, journal_rows(store.journal.tail(SHEET_ROWS, shop), setting))
        _put_names(host, shop, shop_name, setting, snapshot=str(snapshot), drift=drift)
        if not book.workbook_id:  # a downloaded one: until it has an id of its own, its buttons find nothing
            host.put("WorkbookId", str(uuid.uuid4()))
        _put_figures(host, figures)
    host.save()
    return RefreshResult(
        snapshot=str(snapshot),
        orders=len(fetched.postings),
        at_risk=sheets.at_risk,
        short=sheets.short,
        left=len(fetched.left),
        stock_rows=len(fetched.stock),
        resumed=resumed,
    )


def _put_names(host: Host, shop: str, shop_name: str, setting: Setting, *, snapshot: str, drift: timedelta) -> None:
    host.put("Shop", shop)
    host.put("ShopName", shop_name)
    put_zone(host, setting.now)
    host.put("ClockError", round(drift.total_seconds()))
    host.put("RefreshedAt", to_cell(setting.now, date1904=setting.date1904))
    host.put("SnapshotId", snapshot)


def _put_figures(host: Host, figures: Mapping[str, Cell]) -> None:
    """Nothing rests on the Today sheet: whoever has removed it, or some cell of it, does without."""
    for name, value in figures.items():
        with suppress(CellNameMissingError):
            host.put(name, value)
