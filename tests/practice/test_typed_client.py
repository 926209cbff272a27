"""Somebody else's strictly typed client does its day's work in the practice shop, and never notices where it is."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from ozon_xl.practice.server import PracticeServer
from tests.practice.typed_client import ApiError, Client, Types

DESCRIPTION = Path(__file__).parents[3] / "shared" / "ozon-api" / "seller-openapi.json"
QUEUE, LIST, GET = "/v4/posting/fbs/unfulfilled/list", "/v4/posting/fbs/list", "/v3/posting/fbs/get"
EVERYTHING = {"analytics_data": True, "barcodes": True, "financial_data": True, "legal_info": True}
TO_DO = ["awaiting_approve", "awaiting_packaging", "awaiting_deliver", "not_accepted"]

pytestmark = pytest.mark.skipif(not DESCRIPTION.exists(), reason="Ozon's API description is not here")


@pytest.fixture(scope="module")
def shop() -> Iterator[PracticeServer]:
    with PracticeServer(postings=350, offers=300, seed=9) as server:
        yield server


@pytest.fixture(scope="module")
def types() -> Types:
    return Types(DESCRIPTION)


@pytest.fixture
def ozon(shop: PracticeServer, types: Types) -> Iterator[Client]:
    client = Client(shop.url, shop.client_id, shop.api_key, types)
    yield client
    client.close()


def days(number: float) -> datetime:
    return datetime.now(UTC) + timedelta(days=number)


def until(look: Callable[[], Any], done: Callable[[Any], bool], wait: Callable[[], None]) -> Any:
    """Look again and again, as one must where Ozon answers before it has acted."""
    for _look in range(20):
        seen = look()
        if done(seen):
            return seen
        wait()
    raise AssertionError(seen)


def test_the_key_tells_what_it_may_do(ozon: Client) -> None:
    rights = ozon("/v1/roles")
    assert rights.expires_at > days(14)
    assert QUEUE in {method for role in rights.roles for method in role.methods}
    assert ozon("/v1/seller/info").company.name


def test_the_queue_is_read_to_its_end_and_each_order_looked_at(ozon: Client) -> None:
    window = {"cutoff_from": days(-180), "cutoff_to": days(180), "statuses": TO_DO}
    queue = list(ozon.pages(QUEUE, "postings", filter=window, limit=50, sort_dir="ASC", **{"with": EVERYTHING}))
    numbers = [posting.posting_number for posting in queue]
    assert len(set(numbers)) == len(numbers) > 100
    assert {posting.status for posting in queue} <= set(TO_DO)
    dated = [posting.shipment_date for posting in queue if posting.shipment_date]
    assert dated == sorted(dated)
    assert any(date < days(0) for date in dated)
    for posting in queue[::20]:
        whole = ozon(GET, posting_number=posting.posting_number, **{"with": {"product_exemplars": True}}).result
        assert [line.sku for line in whole.products] == [line.sku for line in posting.products]
        assert whole.shipment_date == posting.shipment_date
    history = list(ozon.pages(LIST, "postings", filter={"since": days(-120), "to": days(0)}, limit=100))
    assert set(numbers) <= {posting.posting_number for posting in history}


def test_the_catalogue_and_the_warehouses_agree(ozon: Client) -> None:
    warehouses = list(ozon.pages("/v2/warehouse/list", "warehouses", limit=2))
    assert len(warehouses) > 2
    methods = list(ozon.pages("/v2/delivery-method/list", "delivery_methods", filter={"status": ["ACTIVE"]}, limit=1))
    assert {method.warehouse_id for method in methods} <= {warehouse.warehouse_id for warehouse in warehouses}
    offers, last = [], ""
    while page := ozon("/v3/product/list", filter={"visibility": "ALL"}, limit=100, last_id=last).result.items:
        offers += page
        last = ozon("/v3/product/list", filter={"visibility": "ALL"}, limit=100, last_id=last).result.last_id
    cards = ozon("/v3/product/info/list", product_id=[str(offer.product_id) for offer in offers[:100]]).items
    assert {card.offer_id for card in cards} == {offer.offer_id for offer in offers[:100]}
    assert all(card.name for card in cards)
    sums, cursor = [], ""
    while (page := ozon("/v4/product/info/stocks", filter={"visibility": "ALL"}, limit=100, cursor=cursor)).items:
        sums += page.items
        cursor = page.cursor
    assert {row.offer_id for row in sums} == {offer.offer_id for offer in offers}


def test_stock_is_read_written_and_read_back(ozon: Client, shop: PracticeServer) -> None:
    for warehouse in ozon.pages("/v2/warehouse/list", "warehouses", limit=200):
        path = "/v1/product/info/warehouse/stocks"
        rows = list(ozon.pages(path, "stocks", warehouse_id=warehouse.warehouse_id, limit=100))
        assert all(row.free_stock == max(0, row.present - row.reserved) for row in rows)
        if len(rows) > 3 and warehouse.status == "created":
            break
    row = next(row for row in rows if row.free_stock > 0)
    item = {
        "offer_id": row.offer_id,
        "product_id": 0,
        "stock": row.free_stock + 7,
        "warehouse_id": warehouse.warehouse_id,
    }
    wrong = {**item, "offer_id": "there is no such offer"}
    answers = {answer.offer_id: answer for answer in ozon("/v2/products/stocks", stocks=[item, wrong]).result}
    assert answers[row.offer_id].updated is True
    assert not answers[row.offer_id].errors
    assert [error.code for error in answers["there is no such offer"].errors] == ["NOT_FOUND_ERROR"]
    (again,) = ozon("/v2/products/stocks", stocks=[item]).result
    assert (again.updated, [error.code for error in again.errors]) == (False, ["TOO_MANY_REQUESTS"])

    def free() -> int:
        path = "/v2/product/info/stocks-by-warehouse/fbs"
        rows = list(ozon.pages(path, "products", offer_id=[row.offer_id], limit=100))
        found: int = next(one.free_stock for one in rows if one.warehouse_id == warehouse.warehouse_id)
        return found

    until(free, lambda seen: seen == row.free_stock + 7, lambda: shop.control.advance(1))


def order_to_pack(ozon: Client) -> Any:
    window = {"cutoff_from": days(0), "cutoff_to": days(180), "statuses": ["awaiting_packaging"]}
    return next(
        posting
        for posting in ozon.pages(QUEUE, "postings", filter=window, limit=100)
        if "ship" in posting.available_actions
    )


def pack(ozon: Client, posting: Any) -> list[str]:
    products = [{"product_id": line.sku, "quantity": line.quantity} for line in posting.products]
    packed: list[str] = ozon(
        "/v4/posting/fbs/ship", posting_number=posting.posting_number, packages=[{"products": products}]
    ).result
    return packed


def test_an_order_is_packed_and_gets_its_label(ozon: Client, shop: PracticeServer) -> None:
    posting = order_to_pack(ozon)
    shop.control.faults("ship-failed*1")

    def seen() -> Any:
        return ozon(GET, posting_number=posting.posting_number).result

    def wait() -> None:
        shop.control.advance(1)

    assert pack(ozon, posting) == [posting.posting_number]
    failed = until(seen, lambda one: "ship_async_in_process" not in one.available_actions, wait)
    assert failed.substatus == "ship_failed"
    pack(ozon, posting)
    until(seen, lambda one: one.status == "awaiting_deliver", wait)
    shop.control.advance(60)
    path = "/v3/posting/fbs/package-label/create"
    task = next(
        one for one in ozon(path, posting_numbers=[posting.posting_number]).tasks if one.task_type == "big_label"
    )
    ready = until(
        lambda: ozon("/v2/posting/fbs/package-label/get", task_id=task.task_id),
        lambda one: one.status.code not in ("pending", "in_progress"),
        wait,
    )
    assert (ready.status.code, ready.status.printed_postings_count) == ("completed", 1)
    assert ozon.file(ready.file_url).startswith(b"%PDF")


def test_a_buyer_is_written_to_where_the_subscription_allows_it(ozon: Client, shop: PracticeServer) -> None:
    window = {"since": days(-2), "to": days(0), "statuses": ["awaiting_packaging"]}
    posting = next(ozon.pages(LIST, "postings", filter=window, limit=10))
    with pytest.raises(ApiError) as refused:
        ozon("/v1/chat/start", posting_number=posting.posting_number)
    assert (refused.value.status, refused.value.code) == (403, 7)
    chats = list(ozon.pages("/v3/chat/list", "chats", limit=1))
    mine = next(one.chat for one in chats if one.chat.chat_type == "BUYER_SELLER")
    shop.control.subscribe("PREMIUM_PLUS")
    ozon("/v1/chat/send/message", chat_id=mine.chat_id, text="Отправим сегодня")
    assert ozon("/v1/chat/start", posting_number=posting.posting_number).result.chat_id not in {
        one.chat.chat_id for one in chats
    }


def test_the_ratings_are_read(ozon: Client) -> None:
    index = ozon("/v1/rating/index/fbs/info")
    period = {"date_from": days(-30), "date_to": days(0)}
    path = "/v1/rating/index/fbs/posting/list"
    errors = list(ozon.pages(path, "errors", filter=period, limit=2))
    assert bool(errors) == bool(index.defects)
    (group,) = ozon("/v1/rating/summary").groups
    course = {"date_from": days(-7), "date_to": days(0), "ratings": ["rating_on_time"], "with_premium_scores": False}
    (on_time,) = ozon("/v1/rating/history", **course).ratings
    assert on_time.values[-1].value == group.items[1].current_value


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        (QUEUE, {"filter": {}, "limit": 10}, 400, 3),
        (QUEUE, {"filter": {"cutoff_from": days(-1), "cutoff_to": days(1)}, "limit": 5000}, 400, 3),
        (GET, {"posting_number": "0-0-0"}, 404, 5),
    ],
)
def test_errors_are_as_they_are_described(ozon: Client, path: str, body: Any, status: int, code: int) -> None:
    with pytest.raises(ApiError) as refused:
        ozon(path, **body)
    assert (refused.value.status, refused.value.code) == (status, code)


def test_a_wrong_key_is_refused_as_ozon_does(shop: PracticeServer, types: Types) -> None:
    stranger = Client(shop.url, shop.client_id, "demo-wrong", types)
    with pytest.raises(ApiError) as refused:
        stranger("/v1/seller/info")
    assert (refused.value.status, refused.value.code) == (404, 5)
    stranger.close()


def test_the_client_is_as_strict_as_it_says(types: Types) -> None:
    told = types.operation(GET)["responses"]["200"]["content"]["application/json"]["schema"]
    model = types.of(told, "Answer")
    assert model.model_validate({"result": {"posting_number": "1", "order_id": "7"}}).result.order_id == 7
    for wrong in ({"posting_numbers": "1"}, {"posting_number": 1}, {"order_id": 1.5}, {"shipment_date": "tomorrow"}):
        with pytest.raises(ValidationError):
            model.model_validate({"result": wrong})
