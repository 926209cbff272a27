"""The queue, the history and a single posting."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ozon_xl.practice.posting_parts import CANARY_ADDRESS, CANARY_NAME, CANARY_PHONE
from tests.practice.conftest import NOW, Caller, since, visiting, window

QUEUE, HISTORY, ONE = "/v4/posting/fbs/unfulfilled/list", "/v4/posting/fbs/list", "/v3/posting/fbs/get"
MISMATCH = "the mismatch between cutoff & delivery date"
EITHER = "either filter.cutoff or filter.delivering_date must be specified"


def numbers(ask: Caller, path: str, body: dict[str, object]) -> list[str]:
    return [posting["posting_number"] for page in ask.pages(path, body, "postings") for posting in page]


def cutoffs(ask: Caller, body: dict[str, object]) -> list[datetime]:
    postings = ask.practice.world.shop.postings
    return [postings[number].cutoff for number in numbers(ask, QUEUE, body)]


def test_the_queue_has_everything_but_what_is_over(ask: Caller) -> None:
    postings = ask.practice.world.shop.postings.values()
    over = ("delivered", "sent_by_seller")
    expected = {posting.number for posting in postings if posting.status not in over}
    found = numbers(ask, QUEUE, {"filter": window(NOW), "limit": 100})
    assert len(found) == len(expected)
    assert set(found) == expected
    statuses = {posting.status for posting in postings if posting.number in expected}
    assert statuses >= {"delivering", "arbitration", "cancelled", "awaiting_customs_code", "awaiting_verification"}


def test_the_queue_runs_by_cutoff_either_way(ask: Caller) -> None:
    up = cutoffs(ask, {"filter": window(NOW), "limit": 100, "sort_dir": "ASC"})
    assert up == sorted(up)
    down = numbers(ask, QUEUE, {"filter": window(NOW), "limit": 33, "sort_dir": "desc"})
    assert down == numbers(ask, QUEUE, {"filter": window(NOW), "limit": 100})[::-1]


def test_a_window_from_now_hides_the_overdue(ask: Caller) -> None:
    asked = {"cutoff_from": NOW.isoformat(), "cutoff_to": (NOW + timedelta(days=180)).isoformat()}
    ahead = cutoffs(ask, {"filter": asked, "limit": 100})
    everything = cutoffs(ask, {"filter": window(NOW), "limit": 100})
    assert min(ahead) >= NOW > min(everything)


def test_count_is_of_all_pages(ask: Caller) -> None:
    page = ask(QUEUE, {"filter": window(NOW), "limit": 10}).json()
    assert page["count"] == len(numbers(ask, QUEUE, {"filter": window(NOW), "limit": 100})) > len(page["postings"])


def test_the_history_has_all_and_runs_by_start(ask: Caller) -> None:
    found = numbers(ask, HISTORY, {"filter": since(NOW), "limit": 70})
    postings = ask.practice.world.shop.postings
    assert sorted(found) == sorted(postings)
    starts = [postings[number].in_process_at for number in found]
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({}, EITHER),
        ({"statuses": ["awaiting_packaging"]}, EITHER),
        ({"cutoff_from": "2026-11-01T00:00:00Z"}, MISMATCH),
        ({"delivering_date_to": "2026-11-01T00:00:00Z"}, MISMATCH),
        ({"cutoff_from": "2026-11-02T00:00:00Z", "cutoff_to": "2026-11-01T00:00:00Z"}, MISMATCH),
        ({**window(NOW), "delivering_date_from": "2026-11-01T00:00:00Z"}, MISMATCH),
        (
            {
                **window(NOW),
                "delivering_date_from": "2026-11-01T00:00:00Z",
                "delivering_date_to": "2026-11-02T00:00:00Z",
            },
            MISMATCH,
        ),
        (window(NOW, 184), "PERIOD_IS_TOO_LONG"),
        (
            {"cutoff_from": "yesterday", "cutoff_to": "today"},
            "proto: invalid google.protobuf.Timestamp value 'yesterday'",
        ),
        (
            {"cutoff_from": "2026-11-01T00:00:00", "cutoff_to": "2026-11-02T00:00:00"},
            "proto: invalid google.protobuf.Timestamp value '2026-11-01T00:00:00'",
        ),
    ],
)
def test_windows_of_the_queue(ask: Caller, asked: dict[str, object], message: str) -> None:
    response = ask(QUEUE, {"filter": asked, "limit": 100})
    assert (response.status_code, response.json()) == (400, {"code": 3, "message": message})


def test_windows_of_the_history(ask: Caller) -> None:
    half = ask(HISTORY, {"filter": {"since": "2026-11-01T00:00:00Z"}, "limit": 100})
    assert (half.status_code, half.json()["code"]) == (400, 3)
    long = ask(HISTORY, {"filter": since(NOW, 366), "limit": 100})
    assert long.json()["message"] == "PERIOD_IS_TOO_LONG"


def test_windows_may_be_too_long_long_before_a_year(ask: Caller) -> None:
    ask.practice.control.faults("period:28")
    assert ask(QUEUE, {"filter": window(NOW, 15), "limit": 100}).json()["message"] == "PERIOD_IS_TOO_LONG"
    assert ask(QUEUE, {"filter": window(NOW, 14), "limit": 100}).status_code == 200


@pytest.mark.parametrize("limit", [0, 101, -1, 1000])
def test_the_page_size_is_bounded_and_the_bound_named(ask: Caller, limit: int) -> None:
    queue = ask(QUEUE, {"filter": window(NOW), "limit": limit}).json()["message"]
    assert queue == (
        "Request validation error: invalid PostingFbsUnfulfilledListRequest.Limit: value must be inside range (0, 100]"
    )
    history = ask(HISTORY, {"filter": since(NOW), "limit": limit}).json()["message"]
    assert history.endswith("value must be inside range (0, 100]")


def test_handed_over_by_the_window_of_delivering(ask: Caller) -> None:
    asked = {
        "delivering_date_from": (NOW - timedelta(days=100)).isoformat(),
        "delivering_date_to": NOW.isoformat(),
        "statuses": ["delivering"],
    }
    found = numbers(ask, QUEUE, {"filter": asked, "limit": 100})
    postings = ask.practice.world.shop.postings.values()
    assert sorted(found) == sorted(posting.number for posting in postings if posting.status == "delivering")
    assert found


@pytest.mark.parametrize("text", [False, True])
def test_filters(ask: Caller, text: bool) -> None:
    postings = ask.practice.world.shop.postings.values()
    some = next(posting for posting in postings if posting.is_rfbs and posting.status == "awaiting_packaging")
    cases: list[tuple[dict[str, object], Any]] = [
        (
            {"statuses": ["awaiting_packaging", "awaiting_deliver"]},
            lambda p: p.status in ("awaiting_packaging", "awaiting_deliver"),
        ),
        (
            {"warehouse_ids": [str(some.warehouse.id) if text else some.warehouse.id]},
            lambda p: p.warehouse is some.warehouse,
        ),
        ({"delivery_method_ids": [str(some.method.id) if text else some.method.id]}, lambda p: p.method is some.method),
        ({"provider_ids": [str(some.method.provider_id)]}, lambda p: p.method.provider_id == some.method.provider_id),
        ({"order_numbers": [some.order_number]}, lambda p: p.order_number == some.order_number),
        ({"order_id": str(some.order_id) if text else some.order_id}, lambda p: p.order_id == some.order_id),
        ({"integration_type_flow": ["ozon"]}, lambda p: p.method.flow == "ozon"),
        (
            {"last_changed_status_date": {"from": (NOW - timedelta(days=2)).isoformat(), "to": NOW.isoformat()}},
            lambda p: NOW - timedelta(days=2) <= p.changed_at <= NOW,
        ),
    ]
    for asked, fits in cases:
        found = numbers(ask, HISTORY, {"filter": {**since(NOW), **asked}, "limit": 100})
        expected = [posting.number for posting in postings if fits(posting)]
        assert sorted(found) == sorted(expected), asked
        assert 0 < len(found) < len(postings), asked


def test_the_cursor_is_the_published_keyset(ask: Caller) -> None:
    page = ask(QUEUE, {"filter": window(NOW), "limit": 3}).json()
    fields = json.loads(base64.b64decode(page["cursor"]))["fields"]
    last = ask.practice.world.shop.postings[page["postings"][-1]["posting_number"]]
    assert [field["name"] for field in fields] == ["osp.cutoff", "osp.in_process_at", "osp.id"]
    assert fields[0]["dir"] == "asc"
    assert datetime.fromisoformat(fields[0]["val"]).astimezone(UTC) == last.cutoff
    assert fields[2]["val"] == str(last.id)


@pytest.mark.parametrize("cursor", ["rubbish", "e30=", "bnVsbA", base64.b64encode(b'{"fields":[{"name":1}]}').decode()])
def test_a_foreign_cursor_is_refused(ask: Caller, cursor: str) -> None:
    assert ask(QUEUE, {"filter": window(NOW), "limit": 3, "cursor": cursor}).status_code == 400
    of_history = ask(HISTORY, {"filter": since(NOW), "limit": 3}).json()["cursor"]
    assert ask(QUEUE, {"filter": window(NOW), "limit": 3, "cursor": of_history}).status_code == 400


def test_a_posting_whose_cutoff_moves_between_pages_is_skipped_or_comes_twice() -> None:
    with visiting() as ask:
        practice = ask.practice
        body: dict[str, object] = {"filter": window(NOW), "limit": 100}
        first = ask(QUEUE, body).json()
        seen = [posting["posting_number"] for posting in first["postings"]]
        shop = practice.world.shop
        skipped = max(shop.postings.values(), key=lambda posting: (posting.cutoff, posting.status == "delivered"))
        practice.control.move_cutoff(skipped.number, shop.postings[seen[0]].cutoff - timedelta(hours=1))
        practice.control.move_cutoff(seen[0], NOW + timedelta(days=90))
        rest = numbers_after(ask, body, first["cursor"])
        assert skipped.number not in seen + rest
        assert (seen + rest).count(seen[0]) == 2


def numbers_after(ask: Caller, body: dict[str, object], cursor: str) -> list[str]:
    found: list[str] = []
    while True:
        page = ask(QUEUE, {**body, "cursor": cursor}).json()
        found += [posting["posting_number"] for posting in page["postings"]]
        if not page["has_next"]:
            return found
        cursor = page["cursor"]


def test_a_posting_may_surface_hours_after_it_was_ordered(ask: Caller) -> None:
    level = next(level for level in ask.practice.world.shop.levels() if level.free > 1 and level.warehouse.sells)
    number = ask.practice.control.order(level.product.offer, level.warehouse.id, ago_s=7200)
    posting = ask(ONE, {"posting_number": number}).json()["result"]
    assert posting["in_process_at"] == (NOW - timedelta(hours=2)).isoformat().replace("+00:00", "Z")


def test_one_posting_in_the_older_shape(ask: Caller) -> None:
    listed = ask(QUEUE, {"filter": {**window(NOW), "statuses": ["awaiting_packaging"]}, "limit": 1}).json()["postings"][
        0
    ]
    posting = ask(ONE, {"posting_number": listed["posting_number"]}).json()["result"]
    assert listed["products"][0]["price"]["amount"] == f"{float(posting['products'][0]['price']):.2f}".removesuffix(
        ".00"
    ) or (float(listed["products"][0]["price"]["amount"]) == float(posting["products"][0]["price"]))
    assert posting["products"][0]["currency_code"] == listed["products"][0]["price"]["currency"]
    assert posting["shipment_date"] == listed["shipment_date"]
    assert "delivery_schema" not in posting
    assert "previous_substatus" not in listed


def test_an_unknown_posting(ask: Caller) -> None:
    response = ask(ONE, {"posting_number": "0000-0000-1"})
    assert (response.status_code, response.json()) == (404, {"code": 5, "message": "POSTING_NOT_FOUND"})
    assert ask(ONE, {}).json()["code"] == 3


def test_extras_come_only_when_asked_for(ask: Caller) -> None:
    plain = ask(QUEUE, {"filter": window(NOW), "limit": 1}).json()["postings"][0]
    assert plain["analytics_data"] is plain["barcodes"] is plain["financial_data"] is None
    extras = {"analytics_data": True, "barcodes": True, "financial_data": True}
    asked = ask(QUEUE, {"filter": window(NOW), "limit": 1, "with": extras}).json()["postings"][0]
    assert asked["analytics_data"]["warehouse_id"] == asked["delivery_method"]["warehouse_id"]
    assert asked["financial_data"]["products"][0]["product_id"] == asked["products"][0]["sku"]
    assert asked["barcodes"]["lower_barcode"]


def test_buyers_are_invented_and_only_of_realfbs(ask: Caller) -> None:
    for page in ask.pages(QUEUE, {"filter": window(NOW), "limit": 100}, "postings"):
        for posting in page:
            rfbs = ask.practice.world.shop.postings[posting["posting_number"]].is_rfbs
            assert (posting["customer"] is not None) == rfbs
            if rfbs:
                assert (posting["customer"]["name"], posting["customer"]["phone"]) == (CANARY_NAME, CANARY_PHONE)
                assert posting["customer"]["address"]["address_tail"] == CANARY_ADDRESS
                assert posting["addressee"]["name"] == CANARY_NAME


def test_what_is_told_follows_every_change() -> None:
    """The ready-made JSON must never outlive a change, nor the passing of a tariff step or of the ship-by moment."""
    with visiting() as ask:
        practice, shop = ask.practice, ask.practice.world.shop
        fresh = [posting for posting in shop.postings.values() if posting.cutoff > NOW]
        fresh = [p for p in fresh if (p.status, p.substatus) == ("awaiting_packaging", "posting_created")]
        fbs = next(posting for posting in fresh if not posting.is_rfbs)
        rfbs = next(posting for posting in fresh if posting.is_rfbs and posting.method.flow == "3pl_tracking")
        partner = next(posting for posting in fresh if posting.method.flow == "aggregator")

        def told(number: str) -> dict[str, Any]:
            result: dict[str, Any] = ask(ONE, {"posting_number": number}).json()["result"]
            return result

        before = told(fbs.number)["tariffication"]
        assert "set_cutoff" in told(rfbs.number)["available_actions"]
        assert "set_cutoff" not in told(partner.number)["available_actions"]
        practice.control.advance(max(fbs.cutoff - NOW, rfbs.cutoff - NOW).total_seconds() + 1)
        after = told(fbs.number)["tariffication"]
        assert before["current_tariff_type"] == "discount"
        assert after["current_tariff_type"] == "commission"
        assert not {"set_cutoff", "ship"} & set(told(rfbs.number)["available_actions"])
        practice.control.step(fbs.number, "pack")
        assert (told(fbs.number)["status"], told(fbs.number)["previous_substatus"]) == (
            "awaiting_deliver",
            "posting_created",
        )
        practice.control.set_status(fbs.number, "brand_new_status", "brand_new_substatus")
        assert told(fbs.number)["status"] == "brand_new_status"
