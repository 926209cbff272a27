"""The seller's offers: ids and names."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pydantic import TypeAdapter, with_config
from typing_extensions import TypedDict

from ozon_xl.ozon.endpoint import Endpoint
from ozon_xl.ozon.paging import Page, Pager, batches
from ozon_xl.ozon.wire import LENIENT, Send, known_id, need, need_key

LIST_PRODUCTS = Endpoint("/v3/product/list", page=1000, source="Ozon's API description, read 2026-11-23")
PRODUCT_INFO = Endpoint("/v3/product/info/list", batch=1000, source="Ozon's API description, read 2026-11-23")


class ProductRef(NamedTuple):
    """The three ids of one offer."""

    offer: str
    """``offer_id``: the seller's article, free text."""
    product_id: str
    sku: str
    """Empty as long as Ozon has given none."""
    archived: bool


class Product(NamedTuple):
    """An offer with its name."""

    offer: str
    product_id: str
    sku: str
    name: str
    archived: bool


@with_config(LENIENT)
class _Item(TypedDict, total=False):
    offer_id: str | None
    product_id: str | None
    sku: str | None
    archived: bool | None


@with_config(LENIENT)
class _ItemPage(TypedDict, total=False):
    items: list[_Item] | None
    last_id: str | None


@with_config(LENIENT)
class _Items(_ItemPage, total=False):
    result: _ItemPage | None


@with_config(LENIENT)
class _Info(TypedDict, total=False):
    id: str | None
    offer_id: str | None
    sku: str | None
    name: str | None
    is_archived: bool | None
    is_autoarchived: bool | None


@with_config(LENIENT)
class _InfoList(TypedDict, total=False):
    items: list[_Info] | None


@with_config(LENIENT)
class _Infos(_InfoList, total=False):
    result: _InfoList | None


_ITEMS = TypeAdapter(_Items)
_INFOS = TypeAdapter(_Infos)


class Products:
    """``client.products``."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._list = Pager(LIST_PRODUCTS)

    def offers(self) -> Iterator[list[ProductRef]]:
        """All offers but the archived ones, page by page."""

        def fetch(cursor: str, limit: int) -> Page[ProductRef]:
            body = {"filter": {"visibility": "ALL"}, "last_id": cursor, "limit": limit}
            return self._send(LIST_PRODUCTS, body, _read_items)

        return self._list.pages(fetch)

    def info(self, product_ids: Sequence[str]) -> list[Product]:
        """Names of these products. An id that Ozon does not know is left out without a word (observed)."""
        return [
            product
            for batch in batches(product_ids, PRODUCT_INFO)
            for product in self._send(PRODUCT_INFO, {"product_id": batch}, _read_infos)
        ]


def _read_items(content: bytes) -> Page[ProductRef]:
    answer = _ITEMS.validate_json(content)
    page = answer.get("result") or answer
    need_key(page, "items")
    items = [
        ProductRef(
            offer=need(wire.get("offer_id"), "offer_id"),
            product_id=need(wire.get("product_id"), "product_id"),
            sku=known_id(wire.get("sku")),
            archived=bool(wire.get("archived")),
        )
        for wire in page.get("items") or ()
    ]
    return Page(items, page.get("last_id") or "", None)


def _read_infos(content: bytes) -> list[Product]:
    answer = _INFOS.validate_json(content)
    page = answer.get("result") or answer
    need_key(page, "items")
    return [
        Product(
            offer=need(wire.get("offer_id"), "offer_id"),
            product_id=need(wire.get("id"), "id"),
            sku=known_id(wire.get("sku")),
            name=wire.get("name") or "",
            archived=bool(wire.get("is_archived") or wire.get("is_autoarchived")),
        )
        for wire in page.get("items") or ()
    ]
