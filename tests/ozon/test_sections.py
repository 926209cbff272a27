"""What the sections ask and what they make of recorded answers."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest

from ozon_xl import errors
from ozon_xl.domain.error_index import ErrorIndex, IndexDay, PostingError, Rating, RatingCourse, RatingSummary
from ozon_xl.domain.postings import Line, Money, TariffStep
from ozon_xl.domain.stock import StockLevel, Warehouse
from ozon_xl.domain.stock_states import ItemAnswer, ItemError
from ozon_xl.ozon.client import OzonClient
from ozon_xl.ozon.postings import GET_POSTING, LIST_POSTINGS, LIST_UNFULFILLED
from ozon_xl.ozon.products import LIST_PRODUCTS, PRODUCT_INFO, Product, ProductRef
from ozon_xl.ozon.ratings import HISTORY, INDEX_INFO, INDEX_POSTINGS, SUMMARY
from ozon_xl.ozon.stocks import (
    STOCK_TOTALS,
    STOCKS_BY_WAREHOUSE,
    UPDATE_STOCKS,
    WAREHOUSE_STOCKS,
    StockTotal,
    StockWrite,
)
from ozon_xl.ozon.warehouses import LIST_DELIVERY_METHODS, LIST_WAREHOUSES, DeliveryMethod
from tests.ozon.fakes import NOON, Desk, Ozon, fixture, flat, refusal
from tests.ozon.test_protocol import CASES

DAY = timedelta(days=1)


def ask(path: str, *answers: Any) -> tuple[OzonClient, Ozon]:
    ozon = Ozon().on(path, *answers)
    return Desk(ozon).client, ozon


# --- account ---------------------------------------------------------------------------------------------------------


def test_roles() -> None:
    client, ozon = ask("/v1/roles", fixture("account/roles"))
    roles = client.account.roles()
    assert roles.expires_at == datetime(2027, 2, 18, 9, 54, 23, 296_000, tzinfo=UTC)
    assert roles.methods == {"/v4/posting/fbs/list", "/v3/posting/fbs/get", "/v2/warehouse/list"}
    assert roles.names == ("Posting FBS", "Warehouse", "Empty")
    assert ozon.asked == [("/v1/roles", {})]


def test_a_key_without_end_or_roles() -> None:
    client, _ozon = ask("/v1/roles", httpx.Response(200, json={"expires_at": None, "roles": []}))
    assert client.account.roles() == (None, frozenset(), ())


def test_seller() -> None:
    client, _ozon = ask("/v1/seller/info", fixture("account/seller"))
    assert client.account.seller() == ("Учебная лавка 练习店", "CNY", "CN", "UNSPECIFIED")


# --- warehouses ------------------------------------------------------------------------------------------------------


def test_warehouses() -> None:
    client, ozon = ask(LIST_WAREHOUSES.path, fixture("warehouses/list"))
    assert client.warehouses.list() == [
        Warehouse("1020005000219156", "Софьино", "created", is_rfbs=False, utc_offset="UTC+03:00"),
        Warehouse("1020005004483317", "深圳一号仓", "disabled", is_rfbs=True, utc_offset=""),
    ]
    assert ozon.asked == [(LIST_WAREHOUSES.path, {"limit": 200, "cursor": ""})]


def test_delivery_methods() -> None:
    client, ozon = ask(LIST_DELIVERY_METHODS.path, fixture("warehouses/delivery_methods"))
    assert client.warehouses.delivery_methods() == [
        DeliveryMethod(
            "1020005004483328", "深圳一号仓 · China Post", "ACTIVE", "1020005004483317", "3pl_tracking", "18:00"
        ),
        DeliveryMethod("1020005004483340", "", "PAUSED_SOMEHOW", "", "", ""),
    ]
    ((_path, body),) = ozon.asked
    assert "ACTIVE" in body["filter"]["status"], "the filter is mandatory"


# --- products --------------------------------------------------------------------------------------------------------


def test_offers() -> None:
    first = httpx.Response(200, json={"result": {"items": [{"offer_id": "a", "product_id": 1}], "last_id": "WzFd"}})
    client, ozon = ask(LIST_PRODUCTS.path, first, fixture("products/list"))
    assert list(client.products.offers()) == [
        [ProductRef("a", "1", "", archived=False)],
        [
            ProductRef("00123", "313455278", "1904686182", archived=False),
            ProductRef("1E5", "313455286", "", archived=True),
        ],
    ]
    assert ozon.bodies(LIST_PRODUCTS.path) == [
        {"filter": {"visibility": "ALL"}, "last_id": last_id, "limit": 1000} for last_id in ("", "WzFd")
    ]


def test_names_come_in_batches() -> None:
    client, ozon = ask(PRODUCT_INFO.path, fixture("products/info"), httpx.Response(200, json={"items": []}))
    products = client.products.info([str(number) for number in range(1, 1502)])
    assert products == [
        Product("00123", "313455278", "1904686182", "Плойка", archived=False),
        Product("1E5", "313455286", "", "", archived=True),
    ]
    assert [len(body["product_id"]) for body in ozon.bodies(PRODUCT_INFO.path)] == [1000, 501]
    assert client.products.info([]) == []


# --- stock -----------------------------------------------------------------------------------------------------------


def test_stock_of_a_warehouse() -> None:
    client, ozon = ask(WAREHOUSE_STOCKS.path, fixture("stocks/of_warehouse"))
    updated = datetime(2026, 11, 16, 7, 49, 50, 661_836, tzinfo=UTC)
    assert list(client.stocks.of_warehouse("1020005000219156")) == [
        [
            StockLevel("00123", "1020005000219156", "1904686182", "313455278", 402, 2, 400, updated),
            StockLevel("12-05", "1020005000219156", "", "313455295", 7, 2, 5, None),
        ]
    ]
    assert ozon.asked == [(WAREHOUSE_STOCKS.path, {"warehouse_id": 1020005000219156, "limit": 1000, "cursor": ""})]


def test_the_page_of_a_warehouse_shrinks_where_ozon_names_a_bound() -> None:
    bound = refusal(400, 3, "Request validation error: invalid R.Limit: value must be inside range (0, 500]")
    client, ozon = ask(WAREHOUSE_STOCKS.path, bound, fixture("stocks/of_warehouse"))
    for _ in range(2):
        assert len(flat(client.stocks.of_warehouse("1020005000219156"))) == 2
    assert [body["limit"] for body in ozon.bodies(WAREHOUSE_STOCKS.path)] == [1000, 500, 500]


def test_stock_of_offers() -> None:
    client, ozon = ask(STOCKS_BY_WAREHOUSE.path, fixture("stocks/by_warehouse"))
    levels = client.stocks.of_offers(["00123"] + [f"x{number}" for number in range(500)])
    assert levels[:2] == [
        StockLevel("00123", "1020005000219156", "1904686182", "313455278", 402, 2, 400, None),
        StockLevel("00123", "1020005004483317", "1904686182", "313455278", 0, 0, 0, None),
    ]
    assert [len(body["offer_id"]) for body in ozon.bodies(STOCKS_BY_WAREHOUSE.path)] == [500, 1]


def test_a_level_that_moved_between_two_pages_is_there_once() -> None:
    row = {"offer_id": "a", "warehouse_id": 1, "present": 5, "reserved": 0, "free_stock": 5}
    first = httpx.Response(200, json={"products": [row], "cursor": "x", "has_next": True})
    newer = {**row, "present": 4, "free_stock": 4}
    second = httpx.Response(200, json={"products": [newer], "cursor": "", "has_next": False})
    client, _ozon = ask(STOCKS_BY_WAREHOUSE.path, first, second)
    assert [level.free for level in client.stocks.of_offers(["a"])] == [4]


def test_totals() -> None:
    empty_offers = {"items": [{"offer_id": "b", "product_id": 2, "stocks": []}], "cursor": "next"}
    client, ozon = ask(STOCK_TOTALS.path, httpx.Response(200, json=empty_offers), fixture("stocks/totals"))
    assert flat(client.stocks.totals()) == [
        StockTotal("00123", "313455278", "1904686182", "fbs", 442, 2),
        StockTotal("00123", "313455278", "1904686182", "fbo", 75, 0),
    ]
    assert ozon.bodies(STOCK_TOTALS.path)[1] == {"filter": {"visibility": "ALL"}, "limit": 1000, "cursor": "next"}


def test_a_write_sends_the_offer_alone_and_the_free_quantity() -> None:
    client, ozon = ask(UPDATE_STOCKS.path, fixture("stocks/update"))
    client.stocks.update([StockWrite("00123", "1020005000219156", 0)])
    assert ozon.asked == [
        (UPDATE_STOCKS.path, {"stocks": [{"offer_id": "00123", "warehouse_id": 1020005000219156, "stock": 0}]})
    ]


def test_only_the_literal_true_is_an_update() -> None:
    client, _ozon = ask(UPDATE_STOCKS.path, fixture("stocks/update"))
    assert client.stocks.update([StockWrite("00123", "1020005000219156", 7)]) == [
        ItemAnswer("00123", "1020005000219156", updated=True, errors=()),
        ItemAnswer(
            "12-05",
            "1020005000219156",
            updated=False,
            errors=(ItemError("TOO_MANY_REQUESTS", "Stock is updated too frequently"),),
        ),
        ItemAnswer("text", "1", updated=None, errors=()),
        ItemAnswer("one", "1", updated=None, errors=()),
        ItemAnswer("nothing", "1", updated=None, errors=()),
        ItemAnswer("missing", "1", updated=None, errors=(ItemError("7", ""),)),
        ItemAnswer("", "", updated=True, errors=()),
    ]


def test_too_many_writes_are_not_sent() -> None:
    client, ozon = ask(UPDATE_STOCKS.path, fixture("stocks/update"))
    with pytest.raises(errors.BugError):
        client.stocks.update([StockWrite(str(number), "1", 0) for number in range(101)])
    assert not ozon.asked


# --- postings --------------------------------------------------------------------------------------------------------

STEPS = (
    TariffStep(datetime(2026, 11, 22, 22, tzinfo=UTC), "discount", Money(Decimal(9), "RUB")),
    TariffStep(datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC), "commission", Money(Decimal("50.50"), "RUB")),
)
LINES = (
    Line("00123", "1904686182", "Плойка «Мини», 9 мм", 2, Money(Decimal(1530), "RUB")),
    Line("=1+1", "1904686192", "蓝牙耳机", 1, None),
)


def test_the_queue_page_by_page() -> None:
    client, ozon = ask(LIST_UNFULFILLED.path, fixture("postings/page"), fixture("postings/wrapped_last_page"))
    statuses = ("awaiting_packaging", "awaiting_verification", "awaiting_deliver")
    pages = list(client.postings.unfulfilled(NOON - 90 * DAY, NOON + 180 * DAY, statuses))
    assert [[posting.number[-3:] for posting in page] for page in pages] == [["1-1", "2-1"], ["3-1"]]
    first, second = ozon.bodies(LIST_UNFULFILLED.path)
    assert first == {
        "filter": {
            "cutoff_from": "2026-08-25T12:00:00.000Z",
            "cutoff_to": "2027-05-22T12:00:00.000Z",
            "statuses": ["awaiting_packaging", "awaiting_deliver"],
        },
        "limit": 100,
        "cursor": "",
        "sort_dir": "ASC",
    }
    assert second == {**first, "cursor": "eyJvbmUiOjF9"}


def test_a_posting_with_everything() -> None:
    client, _ozon = ask(LIST_UNFULFILLED.path, fixture("postings/page"), fixture("postings/wrapped_last_page"))
    posting = flat(client.postings.unfulfilled(NOON, NOON + DAY, ["awaiting_packaging"]))[0]
    assert posting._asdict() == {
        "number": "0099887766-0001-1",
        "order_number": "0099887766-0001",
        "status": "awaiting_packaging",
        "substatus": "posting_created",
        "scheme": "fbs",
        "flow": "ozon",
        "warehouse_id": "1020005000219156",
        "warehouse": "Софьино",
        "method": "Ozon, Софьино",
        "carrier": "Доставка Ozon",
        "tracking": "",
        "ordered_at": datetime(2026, 11, 22, 9, 15, tzinfo=UTC),
        "ship_by": datetime(2026, 11, 23, 10, 0, 0, 125_000, tzinfo=UTC),
        "late_from": datetime(2026, 11, 24, 10, tzinfo=UTC),
        "handed_over_at": None,
        "tariff_steps": STEPS,
        "actions": ("ship", "cancel", "a_new_action"),
        "lines": LINES,
    }


def test_a_posting_with_almost_nothing() -> None:
    client, _ozon = ask(LIST_UNFULFILLED.path, fixture("postings/page"), fixture("postings/wrapped_last_page"))
    posting = flat(client.postings.unfulfilled(NOON, NOON + DAY, ["awaiting_packaging"]))[1]
    assert posting.status == "awaiting_customs_code", "an unknown status stays as it is"
    assert (posting.scheme, posting.flow, posting.substatus) == ("rfbs", "3pl_tracking", "")
    assert posting.ordered_at == datetime(2026, 11, 22, 9, 15, tzinfo=UTC)
    assert (posting.ship_by, posting.late_from, posting.tariff_steps, posting.actions) == (None, None, (), ())
    assert posting.lines == (Line("1E5", "1904686193", "", 1, None),)


def test_the_old_shapes_of_get_give_the_same_posting() -> None:
    client, ozon = ask(GET_POSTING.path, fixture("postings/get_old_shapes"))
    old = client.postings.get("0099887766-0001-1")
    listing, _ozon = ask(LIST_UNFULFILLED.path, fixture("postings/page"), fixture("postings/wrapped_last_page"))
    assert old == flat(listing.postings.unfulfilled(NOON, NOON + DAY, ["awaiting_packaging"]))[0]
    assert ozon.asked == [(GET_POSTING.path, {"posting_number": "0099887766-0001-1"})]


def test_a_posting_that_is_not_there_is_named() -> None:
    client, _ozon = ask(GET_POSTING.path, refusal(404, 5, "POSTING_NOT_FOUND"))
    with pytest.raises(errors.NotFoundError) as caught:
        client.postings.get("0099887766-0009-1")
    assert "0099887766-0009-1" in str(caught.value)


@pytest.mark.parametrize(
    ("schema", "flow", "scheme"),
    [
        ("fbs", "ozon", "fbs"),
        ("FBS", "aggregator", "fbs"),
        ("rFBS", "ozon", "rfbs"),
        ("sds", "ozon", "fbs"),
        ("SDS", "non_integrated", "rfbs"),
        ("Crossborder", "aggregator", "rfbs"),
        (None, "hybrid", ""),
        (None, None, ""),
        ("fbp_new", "ozon", "fbp_new"),
    ],
)
def test_schemes(schema: str | None, flow: str | None, scheme: str) -> None:
    wire = {"posting_number": "1-1-1", "status": "x", "delivery_schema": schema, "integration_type_flow": flow}
    client, _ozon = ask(GET_POSTING.path, httpx.Response(200, json={"result": wire}))
    assert client.postings.get("1-1-1").scheme == scheme


def listed(*windows: tuple[str, str]) -> list[dict[str, str]]:
    return [{"since": since, "to": to} for since, to in windows]


LAST = httpx.Response(200, json={"postings": [], "cursor": "", "has_next": False})


def test_lists_are_asked_in_windows_of_a_month() -> None:
    client, ozon = ask(LIST_POSTINGS.path, LAST)
    assert flat(client.postings.processed(NOON - 60 * DAY, NOON)) == []
    assert [body["filter"] for body in ozon.bodies(LIST_POSTINGS.path)] == listed(
        ("2026-09-24T12:00:00.000Z", "2026-10-24T12:00:00.000Z"),
        ("2026-10-24T12:00:00.000Z", "2026-11-23T12:00:00.000Z"),
    )


def test_a_list_may_be_asked_for_some_statuses_alone() -> None:
    client, ozon = ask(LIST_POSTINGS.path, LAST)
    flat(client.postings.processed(NOON - DAY, NOON, ("awaiting_packaging", "awaiting_verification")))
    flat(client.postings.processed(NOON - DAY, NOON))
    filters = [body["filter"] for body in ozon.bodies(LIST_POSTINGS.path)]
    assert filters[0]["statuses"] == ["awaiting_packaging"]
    assert "statuses" not in filters[1]


def test_a_window_that_is_too_long_is_halved() -> None:
    def at_most_ten_days(body: Any) -> httpx.Response:
        since, to = (datetime.fromisoformat(body["filter"][name]) for name in ("since", "to"))
        return refusal(400, 3, "PERIOD_IS_TOO_LONG") if to - since > 10 * DAY else LAST

    client, ozon = ask(LIST_POSTINGS.path, at_most_ten_days)
    flat(client.postings.processed(NOON - 30 * DAY, NOON))
    assert len(ozon.asked) == 1 + 2 + 4


def test_what_changed_lately() -> None:
    client, ozon = ask(LIST_POSTINGS.path, fixture("postings/wrapped_last_page"))
    changed = flat(client.postings.changed(NOON - 20 * DAY, NOON, NOON - DAY, NOON))
    assert [posting.number for posting in changed] == ["0099887766-0003-1"]
    ((_path, body),) = ozon.asked
    assert body["filter"]["last_changed_status_date"] == {
        "from": "2026-11-22T12:00:00.000Z",
        "to": "2026-11-23T12:00:00.000Z",
    }
    assert "statuses" not in body["filter"], "a status nobody knows yet is to be seen too"


def test_postings_of_orders_come_in_batches() -> None:
    client, ozon = ask(LIST_POSTINGS.path, fixture("postings/wrapped_last_page"))
    numbers = [f"0099887766-{number:04}" for number in range(60)]
    assert len(flat(client.postings.by_orders(numbers, NOON - DAY, NOON))) == 2
    batches = [body["filter"]["order_numbers"] for body in ozon.bodies(LIST_POSTINGS.path)]
    assert [len(batch) for batch in batches] == [50, 10]
    assert flat(client.postings.by_orders([], NOON - DAY, NOON)) == []


# --- ratings ---------------------------------------------------------------------------------------------------------


def test_the_error_index() -> None:
    client, ozon = ask(INDEX_INFO.path, fixture("ratings/index"))
    assert client.ratings.index() == ErrorIndex(
        value=4.76,
        start=date(2026, 11, 9),
        end=date(2026, 11, 22),
        cost=Money(Decimal("118.4"), "CNY"),
        days=(
            IndexDay(date(2026, 11, 21), 3.9, Money(Decimal(0), "CNY")),
            IndexDay(date(2026, 11, 22), 4.76, Money(Decimal("118.4"), "CNY")),
            IndexDay(date(2026, 11, 23), None, None),
        ),
    )
    assert ozon.asked == [(INDEX_INFO.path, {})]


def test_an_index_that_is_all_null() -> None:
    nothing = dict.fromkeys(("currency_code", "defects", "index", "period_from", "period_to", "processing_costs_sum"))
    client, _ozon = ask(INDEX_INFO.path, httpx.Response(200, json=nothing))
    assert client.ratings.index() == ErrorIndex(None, None, None, None, ())


def test_a_day_that_is_none() -> None:
    client, _ozon = ask(INDEX_INFO.path, httpx.Response(200, json={"defects": [], "period_from": "soon"}))
    with pytest.raises(errors.AnswerChangedError) as caught:
        client.ratings.index()
    assert caught.value.values["field"] == "period_from (soon)"


def test_the_postings_of_the_index() -> None:
    first = json.loads(fixture("ratings/errors").content) | {"cursor": "c2", "has_next": True}
    last = httpx.Response(200, json={"errors": [], "cursor": "", "has_next": False})
    client, ozon = ask(INDEX_POSTINGS.path, httpx.Response(200, json=first), last)
    assert flat(client.ratings.errors(NOON - DAY, NOON)) == [
        PostingError(
            number="0099887766-0001-1",
            kind="SELLER_CANCELLATION",
            at=datetime(2026, 11, 21, 20, 59, 59, 123_000, tzinfo=UTC),
            scheme="rFBS",
            is_graced=False,
            percent=3.0,
            charge=Money(Decimal("118.4"), "CNY"),
            price=Money(Decimal("43210.5"), "RUB"),
        ),
        PostingError("0099887766-0002-1", "SELLER_LATENESS_OF_TOMORROW", None, "", True, None, None, None),
    ]
    period = {"date_from": "2026-11-22T12:00:00.000Z", "date_to": "2026-11-23T12:00:00.000Z"}
    assert ozon.bodies(INDEX_POSTINGS.path) == [
        {"filter": period, "limit": 100, "cursor": cursor} for cursor in ("", "c2")
    ]


def test_the_ratings() -> None:
    client, ozon = ask(SUMMARY.path, fixture("ratings/summary"))
    assert client.ratings.summary() == RatingSummary(
        (
            Rating("rating_on_time", "Вовремя отгружено", 97.5, "PERCENT", "WARNING"),
            Rating("rating_of_tomorrow", "", None, "", ""),
        ),
        is_penalty_exceeded=True,
    )
    assert ozon.asked == [(SUMMARY.path, {})]


def test_the_course_of_a_rating() -> None:
    client, ozon = ask(HISTORY.path, fixture("ratings/history"))
    assert client.ratings.history(["rating_on_time"], NOON - DAY, NOON) == (
        RatingCourse(
            "rating_on_time",
            95.0,
            90.5,
            ((datetime(2026, 11, 22, tzinfo=UTC), None), (datetime(2026, 11, 23, tzinfo=UTC), 97.5)),
        ),
        RatingCourse("rating_of_tomorrow", None, None, ()),
    )
    period = {"date_from": "2026-11-22T12:00:00.000Z", "date_to": "2026-11-23T12:00:00.000Z"}
    assert ozon.bodies(HISTORY.path) == [{**period, "ratings": ["rating_on_time"], "with_premium_scores": False}]


def test_thresholds_of_zero_are_none_and_a_day_may_be_told_twice() -> None:
    values = [{"date_to": "2026-11-23T00:00:00Z", "value": value} for value in (97.5, None)]
    course = {"rating": "x", "warning_threshold": 0, "danger_threshold": 0.0, "values": values}
    client, _ozon = ask(HISTORY.path, httpx.Response(200, json={"ratings": [course]}))
    at = datetime(2026, 11, 23, tzinfo=UTC)
    assert client.ratings.history(["x"], NOON - DAY, NOON) == (RatingCourse("x", None, None, ((at, 97.5), (at, None))),)


# --- answers that changed --------------------------------------------------------------------------------------------

CALLS: dict[str, tuple[str, str, Any]] = {
    "roles": ("/v1/roles", "account/roles", lambda client: client.account.roles()),
    "seller": ("/v1/seller/info", "account/seller", lambda client: client.account.seller()),
    "warehouses": (LIST_WAREHOUSES.path, "warehouses/list", lambda client: client.warehouses.list()),
    "methods": (
        LIST_DELIVERY_METHODS.path,
        "warehouses/delivery_methods",
        lambda client: client.warehouses.delivery_methods(),
    ),
    "offers": (LIST_PRODUCTS.path, "products/list", lambda client: flat(client.products.offers())),
    "names": (PRODUCT_INFO.path, "products/info", lambda client: client.products.info(["1"])),
    "warehouse": (WAREHOUSE_STOCKS.path, "stocks/of_warehouse", lambda client: flat(client.stocks.of_warehouse("1"))),
    "levels": (STOCKS_BY_WAREHOUSE.path, "stocks/by_warehouse", lambda client: client.stocks.of_offers(["a"])),
    "totals": (STOCK_TOTALS.path, "stocks/totals", lambda client: flat(client.stocks.totals())),
    "write": (
        UPDATE_STOCKS.path,
        "stocks/update",
        lambda client: client.stocks.update([StockWrite("a", "1", 1)]),
    ),
    "queue": (
        LIST_UNFULFILLED.path,
        "postings/wrapped_last_page",
        lambda client: flat(client.postings.unfulfilled(NOON, NOON + DAY, ["x"])),
    ),
    "list": (
        LIST_POSTINGS.path,
        "postings/wrapped_last_page",
        lambda client: flat(client.postings.processed(NOON, NOON + DAY)),
    ),
    "index": (INDEX_INFO.path, "ratings/index", lambda client: client.ratings.index()),
    "errors": (INDEX_POSTINGS.path, "ratings/errors", lambda client: flat(client.ratings.errors(NOON - DAY, NOON))),
    "ratings": (SUMMARY.path, "ratings/summary", lambda client: client.ratings.summary()),
    "course": (HISTORY.path, "ratings/history", lambda client: client.ratings.history(["x"], NOON - DAY, NOON)),
    "get": (GET_POSTING.path, "postings/get_old_shapes", lambda client: client.postings.get("1")),
}


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize(
    "body",
    [b"{}", b'{"result": {}}', b'{"result": null}', b'{"code": 0, "message": "new"}', b'{"result": "ok"}'],
    ids=bytes.decode,
)
def test_another_answer_is_never_an_empty_list(name: str, body: bytes) -> None:
    path, _fixture, call = CALLS[name]
    client, _ozon = ask(path, httpx.Response(200, content=body))
    with pytest.raises(errors.AnswerChangedError) as caught:
        call(client)
    assert caught.value.values["method"] == path
    assert caught.value.values["field"]


KEY_FIELDS = {
    "warehouses": {"warehouse_id"},
    "methods": {"id"},
    "offers": {"offer_id", "product_id"},
    "names": {"offer_id", "id"},
    "warehouse": {"offer_id", "warehouse_id", "present", "free_stock"},
    "levels": {"offer_id", "warehouse_id", "present", "free_stock"},
    "queue": {"posting_number", "status"},
    "list": {"posting_number", "status"},
    "index": {"date"},
    "errors": {"posting_number"},
}


def rows(answer: Any) -> list[dict[str, Any]]:
    """The list of an answer, wherever it stands."""
    inner = answer.get("result", answer)
    return next(value for value in inner.values() if isinstance(value, list))


@pytest.mark.parametrize("name", KEY_FIELDS)
@pytest.mark.parametrize("lost", [lambda row, field: row.pop(field), lambda row, field: row.update({field: None})])
def test_a_row_without_its_key_refuses_the_whole_answer(name: str, lost: Any) -> None:
    path, recorded, call = CALLS[name]
    original = json.loads(fixture(recorded).content)
    fields = set(rows(original)[0])
    assert KEY_FIELDS[name] <= fields
    for field in fields:
        answer = json.loads(fixture(recorded).content)
        lost(rows(answer)[0], field)
        client, _ozon = ask(path, httpx.Response(200, json=answer))
        if field in KEY_FIELDS[name]:
            with pytest.raises(errors.AnswerChangedError) as caught:
                call(client)
            assert caught.value.values["field"] == field
        else:
            call(client)


@pytest.mark.parametrize("name", CALLS)
def test_a_field_of_another_type_is_refused_by_name(name: str) -> None:
    path, recorded, call = CALLS[name]
    answer = json.loads(fixture(recorded).content)
    spoiled = json.loads(json.dumps(answer), object_hook=lambda shape: dict.fromkeys(shape, True))
    client, _ozon = ask(path, httpx.Response(200, json=spoiled))
    with pytest.raises(errors.AnswerChangedError):
        call(client)


@pytest.mark.parametrize("name", CALLS)
def test_every_bad_answer_to_every_call_is_an_error(name: str) -> None:
    path, _recorded, call = CALLS[name]
    for status, body, expected, _again in CASES:
        client, _ozon = ask(path, httpx.Response(status, content=body))
        with pytest.raises(errors.OzonXLError) as caught:
            call(client)
        assert type(caught.value) is expected
        assert caught.value.details["endpoint"] == path


def test_a_refresh_stops_in_the_middle_of_a_list() -> None:
    broken = httpx.Response(200, json={"postings": [{"status": "x"}], "cursor": "", "has_next": False})
    client, _ozon = ask(LIST_UNFULFILLED.path, fixture("postings/page"), broken)
    with pytest.raises(errors.AnswerChangedError):
        flat(client.postings.unfulfilled(NOON, NOON + DAY, ["x"]))
