"""Packing is answered before it is done; labels come by tasks."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from ozon_xl.practice.parcels import Posting
from ozon_xl.practice.shop import PACKING
from tests.practice.conftest import Caller, visiting

SHIP = "/v4/posting/fbs/ship"
CREATE = "/v3/posting/fbs/package-label/create"
GET = "/v2/posting/fbs/package-label/get"
SOON = PACKING.total_seconds()


@pytest.fixture(scope="module")
def caller() -> Iterator[Caller]:
    with visiting(postings=400, seed=4) as caller:
        yield caller


def find(ask: Caller, status: str = "awaiting_packaging", *, rfbs: bool = False, lines: int = 1) -> Posting:
    """One that no test has touched yet."""
    shop = ask.practice.world.shop
    return next(
        posting
        for posting in shop.postings.values()
        if (posting.status, posting.is_rfbs, len(posting.history)) == (status, rfbs, 1)
        and posting.substatus != "ship_failed"
        and len(posting.lines) == lines
        and posting.packing_ends is None
    )


def products(posting: Posting) -> list[dict[str, int]]:
    return [{"product_id": line.product.sku, "quantity": line.quantity} for line in posting.lines]


def ship(ask: Caller, posting: Posting, *packages: list[dict[str, int]]) -> httpx.Response:
    told = [{"products": package} for package in packages or (products(posting),)]
    return ask(SHIP, {"packages": told, "posting_number": posting.number})


def seen(ask: Caller, number: str) -> dict[str, Any]:
    result: dict[str, Any] = ask("/v3/posting/fbs/get", {"posting_number": number}).json()["result"]
    return result


def message(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["message"]


def test_what_is_answered_is_done_a_little_later(ask: Caller) -> None:
    posting = find(ask)
    reserved = [level.reserved for level in posting.levels]
    assert ship(ask, posting).json() == {"result": [posting.number]}
    under_way = seen(ask, posting.number)
    assert under_way["status"] == "awaiting_packaging"
    assert under_way["available_actions"] == ["cancel", "ship_async_in_process"]
    assert message(ship(ask, posting)) == (400, "HAS_INCORRECT_STATUS")
    ask.practice.control.advance(SOON)
    packed = seen(ask, posting.number)
    assert (packed["status"], packed["substatus"]) == ("awaiting_deliver", "posting_in_carriage")
    assert [level.reserved for level in posting.levels] == reserved
    assert message(ship(ask, posting)) == (400, "POSTING_ALREADY_SHIPPED")


def test_the_answer_200_may_be_followed_by_a_failure_and_then_it_is_done_again(ask: Caller) -> None:
    posting = find(ask)
    ask.practice.control.faults("ship-failed*1")
    assert ship(ask, posting).status_code == 200
    ask.practice.control.advance(SOON)
    failed = seen(ask, posting.number)
    assert (failed["status"], failed["substatus"]) == ("awaiting_packaging", "ship_failed")
    assert failed["available_actions"] == ["cancel", "ship_async_retry"]
    assert ship(ask, posting).status_code == 200
    ask.practice.control.advance(SOON)
    assert seen(ask, posting.number)["status"] == "awaiting_deliver"


def test_several_packages_are_several_postings(ask: Caller) -> None:
    posting = find(ask, lines=2)
    first, second = products(posting)
    one_more = first["quantity"] > 1
    packages = [[{**first, "quantity": 1}], [second], *([[{**first, "quantity": first["quantity"] - 1}]] * one_more)]
    pieces = {line.product.sku: line.quantity for line in posting.lines}
    held = {level.product.sku: level.reserved for level in posting.levels}
    levels = posting.levels
    numbers = ship(ask, posting, *packages).json()["result"]
    assert len(numbers) == len(packages)
    assert numbers[0] == posting.number
    assert len({number.rsplit("-", 1)[0] for number in numbers}) == 1
    assert {level.product.sku: level.reserved for level in levels} == held
    ask.practice.control.advance(SOON)
    parcels = [seen(ask, number) for number in numbers]
    assert {parcel["status"] for parcel in parcels} == {"awaiting_deliver"}
    assert [parcel["parent_posting_number"] for parcel in parcels] == ["", *[posting.number] * (len(numbers) - 1)]
    told = [product for parcel in parcels for product in parcel["products"]]
    for sku, quantity in pieces.items():
        assert sum(product["quantity"] for product in told if product["sku"] == sku) == quantity
    for number in numbers:
        ask.practice.control.step(number, "hand_over")
    assert {level.product.sku: level.reserved for level in levels} == {
        sku: held[sku] - quantity for sku, quantity in pieces.items()
    }


def test_more_data_comes_when_it_is_asked_for(ask: Caller) -> None:
    posting = find(ask)
    body = {"packages": [{"products": products(posting)}], "posting_number": posting.number}
    (told,) = ask(SHIP, {**body, "with": {"additional_data": True}}).json()["additional_data"]
    assert told["posting_number"] == posting.number
    assert [product["sku"] for product in told["products"]] == [line.product.sku for line in posting.lines]


def test_what_cannot_be_packed_is_refused_by_name(ask: Caller) -> None:
    posting = find(ask)
    (only,) = products(posting)
    unknown = {"packages": [{"products": [only]}], "posting_number": "0-0-0"}
    assert message(ask(SHIP, unknown)) == (404, "POSTING_NOT_FOUND")
    assert message(ship(ask, posting, [{**only, "product_id": 1}])) == (400, "UNKNOWN_PRODUCT_DEFINED")
    for quantity in (0, -1, only["quantity"] + 1):
        wrong = ship(ask, posting, [{**only, "quantity": quantity}])
        assert message(wrong) == (400, "HAS_INCORRECT_PRODUCT_QUANTITY")
    assert ask(SHIP, {"posting_number": posting.number}).status_code == 400
    assert ask(SHIP, {"posting_number": posting.number, "packages": [{"products": []}]}).status_code == 400
    assert message(ship(ask, find(ask, "cancelled"))) == (400, "POSTING_ALREADY_CANCELLED")
    assert message(ship(ask, find(ask, "awaiting_registration"))) == (400, "HAS_INCORRECT_STATUS")
    late = find(ask, rfbs=True)
    ask.practice.control.move_cutoff(late.number, ask.practice.control.now())
    assert message(ship(ask, late)) == (400, "TRANSITION_IS_NOT_POSSIBLE")
    assert seen(ask, posting.number)["status"] == "awaiting_packaging"


def test_a_buyer_who_cancels_meanwhile_is_quicker(ask: Caller) -> None:
    posting = find(ask)
    ship(ask, posting)
    ask.practice.control.step(posting.number, "cancel")
    ask.practice.control.advance(SOON)
    assert seen(ask, posting.number)["status"] == "cancelled"


# --- labels ----------------------------------------------------------------------------------------------------------
def labels(ask: Caller, *numbers: str) -> list[int]:
    tasks = ask(CREATE, {"posting_numbers": numbers}).json()["tasks"]
    assert [task["task_type"] for task in tasks] == ["big_label", "small_label"]
    return [task["task_id"] for task in tasks]


def state(ask: Caller, task: int) -> dict[str, Any]:
    told: dict[str, Any] = ask(GET, {"task_id": task}).json()
    return told


def packed(ask: Caller, count: int) -> list[str]:
    shop = ask.practice.world.shop
    return [one.number for one in shop.postings.values() if one.status == "awaiting_deliver" and len(one.history) == 1][
        :count
    ]


def test_a_task_goes_its_way_and_leads_to_a_file(ask: Caller) -> None:
    big, small = labels(ask, *packed(ask, 3))
    codes = []
    for _step in range(4):
        told = state(ask, big)
        codes.append(told["status"]["code"])
        assert bool(told["file_url"]) == (codes[-1] == "completed")
        ask.practice.control.advance(1)
    assert codes == ["pending", "in_progress", "in_progress", "completed"]
    assert state(ask, small)["status"] == told["status"]
    assert told["status"] == {
        "code": "completed", "postings_count": 3, "printed_postings_count": 3, "unprinted_postings": [],
    }  # fmt: skip
    assert told["error"] is None
    file = ask.http.get(told["file_url"])
    assert file.content.startswith(b"%PDF-")
    assert file.content.count(b"/MediaBox") == 3


def test_some_may_come_without_a_label(ask: Caller) -> None:
    ready, lost = packed(ask, 2)
    fresh, waiting = find(ask), find(ask, "awaiting_registration")
    ship(ask, fresh)
    ask.practice.control.advance(SOON + 30)
    ask.practice.control.faults("unprinted:1*1")
    task, _ = labels(ask, lost, ready, fresh.number, waiting.number)
    ask.practice.control.advance(5)
    told = state(ask, task)["status"]
    assert (told["code"], told["postings_count"], told["printed_postings_count"]) == ("completed", 4, 1)
    unprinted = {entry["posting_number"]: entry["message"] for entry in told["unprinted_postings"]}
    assert unprinted.keys() == {lost, fresh.number, waiting.number}
    assert all(unprinted.values())
    ask.practice.control.advance(60)
    task, _ = labels(ask, fresh.number)
    ask.practice.control.advance(5)
    assert state(ask, task)["status"]["printed_postings_count"] == 1


def test_without_any_label_a_task_ends_in_an_error(ask: Caller) -> None:
    fresh = find(ask)
    ship(ask, fresh)
    ask.practice.control.advance(SOON)
    task, _ = labels(ask, fresh.number)
    ask.practice.control.advance(5)
    told = state(ask, task)
    assert (told["status"]["code"], told["file_url"]) == ("error", "")
    assert told["error"]["code"]


def test_labels_that_cannot_be_are_refused(ask: Caller) -> None:
    assert message(ask(CREATE, {"posting_numbers": []})) == (400, "NO_POSTINGS_FOR_BATCH_DOWNLOAD")
    unknown = ask(CREATE, {"posting_numbers": [packed(ask, 1)[0], "0-0-0"]})
    assert message(unknown) == (400, "POSTING_NUMBERS_IS_INCORRECT_FOR_COMPANY")
    number = find(ask).number
    assert message(ask(CREATE, {"posting_numbers": [number]})) == (400, f"The next postings aren't ready: {number}")
    assert ask(GET, {"task_id": 1}).status_code == 404
    assert ask.http.get("/_practice/labels/1.pdf").status_code == 404
