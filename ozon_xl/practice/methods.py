"""Which path is which method, and which paths are switched off.

Pages, batches and limits are those of the client's own endpoint declarations: client and shop cannot drift apart.
"""

from collections.abc import Callable
from typing import NamedTuple

from ozon_xl.ozon import account, chats, postings, products, ratings, shipping, stocks, warehouses
from ozon_xl.ozon.endpoint import Endpoint
from ozon_xl.practice import (
    account_methods,
    chat_methods,
    posting_methods,
    product_methods,
    rating_methods,
    shipping_methods,
    stock_methods,
)
from ozon_xl.practice.world import Call


class Method(NamedTuple):
    """A declared endpoint and what answers it."""

    endpoint: Endpoint
    answer: Callable[[Call], bytes]


def _roles(call: Call) -> bytes:
    return account_methods.roles(call, tuple(METHODS))


METHODS = {
    method.endpoint.path: method
    for method in (
        Method(account.ROLES, _roles),
        Method(account.SELLER_INFO, account_methods.seller),
        Method(warehouses.LIST_WAREHOUSES, account_methods.warehouses),
        Method(warehouses.LIST_DELIVERY_METHODS, account_methods.delivery_methods),
        Method(products.LIST_PRODUCTS, product_methods.product_list),
        Method(products.PRODUCT_INFO, product_methods.product_info),
        Method(stocks.STOCK_TOTALS, stock_methods.sums),
        Method(stocks.STOCKS_BY_WAREHOUSE, stock_methods.by_offer),
        Method(stocks.WAREHOUSE_STOCKS, stock_methods.by_warehouse),
        Method(stocks.UPDATE_STOCKS, stock_methods.write),
        Method(postings.LIST_UNFULFILLED, posting_methods.unfulfilled),
        Method(postings.LIST_POSTINGS, posting_methods.history),
        Method(postings.GET_POSTING, posting_methods.one),
        Method(shipping.SHIP_POSTING, shipping_methods.ship),
        Method(shipping.CREATE_LABELS, shipping_methods.create_labels),
        Method(shipping.GET_LABELS, shipping_methods.get_labels),
        Method(chats.LIST_CHATS, chat_methods.listing),
        Method(chats.START_CHAT, chat_methods.start),
        Method(chats.SEND_MESSAGE, chat_methods.send),
        Method(ratings.INDEX_INFO, rating_methods.index_info),
        Method(ratings.INDEX_POSTINGS, rating_methods.index_postings),
        Method(ratings.SUMMARY, rating_methods.summary),
        Method(ratings.HISTORY, rating_methods.history),
    )
}

RETIRED = frozenset(
    {
        "/v3/posting/fbs/unfulfilled/list",
        "/v2/posting/fbs/unfulfilled/list",
        "/v3/posting/fbs/list",
        "/v2/posting/fbs/list",
        "/v2/posting/fbs/get",
        "/v2/posting/fbo/list",
        "/v3/posting/fbs/ship",
        "/v3/posting/fbs/ship/package",
        "/v2/posting/fbs/package-label",
        "/v1/posting/fbs/package-label/create",
        "/v2/posting/fbs/package-label/create",
        "/v1/posting/fbs/package-label/get",
        "/v2/posting/fbs/act/create",
        "/v1/posting/carriage-available/list",
        "/v1/carriage/delivery/list",
        "/v1/warehouse/list",
        "/v1/delivery-method/list",
        "/v1/product/info/stocks-by-warehouse/fbs",
        "/v3/product/info/stocks",
        "/v2/product/list",
        "/v4/product/info/prices",
        "/v2/product/info/list",
        "/v1/product/import/stocks",
        "/v2/chat/list",
        "/v2/chat/history",
        "/v1/conditional-cancellation/list",
        "/v3/returns/company/fbs",
        "/v2/returns/rfbs/reject",
        "/v2/returns/rfbs/compensate",
        "/v1/product/quant/list",
        "/v1/product/quant/info",
    }
)
"""Switched off before 2026-11-23 according to Ozon's announcements and to those who met it."""
