"""Stock in the seller's warehouses: what there is, and setting it."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from pydantic import JsonValue, TypeAdapter, with_config
from typing_extensions import TypedDict

from ozon_xl.domain.stock import StockLevel
from ozon_xl.domain.stock_states import ItemAnswer, ItemError
from ozon_xl.errors import BugError
from ozon_xl.ozon.endpoint import Endpoint, Limit
from ozon_xl.ozon.paging import Page, Pager, batches, newest, page_of
from ozon_xl.ozon.wire import LENIENT, Send, id_number, known_id, moment, need, need_key

STOCK_TOTALS = Endpoint("/v4/product/info/stocks", page=1000, source="Ozon's API description, read 2026-11-23")
STOCKS_BY_WAREHOUSE = Endpoint(
    "/v2/product/info/stocks-by-warehouse/fbs",
    page=1000,
    batch=500,
    source="Ozon's API description, which names no bounds; page as used by others, batch a cautious half; 2026-11-23",
)
WAREHOUSE_STOCKS = Endpoint(
    "/v1/product/info/warehouse/stocks",
    page=1000,
    source="Ozon's API description, which names no page size; read 2026-11-23",
)
STOCK_WRITES: Final = (80, 60.0)
"""So many requests in so many seconds."""
UPDATE_STOCKS = Endpoint(
    "/v2/products/stocks",
    batch=100,
    limit=Limit(*STOCK_WRITES),
    writes=True,
    source="Description of the method: 100 pairs a request, 80 requests a minute a seller; read 2026-11-23",
)

PAIR_REST_S: Final = 30.0
"""Seconds between two writes of one pair; sooner is answered by ``TOO_MANY_REQUESTS`` in the item's errors. Source:
description of ``/v2/products/stocks``, read 2026-11-23 (older texts: two minutes)."""


class StockTotal(NamedTuple):
    """Pieces of one offer under one scheme, summed over warehouses."""

    offer: str
    product_id: str
    sku: str
    scheme: str
    """``fbs``, ``rfbs``, ``fbo``, ``fbp``."""
    present: int
    """Those reserved for orders included."""
    reserved: int


class StockWrite(NamedTuple):
    """Set the free quantity of one pair."""

    offer: str
    warehouse_id: str
    free: int
    """Pieces without those reserved for orders; an absolute value. Source: description of ``/v2/products/stocks``."""


@with_config(LENIENT)
class _Level(TypedDict, total=False):
    offer_id: str | None
    warehouse_id: str | None
    sku: str | None
    product_id: str | None
    present: int | None
    reserved: int | None
    free_stock: int | None
    updated_at: str | None


@with_config(LENIENT)
class _LevelPage(TypedDict, total=False):
    stocks: list[_Level] | None
    products: list[_Level] | None
    cursor: str | None
    has_next: bool | None


@with_config(LENIENT)
class _Levels(_LevelPage, total=False):
    result: _LevelPage | None


@with_config(LENIENT)
class _Total(TypedDict, total=False):
    type: str | None
    sku: str | None
    present: int | None
    reserved: int | None


@with_config(LENIENT)
class _TotalItem(TypedDict, total=False):
    offer_id: str | None
    product_id: str | None
    stocks: list[_Total] | None


@with_config(LENIENT)
class _TotalPage(TypedDict, total=False):
    items: list[_TotalItem] | None
    cursor: str | None


@with_config(LENIENT)
class _Totals(_TotalPage, total=False):
    result: _TotalPage | None


@with_config(LENIENT)
class _Error(TypedDict, total=False):
    code: str | None
    message: str | None


@with_config(LENIENT)
class _Result(TypedDict, total=False):
    offer_id: str | None
    warehouse_id: str | None
    updated: JsonValue
    errors: list[_Error] | None


@with_config(LENIENT)
class _Results(TypedDict, total=False):
    result: list[_Result] | None


_LEVELS = TypeAdapter(_Levels)
_TOTALS = TypeAdapter(_Totals)
_RESULTS = TypeAdapter(_Results)


class Stocks:
    """``client.stocks``."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._totals = Pager(STOCK_TOTALS)
        self._by_warehouse = Pager(STOCKS_BY_WAREHOUSE)
        self._of_warehouse = Pager(WAREHOUSE_STOCKS)

    def of_warehouse(self, warehouse_id: str) -> Iterator[list[StockLevel]]:
        """All levels of one warehouse, page by page."""
        warehouse = id_number(warehouse_id)

        def fetch(cursor: str, limit: int) -> Page[StockLevel]:
            body = {"warehouse_id": warehouse, "limit": limit, "cursor": cursor}
            return self._send(WAREHOUSE_STOCKS, body, _read_levels)

        return self._of_warehouse.pages(fetch)

    def of_offers(self, offers: Sequence[str]) -> list[StockLevel]:
        """The levels of these offers in all warehouses of the seller. An offer that Ozon does not know is left out."""
        return [level for batch in batches(offers, STOCKS_BY_WAREHOUSE) for level in self._of_batch(batch)]

    def _of_batch(self, offers: list[str]) -> list[StockLevel]:
        def fetch(cursor: str, limit: int) -> Page[StockLevel]:
            body = {"offer_id": offers, "limit": limit, "cursor": cursor}
            return self._send(STOCKS_BY_WAREHOUSE, body, _read_levels)

        return newest(self._by_warehouse.pages(fetch), lambda level: level.pair)

    def totals(self) -> Iterator[list[StockTotal]]:
        """Sums by offer and scheme, FBO included, page by page; archived offers left out."""

        def fetch(cursor: str, limit: int) -> Page[list[StockTotal]]:
            body = {"filter": {"visibility": "ALL"}, "limit": limit, "cursor": cursor}
            return self._send(STOCK_TOTALS, body, _read_totals)

        return ([total for offer in page for total in offer] for page in self._totals.pages(fetch))

    def update(self, writes: Sequence[StockWrite]) -> list[ItemAnswer]:
        """Ozon's answer for each pair of one batch, in Ozon's order; a pair may be missing.

        Only ``actions.stock`` may call this: the one road for stock. Whatever this raises, but for a refusal
        (``RejectedError``, ``SetupError``) and ``RateLimitedError``, leaves open whether Ozon applied the batch.
        """
        if len(writes) > UPDATE_STOCKS.batch:
            raise BugError(what=f"{len(writes)} stock writes at once")
        stocks = [  # the schema marks product_id as required, the text above it advises one identifier: the offer
            {"offer_id": write.offer, "warehouse_id": id_number(write.warehouse_id), "stock": write.free}
            for write in writes
        ]
        return self._send(UPDATE_STOCKS, {"stocks": stocks}, _read_results)


def _read_levels(content: bytes) -> Page[StockLevel]:
    answer = _LEVELS.validate_json(content)
    page = answer.get("result") or answer
    if "stocks" not in page:  # the one method calls the list so, the other ``products``
        need_key(page, "products")
    levels = page.get("stocks") or page.get("products") or ()
    return page_of([_level(wire) for wire in levels], page)


def _level(wire: _Level) -> StockLevel:
    present = need(wire.get("present"), "present")
    free = need(wire.get("free_stock"), "free_stock")
    reserved = wire.get("reserved")
    return StockLevel(
        offer=need(wire.get("offer_id"), "offer_id"),
        warehouse_id=need(wire.get("warehouse_id"), "warehouse_id"),
        sku=known_id(wire.get("sku")),
        product_id=known_id(wire.get("product_id")),
        present=present,
        reserved=present - free if reserved is None else reserved,
        free=free,
        changed_at=moment(wire.get("updated_at"), "updated_at"),
    )


def _read_totals(content: bytes) -> Page[list[StockTotal]]:
    answer = _TOTALS.validate_json(content)
    page = answer.get("result") or answer
    need_key(page, "items")
    return Page([_totals_of(item) for item in page.get("items") or ()], page.get("cursor") or "", None)


def _totals_of(item: _TotalItem) -> list[StockTotal]:
    return [
        StockTotal(
            offer=need(item.get("offer_id"), "offer_id"),
            product_id=known_id(item.get("product_id")),
            sku=known_id(total.get("sku")),
            scheme=(total.get("type") or "").lower(),
            present=need(total.get("present"), "present"),
            reserved=total.get("reserved") or 0,
        )
        for total in item.get("stocks") or ()
    ]


def _read_results(content: bytes) -> list[ItemAnswer]:
    answer = _RESULTS.validate_json(content)
    return [_result(wire) for wire in need(answer.get("result"), "result")]


def _result(wire: _Result) -> ItemAnswer:
    """Fields that are missing stay empty: an entry without its pair matches nothing, so its pair stays unknown."""
    updated = wire.get("updated")
    return ItemAnswer(
        offer=wire.get("offer_id") or "",
        warehouse_id=wire.get("warehouse_id") or "",
        updated=updated if isinstance(updated, bool) else None,
        errors=tuple(
            ItemError(error.get("code") or "", error.get("message") or "") for error in wire.get("errors") or ()
        ),
    )
