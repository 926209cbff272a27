"""Reading and writing stock."""

import random
from datetime import timedelta

import pytest

from ozon_xl.practice.goods import Level
from tests.practice.conftest import NOW, Caller, visiting

WRITE, BY_OFFER = "/v2/products/stocks", "/v2/product/info/stocks-by-warehouse/fbs"
BY_PLACE, SUMS = "/v1/product/info/warehouse/stocks", "/v4/product/info/stocks"


def free_pairs(ask: Caller, least: int = 2) -> list[Level]:
    """Pairs that may be written, not written yet by another test."""
    shop = ask.practice.world.shop
    return [
        level
        for level in shop.levels()
        if level.free >= least
        and level.written_at is None
        and shop.refusal(level.product, level.warehouse.id, 1, NOW) is None
    ]


def item(level: Level, stock: object) -> dict[str, object]:
    return {"offer_id": level.product.offer, "warehouse_id": level.warehouse.id, "stock": stock}


def read(ask: Caller, level: Level) -> tuple[int, int, int]:
    rows = ask(BY_OFFER, {"offer_id": [level.product.offer], "limit": 100}).json()["products"]
    row = next(row for row in rows if row["warehouse_id"] == level.warehouse.id)
    return row["present"], row["reserved"], row["free_stock"]


def error_of(ask: Caller, body: dict[str, object]) -> str:
    result = ask(WRITE, {"stocks": [body]}).json()["result"][0]
    assert result["updated"] is False
    assert len(result["errors"]) == 1
    return str(result["errors"][0]["code"])


def test_a_write_sets_what_is_free_and_leaves_the_reserve(ask: Caller) -> None:
    level = next(level for level in free_pairs(ask) if level.reserved > 0)
    reserved = level.reserved
    result = ask(WRITE, {"stocks": [item(level, 17)]}).json()["result"]
    assert result == [
        {
            "warehouse_id": level.warehouse.id,
            "product_id": level.product.id,
            "offer_id": level.product.offer,
            "updated": True,
            "errors": [],
        }
    ]
    assert read(ask, level) == (17 + reserved, reserved, 17)
    ask.practice.control.order(level.product.offer, level.warehouse.id, 2)
    assert read(ask, level) == (17 + reserved, reserved + 2, 15)


def test_the_three_ways_of_reading_agree(ask: Caller) -> None:
    shop = ask.practice.world.shop
    for place in shop.warehouses.values():
        body: dict[str, object] = {"warehouse_id": str(place.id), "limit": 50}
        rows = [row for page in ask.pages(BY_PLACE, body, "stocks") for row in page]
        levels = [level for level in shop.levels() if level.warehouse is place]
        assert [row["sku"] for row in rows] == sorted(level.product.sku for level in levels)
        for row in rows:
            level = shop.by_sku[row["sku"]].levels[place.id]
            assert (row["present"], row["reserved"], row["free_stock"]) == (level.present, level.reserved, level.free)
            assert row["updated_at"].endswith("Z")
    product = next(product for product in shop.range if len(product.levels) > 1)
    sums = ask(SUMS, {"filter": {"offer_id": [product.offer]}, "limit": 10}).json()["items"][0]["stocks"]
    assert sum(stock["present"] for stock in sums) == sum(level.present for level in product.levels.values())
    assert sum(stock["reserved"] for stock in sums) == sum(level.reserved for level in product.levels.values())


def test_rows_by_offer_come_in_pages(ask: Caller) -> None:
    offers = list(ask.practice.world.shop.by_offer)[:60]
    body: dict[str, object] = {"offer_id": offers, "limit": 7}
    rows = [row for page in ask.pages(BY_OFFER, body, "products") for row in page]
    pairs = {(row["offer_id"], row["warehouse_id"]) for row in rows}
    expected = {(offer, number) for offer in offers for number in ask.practice.world.shop.by_offer[offer].levels}
    assert len(rows) == len(pairs)
    assert pairs == expected
    by_sku = [str(ask.practice.world.shop.by_offer[offer].sku) for offer in offers]
    assert len(ask(BY_OFFER, {"sku": by_sku, "limit": 1000}).json()["products"]) == len(rows)
    assert ask(BY_OFFER, {"limit": 100}).status_code == 400
    assert ask(BY_OFFER, {"offer_id": [str(n) for n in range(1001)], "limit": 100}).status_code == 400


def test_products_come_until_a_page_is_empty(ask: Caller) -> None:
    shop = ask.practice.world.shop
    shown = [product for product in shop.range if not product.archived]
    body: dict[str, object] = {"filter": {"visibility": "ALL"}, "limit": 90}
    rows = [row for page in ask.pages("/v3/product/list", body, "items", "last_id") for row in page]
    assert [row["product_id"] for row in rows] == [product.id for product in shown]
    last = ask("/v3/product/list", {**body, "last_id": ""}).json()["result"]
    assert last["total"] == last["total_items"] == len(shown)
    archived = ask("/v3/product/list", {"filter": {"visibility": "ARCHIVED"}}).json()["result"]["items"]
    assert len(archived) == len(shop.range) - len(shown) > 0
    empty = ask("/v3/product/list", {"filter": {"visibility": "EMPTY_STOCK"}}).json()["result"]["items"]
    assert 0 < len(empty) < len(shown)
    assert ask("/v3/product/list", {"filter": {"visibility": "SOMETIMES"}}).status_code == 400


def test_products_by_ids_whatever_their_visibility(ask: Caller) -> None:
    archived = next(product for product in ask.practice.world.shop.range if product.archived)
    for asked in ({"offer_id": [archived.offer]}, {"product_id": [str(archived.id)]}, {"skus": [archived.sku]}):
        items = ask("/v3/product/list", {"filter": {**asked, "visibility": "VISIBLE"}}).json()["result"]["items"]
        assert [item["offer_id"] for item in items] == [archived.offer]


def test_unknown_products_are_left_out_without_a_word(ask: Caller) -> None:
    asked = {"offer_id": ["nobody", "00123", "1E5"]}
    items = ask("/v3/product/info/list", asked).json()["items"]
    assert [item["offer_id"] for item in items] == ["00123", "1E5"]
    assert ask("/v3/product/info/list", {}).status_code == 400


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v2/warehouse/list", {}),
        ("/v4/product/info/stocks", {"filter": {}}),
        (BY_OFFER, {"offer_id": ["00123"]}),
        (BY_PLACE, {"warehouse_id": 1020005000219156}),
        ("/v2/delivery-method/list", {"filter": {"status": ["ACTIVE"]}}),
        ("/v3/product/list", {"limit": 1001}),
    ],
)
def test_page_sizes_are_bounded_and_the_bound_named(ask: Caller, path: str, body: dict[str, object]) -> None:
    message = ask(path, body).json()["message"]
    assert message.startswith("Request validation error: invalid ")
    assert "Limit: value must be inside range (0, " in message


# --- refusals --------------------------------------------------------------------------------------------------------
def test_each_item_is_refused_for_its_own_reason(ask: Caller) -> None:
    shop = ask.practice.world.shop
    level = free_pairs(ask)[0]
    place = level.warehouse.id
    resting = [warehouse.id for warehouse in shop.warehouses.values() if not warehouse.sells]
    kgt = next(warehouse for warehouse in shop.warehouses.values() if warehouse.is_kgt)
    bulky = next(product for product in shop.range if product.is_kgt and not product.refusal)
    assert error_of(ask, {"offer_id": "nobody", "warehouse_id": place, "stock": 1}) == "NOT_FOUND_ERROR"
    assert error_of(ask, {**item(level, 1), "warehouse_id": 77}) == "WAREHOUSE_NOT_FOUND"
    assert [error_of(ask, {**item(level, 1), "warehouse_id": number}) for number in resting] == [
        "WAREHOUSE_NOT_FOUND"
    ] * 3
    assert error_of(ask, item(level, 1_000_000)) == "STOCK_TOO_BIG"
    assert error_of(ask, {**item(level, 1), "warehouse_id": kgt.id}) == "NON_KGT_ON_KGT_WAREHOUSE"
    assert error_of(ask, {"offer_id": bulky.offer, "warehouse_id": place, "stock": 1}) == "OVER_MAX_OVH_NON_KGT"
    for code in ("product_is_not_created", "PRODUCT_HAS_NOT_BEEN_TAGGED_YET"):
        product = next(product for product in shop.range if product.refusal == code)
        assert error_of(ask, {"offer_id": product.offer, "warehouse_id": place, "stock": 1}) == code
    assert ask(WRITE, {"stocks": [item(level, 999_999)]}).json()["result"][0]["updated"] is True


def test_a_product_that_is_not_found_has_the_number_0(ask: Caller) -> None:
    body = {"offer_id": "nobody", "product_id": 5, "warehouse_id": 1020005000219156, "stock": 1}
    result = ask(WRITE, {"stocks": [body]}).json()["result"][0]
    assert (result["product_id"], result["offer_id"]) == (0, "nobody")


def test_the_offer_wins_over_the_number(ask: Caller) -> None:
    one, other = free_pairs(ask)[:2]
    result = ask(WRITE, {"stocks": [{**item(one, 6), "product_id": other.product.id}]}).json()["result"][0]
    assert (result["offer_id"], result["product_id"]) == (one.product.offer, one.product.id)
    number_only = {"product_id": str(other.product.id), "warehouse_id": str(other.warehouse.id), "stock": "4"}
    result = ask(WRITE, {"stocks": [number_only]}).json()["result"][0]
    assert (result["offer_id"], result["updated"]) == (other.product.offer, True)
    assert read(ask, other)[2] == 4


@pytest.mark.parametrize(
    "bad",
    [
        {"offer_id": "00123", "stock": 1},
        {"offer_id": "00123", "stock": 1, "warehouse_id": 0},
        {"offer_id": "00123", "stock": -1, "warehouse_id": 1020005000219156},
        {"stock": 1, "warehouse_id": 1020005000219156},
    ],
)
def test_one_malformed_item_refuses_the_whole_batch(ask: Caller, bad: dict[str, object]) -> None:
    level = free_pairs(ask)[0]
    before = level.counts()
    response = ask(WRITE, {"stocks": [item(level, 3), bad]})
    assert response.status_code == 400
    assert response.json()["message"].startswith(
        "Request validation error: invalid ProductsStocksRequest.Stocks[1]: embedded message failed validation"
    )
    assert level.counts() == before


@pytest.mark.parametrize("stock", [1.5, "1.5", "x", True, [1], {"a": 1}, "١٢"])
def test_a_quantity_that_is_no_whole_number_is_refused(ask: Caller, stock: object) -> None:
    response = ask(WRITE, {"stocks": [item(free_pairs(ask)[0], stock)]})
    assert (response.status_code, response.json()["code"]) == (400, 3)


@pytest.mark.parametrize("count", [0, 101])
def test_a_batch_holds_1_to_100_items(ask: Caller, count: int) -> None:
    response = ask(WRITE, {"stocks": [item(free_pairs(ask)[0], 1)] * count})
    assert response.status_code == 400
    assert "between 1 and 100 items" in response.json()["message"]


def test_offers_are_text(ask: Caller) -> None:
    response = ask(WRITE, {"stocks": [{"offer_id": 123, "warehouse_id": 1020005000219156, "stock": 1}]})
    assert response.status_code == 400


def test_one_pair_may_be_written_once_in_30_seconds_of_the_shop() -> None:
    with visiting(lag_s=0) as ask:
        practice = ask.practice
        level = free_pairs(ask)[0]
        results = ask(WRITE, {"stocks": [item(level, 3), item(level, 9)]}).json()["result"]
        assert sorted(result["updated"] for result in results) == [False, True]
        assert level.free == 3
        practice.control.advance(29.9)
        assert error_of(ask, item(level, 4)) == "TOO_MANY_REQUESTS"
        practice.control.advance(0.1)
        assert ask(WRITE, {"stocks": [item(level, 4)]}).json()["result"][0]["updated"] is True
        assert level.free == 4


def test_a_read_lags_behind_a_write_but_not_behind_an_order() -> None:
    with visiting(lag_s=20) as ask:
        practice = ask.practice
        level = next(level for level in free_pairs(ask) if level.free > 4)
        present, reserved, free = read(ask, level)
        ask(WRITE, {"stocks": [item(level, free + 50)]})
        practice.control.order(level.product.offer, level.warehouse.id, 1)
        assert read(ask, level) == (present, reserved + 1, free - 1)
        assert practice.control.level(level.product.offer, level.warehouse.id)["free"] == free + 49
        practice.control.advance(20)
        assert read(ask, level) == (present + 50, reserved + 1, free + 49)


def test_results_come_in_any_order(ask: Caller) -> None:
    levels = random.Random(1).sample(free_pairs(ask), 40)
    results = ask(WRITE, {"stocks": [item(level, 5) for level in levels]}).json()["result"]
    sent = [(level.product.offer, level.warehouse.id) for level in levels]
    answered = [(result["offer_id"], result["warehouse_id"]) for result in results]
    assert answered != sent
    assert sorted(answered) == sorted(sent)


def test_the_ledger_tells_what_was_and_what_became(ask: Caller) -> None:
    level = free_pairs(ask)[0]
    before = level.counts()
    ask(WRITE, {"stocks": [item(level, 11)]})
    ask.practice.control.write_stock(level.product.offer, level.warehouse.id, 7)
    first, second = ask.practice.control.writes()
    assert (first["before"], first["after"]["free"], first["stock"]) == (before, 11, 11)
    assert first["by"] == f"api:{ask.practice.client_id}"
    assert first["request"] == ask.practice.control.requests(WRITE)[0]["number"]
    assert (second["by"], second["after"]["free"]) == ("cabinet", 7)


def test_an_order_may_land_between_the_look_and_the_write(ask: Caller) -> None:
    level = next(level for level in free_pairs(ask) if level.free > 5)
    orders, free, reserved = len(ask.practice.world.shop.postings), level.free, level.reserved
    ask.practice.control.faults("race:2")
    ask(WRITE, {"stocks": [item(level, free)]})
    assert len(ask.practice.world.shop.postings) == orders + 1
    assert (level.free, level.reserved) == (free, reserved + 2)
    write = ask.practice.control.writes()[-1]
    assert write["before"]["free"] == free - 2


def test_a_handed_over_posting_takes_its_goods_along(ask: Caller) -> None:
    level = next(level for level in free_pairs(ask) if level.free > 5)
    present, reserved, free = level.present, level.reserved, level.free
    number = ask.practice.control.order(level.product.offer, level.warehouse.id, 3)
    assert level.counts() == {"present": present, "reserved": reserved + 3, "free": free - 3}
    ask.practice.control.step(number, "pack")
    assert level.counts() == {"present": present, "reserved": reserved + 3, "free": free - 3}
    ask.practice.control.step(number, "hand_over")
    assert level.counts() == {"present": present - 3, "reserved": reserved, "free": free - 3}


def test_a_cancelled_posting_gives_its_goods_back(ask: Caller) -> None:
    level = next(level for level in free_pairs(ask) if level.free > 5)
    before = level.counts()
    number = ask.practice.control.order(level.product.offer, level.warehouse.id, 3)
    ask.practice.control.step(number, "cancel")
    assert level.counts() == before
    told = ask("/v3/posting/fbs/get", {"posting_number": number}).json()["result"]
    assert (told["status"], told["cancellation"]["cancellation_initiator"]) == ("cancelled", "Client")


def test_what_was_lost_from_the_shelf_shows_as_short(ask: Caller) -> None:
    level = next(level for level in free_pairs(ask) if level.free > 5 and level.reserved > 1)
    ask.practice.control.count_shelf(level.product.offer, level.warehouse.id, level.reserved - 1)
    assert read(ask, level) == (level.reserved - 1, level.reserved, 0)


def test_ozon_cancels_what_realfbs_forgets() -> None:
    with visiting() as ask:
        practice, shop = ask.practice, ask.practice.world.shop
        held = [posting for posting in shop.postings.values() if posting.is_rfbs and posting.holds]
        late = [posting for posting in held if posting.in_process_at > NOW - timedelta(days=10)]
        practice.control.advance(10 * 86_400)
        practice.control.state()
        assert len(late) > 20
        assert {posting.status for posting in late} == {"cancelled"}
        assert {posting.status for posting in held if posting not in late} <= {"awaiting_packaging", "awaiting_deliver"}
        for posting in late:
            assert posting.history[-1].at == posting.in_process_at + timedelta(days=10)
            assert posting.cancellation is not None
            assert posting.cancellation.initiator == "Ozon"
