"""The methods about stock: three that read it, and the only one of the shop that writes."""

from ozon_xl.practice.asked import Json, Refusal, cursor_of, cursor_to, ids, limit_of, many, text, texts, whole
from ozon_xl.practice.goods import LedgerEntry, Level
from ozon_xl.practice.goods_wire import by_warehouse_row, scheme_entry, warehouse_row
from ozon_xl.practice.orders import Terms, new_posting
from ozon_xl.practice.pages import Span, turn
from ozon_xl.practice.parcels import Line
from ozon_xl.practice.product_methods import MOST_IDS, found, products, totals
from ozon_xl.practice.wire import dumps, joined
from ozon_xl.practice.world import Call


def sums(call: Call) -> bytes:
    """``/v4/product/info/stocks``: summed over the warehouses of each scheme."""
    if not isinstance(call.body.get("filter"), dict):
        raise Refusal("Request validation error: invalid GetProductInfoStocksRequest.Filter: value is required")
    limit = limit_of(call.body, "GetProductInfoStocksRequest", call.endpoint.page)
    page, total = products(call, limit, "cursor")
    items = joined([scheme_entry(product, product.shelves(), call.now) for product in page.rows])
    return b'{"items":%s,%s,"cursor":%s}' % (items, totals(call, total), dumps(page.cursor))


def by_offer(call: Call) -> bytes:
    """``/v2/product/info/stocks-by-warehouse/fbs``: a row a product and warehouse."""
    limit = limit_of(call.body, "ProductStocksByWarehouseFbsV2Request", call.endpoint.page)
    offers, skus = texts(call.body, "offer_id"), ids(call.body, "sku")
    if not 0 < len(offers) + len(skus) <= MOST_IDS:
        raise Refusal(f"either sku or offer_id must be specified, between 1 and {MOST_IDS} values")
    last = cursor_of(text(call.body.get("cursor"), "cursor"))
    if last is not None and not (isinstance(last, list) and len(last) == 2 and all(isinstance(n, int) for n in last)):
        raise Refusal("invalid cursor")
    chosen = sorted(found(call.shop, offers, [], skus), key=lambda product: product.id)
    rows: list[Level] = []
    for product in chosen:
        levels = product.shelves()
        rows += [level for level in levels if last is None or [product.id, level.warehouse.id] > last]
        if len(rows) > limit:
            break
    more, rows = len(rows) > limit, rows[:limit]
    cursor = cursor_to([rows[-1].product.id, rows[-1].warehouse.id]) if rows else ""
    return _rows_answer(b"products", [by_warehouse_row(level, call.now) for level in rows], cursor, more=more)


def by_warehouse(call: Call) -> bytes:
    """``/v1/product/info/warehouse/stocks``: all products of one warehouse."""
    limit = limit_of(call.body, "GetWarehouseStocksRequest", call.endpoint.page)
    number = whole(call.body.get("warehouse_id"), "warehouse_id")
    if number <= 0:
        raise Refusal(
            "Request validation error: invalid GetWarehouseStocksRequest.WarehouseId: value must be greater than 0"
        )
    sent = text(call.body.get("cursor"), "cursor")
    if sent and not (sent.isascii() and sent.isdigit()):
        raise Refusal("invalid cursor")
    if number not in call.shop.by_warehouse:
        return _rows_answer(b"stocks", [], "", more=False)
    page = turn(
        call,
        call.shop.by_warehouse[number],
        Span(),
        limit,
        sent=sent,
        after=(int(sent),) if sent else None,
        cursor=lambda level: str(level.product.sku),
    )
    return _rows_answer(b"stocks", [warehouse_row(level, call.now) for level in page.rows], page.cursor, more=page.more)


def _rows_answer(name: bytes, rows: list[bytes], cursor: str, *, more: bool) -> bytes:
    return b'{"%s":%s,"cursor":%s,"has_next":%s}' % (name, joined(rows), dumps(cursor), dumps(more))


# --- writing ---------------------------------------------------------------------------------------------------------
def write(call: Call) -> bytes:
    """``/v2/products/stocks``: each item sets a pair's free stock or says why not; a malformed one refuses all."""
    items, most = many(call.body, "stocks"), call.endpoint.batch
    if not 0 < len(items) <= most:
        raise Refusal(
            "Request validation error: invalid ProductsStocksRequest.Stocks: "
            f"value must contain between 1 and {most} items, inclusive"
        )
    wanted = [_read(item, position) for position, item in enumerate(items)]
    results = [_write(call, *item) for item in wanted]
    if call.strike("missing-result"):
        results.pop()
    call.world.rng.shuffle(results)
    return dumps({"result": results})


def _read(item: object, position: int) -> tuple[str, int, int, int]:
    """Offer, product id, warehouse id and quantity of one item."""
    where = f"Request validation error: invalid ProductsStocksRequest.Stocks[{position}]"
    if not isinstance(item, dict):
        raise Refusal("proto: syntax error: unexpected token")
    offer, product_id = text(item.get("offer_id"), "offer_id"), whole(item.get("product_id"), "product_id")
    warehouse_id, stock = whole(item.get("warehouse_id"), "warehouse_id"), whole(item.get("stock"), "stock")
    faulty = (
        ("WarehouseId", warehouse_id <= 0, "value must be greater than 0"),
        ("Stock", stock < 0, "value must be greater than or equal to 0"),
        ("ProductId", not offer and product_id <= 0, "value must be greater than 0"),
    )
    for name, wrong, rule in faulty:
        if wrong:
            cause = f"invalid ProductsStocksRequest_Stock.{name}: {rule}"
            raise Refusal(f"{where}: embedded message failed validation | caused by: {cause}")
    return offer, product_id, warehouse_id, stock


def _write(call: Call, offer: str, product_id: int, warehouse_id: int, stock: int) -> Json:
    shop = call.shop
    product = shop.find_product(offer, product_id)
    refused = shop.refusal(product, warehouse_id, stock, call.now)
    before: dict[str, int] = {}
    after: dict[str, int] = {}
    if product is not None and refused is None:
        level = shop.level(product, shop.warehouses[warehouse_id], call.now)
        _hurry_in(call, level)
        before = level.counts()
        lag = call.strike("lag")
        shop.write_free(level, stock, call.now, lag_s=lag.number(30) if lag else None)
        after = level.counts()
    answer_offer, answer_id = (product.offer, product.id) if product else (offer, 0)
    errors = [refused] if refused else []
    shop.ledger.append(
        LedgerEntry(
            at=call.now,
            by=f"api:{call.seen.client_id}",
            request=call.seen.number,
            offer_id=answer_offer,
            product_id=answer_id,
            warehouse_id=warehouse_id,
            stock=stock,
            updated=refused is None,
            errors=tuple(errors),
            before=before,
            after=after,
        )
    )
    return {
        "warehouse_id": warehouse_id,
        "product_id": answer_id,
        "offer_id": answer_offer,
        "updated": refused is None,
        "errors": [{"code": code, "message": message} for code, message in errors],
    }


def _hurry_in(call: Call, level: Level) -> None:
    """The race: buyers order between the client's last look and its write."""
    fault = call.strike("race")
    quantity = min(level.free, int(fault.number(1))) if fault else 0
    if quantity:
        product = level.product
        line = Line(product, quantity, product.price, product.currency)
        terms = Terms.fresh(call.now)
        call.shop.accept(new_posting(call.shop, call.world.rng, level.warehouse, [line], terms), call.now)
