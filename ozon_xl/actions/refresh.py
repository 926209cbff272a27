"""Orders and stock in: fetch everything, remember it, then rewrite the workbook once. Whole or nothing."""

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Final, NamedTuple

from ozon_xl.actions.archive import move_to_archive
from ozon_xl.actions.book import Book, open_book
from ozon_xl.actions.collector import rare_collections
from ozon_xl.actions.journal import SHEET_ROWS, journal_rows
from ozon_xl.actions.key_looks import look_at_key
from ozon_xl.actions.outlook import learn_from_past, start_figures
from ozon_xl.actions.ratings import ask_on_time, ask_ratings, error_tariff
from ozon_xl.actions.remember import known_after, remember
from ozon_xl.actions.sheet_rows import SheetRows, noted_orders, noted_stock
from ozon_xl.actions.shops import seller_name
from ozon_xl.actions.standing import figures_of
from ozon_xl.actions.stock import Resumed, resume
from ozon_xl.actions.zone import zone_at, zone_cells
from ozon_xl.clock import Clock
from ozon_xl.errors import OzonXLError, StoppedByUserError
from ozon_xl.hosts.base import Host
from ozon_xl.ozon.client import OzonClient
from ozon_xl.sheets import JOURNAL, LINES, ORDERS, STOCK
from ozon_xl.sheets.columns import Cell, to_cell
from ozon_xl.sheets.rows import Setting, option_figures
from ozon_xl.store import Store
from ozon_xl.texts import Lang, Words

_TRACE: Final = re.compile(r" \[\w+\]$")


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
    whole: bool
    """Everything was read, not only what had changed."""
    archived: int = 0
    """Postings that went to the Archive sheet."""
    resumed: Resumed = Resumed()
    """What was found of earlier stock runs."""
    warnings: tuple[Words, ...] = ()
    """What the user has to do about the key."""


@rare_collections()
def refresh(
    host: Host,
    client: OzonClient,
    store: Store,
    clock: Clock,
    *,
    whole: bool = False,
    progress: Callable[[str], None] = lambda _text: None,
) -> RefreshResult:
    """Bring the workbook up to date with its shop; ``whole`` as in ``remember``.

    Raises:
        OzonXLError: of the client, the store or the host; the workbook is then as it was, but that its banner names
            what could not be read from Ozon.
    """
    shop = client.shop.client_id
    book = open_book(host, shop)
    with _failure_told(host, client, book.lang):
        resumed = resume(host, client, store, clock, book=book)
        noted_orders(host)  # a broken sheet of the staff's stops the refresh at once; that of stock was just read
        shop_name = seller_name(client)
        fetched, snapshot, now = remember(client, store, whole=whole, progress=progress)
    warnings = look_at_key(client, store)
    store.keep_rules(shop, book.rules)
    drift = client.clock_error or timedelta(0)
    zone = zone_at(now + drift)  # NOW() is put forward and back by this computer's own clock
    ratings = ask_ratings(client, now, book.rules) if fetched.whole or not book.snapshot else None
    on_time = None if ratings is None else ask_on_time(client, ratings, now, book.rules)
    errors = error_tariff(ratings, store, shop, book.rules, now)
    setting = Setting(book.lang, now, zone, book.rules, host.date1904, errors)
    model = learn_from_past(store, shop, now)
    snapshots = (book.snapshot, str(snapshot))
    known = known_after(fetched, store, shop)
    sheets = SheetRows(known, noted_orders(host), store, shop, snapshots, setting, model, resumed.finished)
    figures = figures_of(ratings, on_time, store, shop, sheets.queue, setting)
    figures |= start_figures(sheets.starts, sheets.queue, setting, is_told=bool(model.packing))
    figures |= option_figures(sheets.queue, setting.now)
    settings = _settings(book, shop, shop_name, setting, snapshot=str(snapshot), drift=drift)
    settings["Status"] = to_cell(" ".join(words.say(book.lang) for words in warnings)) or None
    with host.busy():
        archived = move_to_archive(host, store, shop, sheets.finished, setting)
        host.write(ORDERS, sheets.orders(archived))
        host.write(LINES, sheets.lines())
        host.write(STOCK, sheets.stock(noted_stock(host)))  # read now: people type while we fetch
        host.write(JOURNAL, journal_rows(store.journal.tail(SHEET_ROWS, shop), setting))
        # nothing rests on the Today sheet: whoever has removed it, or some cell of it, does without
        host.put_all(settings | figures, optional=figures)
    host.save()
    return RefreshResult(
        snapshot=str(snapshot),
        orders=len(known.postings),
        at_risk=sheets.at_risk,
        short=sheets.short,
        left=len(fetched.left),
        stock_rows=len(known.stock),
        whole=fetched.whole,
        archived=len(archived),
        resumed=resumed,
        warnings=warnings,
    )


@contextmanager
def _failure_told(host: Host, client: OzonClient, lang: Lang) -> Iterator[None]:
    """What fails here is told in the banner until a refresh comes through, where the workbook can be written: since
    when, and of what. As long as that is the same, nothing is written.
    """
    try:
        yield
    except StoppedByUserError:
        raise
    except OzonXLError as error:
        with suppress(OzonXLError):
            named = error.details.get("place") or error.values.get("warehouses") or host.get("ShopName").value
            cells = {"FailedWhat": to_cell(str(named or client.shop.client_id)), "Status": to_cell(error.say(lang))}
            stand = {name: raw.value for name, raw in host.get_all(("FailedAt", *cells)).items()}
            changes = {name: value for name, value in cells.items() if _said(stand.get(name)) != _said(value)}
            if "FailedWhat" in changes or not stand.get("FailedAt"):
                changes["FailedAt"] = to_cell(client.clock.now(), date1904=host.date1904)
            if changes:
                host.put_all(changes)
                host.save()
        raise


def _said(value: object) -> str:
    """A message without its trace id, which is another each time."""
    return _TRACE.sub("", str(value or ""))


def _settings(
    book: Book, shop: str, shop_name: str, setting: Setting, *, snapshot: str, drift: timedelta
) -> dict[str, Cell]:
    cells: dict[str, Cell] = {
        "Shop": shop,
        **zone_cells(setting.zone, date1904=setting.date1904),
        "ClockError": round(drift.total_seconds()),
        "RefreshedAt": to_cell(setting.now, date1904=setting.date1904),
        "FailedAt": None,
        "FailedWhat": None,
        "SnapshotId": snapshot,
    }
    if shop_name:
        cells["ShopName"] = shop_name
    if not book.workbook_id:  # a downloaded one: until it has an id of its own, its buttons find nothing
        cells["WorkbookId"] = str(uuid.uuid4())
    return cells
