"""The two product methods, and the filter that they share with the stock sums."""

from collections.abc import Callable

from ozon_xl.practice.asked import Refusal, cursor_of, cursor_to, ids, limit_of, part, text, texts
from ozon_xl.practice.goods import Product
from ozon_xl.practice.goods_wire import card, in_stock, list_item
from ozon_xl.practice.pages import Page, Span, turn
from ozon_xl.practice.shop import Shop
from ozon_xl.practice.wire import dumps, joined
from ozon_xl.practice.world import Call

MOST_IDS = 1000
"""In one filter. Source: description of ``/v3/product/list``, read 2026-11-23."""


def product_list(call: Call) -> bytes:
    """``/v3/product/list``: ``last_id`` until a page is empty."""
    limit = limit_of(call.body, "GetProductListRequest", call.endpoint.page, otherwise=call.endpoint.page)
    page, total = products(call, limit, "last_id")
    items = joined([list_item(product, product.shelves()) for product in page.rows])
    return b'{"result":{"items":%s,%s,"last_id":%s}}' % (items, totals(call, total), dumps(page.cursor))


def product_info(call: Call) -> bytes:
    """``/v3/product/info/list``: unknown ids are left out without a word."""
    offers, numbers, skus = texts(call.body, "offer_id"), ids(call.body, "product_id"), ids(call.body, "sku")
    most = call.endpoint.batch
    if not 0 < len(offers) + len(numbers) + len(skus) <= most:
        raise Refusal(f"use either offer_id or product_id or sku, between 1 and {most} in all")
    chosen = found(call.shop, offers, numbers, skus)
    return b'{"items":%s}' % joined([card(product, product.shelves(), call.now) for product in chosen])


def found(shop: Shop, offers: list[str], numbers: list[int], skus: list[int]) -> list[Product]:
    """The products of these ids, each once; unknown ids are passed over."""
    sought = [
        *(shop.by_offer.get(offer) for offer in offers),
        *(shop.by_id.get(number) for number in numbers),
        *(shop.by_sku.get(sku) for sku in skus),
    ]
    return list({product.id: product for product in sought if product is not None}.values())


def products(call: Call, limit: int, cursor_name: str) -> tuple[Page[Product], int]:
    """A page of products by the filter both lists share, and how many there are in all."""
    asked = part(call.body, "filter")
    offers, numbers, skus = texts(asked, "offer_id"), ids(asked, "product_id"), ids(asked, "skus")
    if len(offers) + len(numbers) + len(skus) > MOST_IDS:
        raise Refusal(f"filter must contain at most {MOST_IDS} identifiers")
    wanted = _visible(text(asked.get("visibility"), "visibility"))
    if offers or numbers or skus:  # "regardless of their visibility"
        chosen = {product.id for product in found(call.shop, offers, numbers, skus)}
        wanted = lambda product: product.id in chosen  # noqa: E731
    sent = text(call.body.get(cursor_name), cursor_name)
    last = cursor_of(sent)
    if last is not None and not (isinstance(last, list) and last and isinstance(last[0], int)):
        raise Refusal("invalid cursor")
    page = turn(
        call,
        call.shop.products,
        Span(wanted=wanted),
        limit,
        sent=sent,
        after=(last[0],) if last else None,
        cursor=lambda product: cursor_to([product.id, product.id]),
    )
    return page, call.world.counted(asked, lambda: call.shop.products.count(None, None, wanted))


_UNSOLD = ("NOT_MODERATED", "STATE_FAILED", "VALIDATION_STATE_PENDING", "VALIDATION_STATE_FAIL", "PARTIAL_APPROVED")
_NOBODY = (
    "DISABLED", "OVERPRICED", "CRITICALLY_OVERPRICED", "EMPTY_BARCODE", "QUARANTINE", "OVERPRICED_WITH_STOCK", "BANNED",
    "AUTO_ARCHIVED", "SEASONAL_AUTO_ARCHIVED", "VISIBLE_WITH_FBO_STOCK",
)  # fmt: skip
_READY = ("MODERATED", "READY_TO_SUPPLY", "VALIDATION_STATE_SUCCESS", "TO_SUPPLY", "BARCODE_EXISTS")


def _visible(visibility: str) -> Callable[[Product], bool]:
    """Which products a word of ``visibility`` means here."""

    def stocked(product: Product) -> bool:
        return in_stock(product.shelves())

    meanings: dict[str, Callable[[Product], bool]] = {
        "": lambda product: not product.archived,
        "ALL": lambda product: not product.archived,
        "VISIBLE": lambda product: not product.archived and stocked(product),
        "IN_SALE": lambda product: not product.archived and stocked(product),
        "INVISIBLE": lambda product: not product.archived and not stocked(product),
        "EMPTY_STOCK": lambda product: not product.archived and not stocked(product),
        "REMOVED_FROM_SALE": lambda product: not product.archived and not stocked(product),
        "ARCHIVED": lambda product: product.archived,
        "MANUAL_ARCHIVED": lambda product: product.archived,
        **dict.fromkeys(_UNSOLD, lambda product: bool(product.refusal)),
        **dict.fromkeys(_READY, lambda product: not product.archived and not product.refusal),
        **dict.fromkeys(_NOBODY, lambda _product: False),
    }
    if visibility not in meanings:
        raise Refusal(f'proto: invalid value for enum field visibility: "{visibility}"')
    return meanings[visibility]


def totals(call: Call, total: int) -> bytes:
    """``total`` retires in favour of ``total_items``; both come until the day it is switched off."""
    told = b'"total_items":%d' % total
    return told if call.strike("no-total") else told + b',"total":%d' % total
