"""The error index of the practice shop follows from what happens in it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from ozon_xl.practice.shop import BY_BUYER, BY_SELLER
from tests.practice.conftest import NOW, Caller, visiting

DAY = timedelta(days=1)
INFO = "/v1/rating/index/fbs/info"
LIST = "/v1/rating/index/fbs/posting/list"


@pytest.fixture
def own() -> Iterator[Caller]:
    """A shop that this test may spoil."""
    with visiting(postings=120, offers=60, lag_s=0) as caller:
        yield caller


def errors_of(ask: Caller, limit: int = 100, **filters: object) -> list[Any]:
    period = {"date_from": (NOW - 15 * DAY).isoformat(), "date_to": (NOW + 90 * DAY).isoformat(), **filters}
    pages = ask.pages(LIST, {"filter": period, "limit": limit}, "errors")
    return [error for page in pages for error in page]


def counted(errors: list[Any], back: timedelta = timedelta(0)) -> list[Any]:
    """Those of the fourteen days before today; the day in Moscow began at 21:00 UTC."""
    today = (NOW - timedelta(hours=12) - back).isoformat()[:19]
    first = (NOW - timedelta(hours=12) - 14 * DAY - back).isoformat()[:19]
    return [error for error in errors if first <= error["error_at"] < today]


def test_the_index_is_the_share_of_errors(own: Caller) -> None:
    info = own(INFO).json()
    created = [
        posting
        for posting in own.practice.world.shop.postings.values()
        if NOW - timedelta(hours=12) - 14 * DAY <= posting.in_process_at < NOW - timedelta(hours=12)
    ]
    errors = counted(errors_of(own))
    assert errors
    assert info["index"] == pytest.approx(100 * len(errors) / len(created), abs=0.01)
    assert info["defects"][-1]["index_by_date"] == info["index"]
    assert (info["period_from"], info["period_to"]) == ("2026-11-09", "2026-11-22")
    assert len(info["defects"]) == 14


def test_a_cancellation_counts_from_tomorrow_and_leaves_after_the_window(own: Caller) -> None:
    shop, clock = own.practice.world.shop, own.practice.control
    before = own(INFO).json()["index"]
    known = {error["posting_number"] for error in errors_of(own)}
    in_time = [posting for posting in shop.postings.values() if posting.holds and posting.number not in known]
    one, other = in_time[:2]
    shop.cancel(one, BY_SELLER, NOW)
    shop.cancel(other, BY_BUYER, NOW)
    assert own(INFO).json()["index"] <= before, "today is excluded"
    (error,) = errors_of(own, posting_numbers=[one.number])
    assert error["posting_error_type"] == "SELLER_CANCELLATION"
    assert error["charge_price"] == pytest.approx(error["product_price"] * error["charge_percent"] / 100, abs=0.01)
    assert errors_of(own, posting_numbers=[other.number]) == [], "the buyer's fault is none of the seller's"
    clock.advance(DAY.total_seconds())
    after = own(INFO).json()
    assert after["period_to"] == "2026-11-23"
    clock.advance((15 * DAY).total_seconds())
    assert own(INFO).json()["period_from"] == "2026-11-25", "the cancellation of the 23rd has left"


def test_the_list_by_pages_is_the_whole_list(own: Caller) -> None:
    whole = errors_of(own)
    assert len(whole) > 3
    assert errors_of(own, limit=2) == whole
    assert len({error["posting_number"] for error in whole}) == len(whole)


ON_TIME = "rating_on_time"


def course(ask: Caller, days: int = 7, code: str = ON_TIME) -> Any:
    period = {"date_from": (NOW - days * DAY).isoformat(), "date_to": (NOW + 90 * DAY).isoformat()}
    (found,) = ask("/v1/rating/history", {**period, "ratings": [code]}).json()["ratings"]
    return found


def test_the_share_on_time_is_that_of_the_orders_due_in_thirty_days(own: Caller) -> None:
    midnight = NOW - timedelta(hours=12)
    due = {
        posting.number
        for posting in own.practice.world.shop.postings.values()
        if posting.late_from and midnight - 30 * DAY <= posting.late_from < midnight
    }
    late = {one["posting_number"] for one in errors_of(own) if one["posting_error_type"] == "SELLER_DELAY"} & due
    assert late
    (*before, last) = course(own)["values"]
    assert last["value"] == pytest.approx(100 - 100 * len(late) / len(due), abs=0.01)
    assert last["date_to"] == "2026-11-22T21:00:00Z", "midnight in Moscow"
    assert last["status"]["danger"] == (last["value"] < 60)
    assert [value["date_to"] for value in before] == [f"2026-11-{day}T21:00:00Z" for day in range(15, 22)]
    items = own("/v1/rating/summary").json()["groups"][0]["items"]
    assert [item["current_value"] for item in items if item["rating"] == ON_TIME] == [last["value"]]


def test_the_course_of_the_index_is_the_index(own: Caller) -> None:
    told = course(own, code="rating_general_indicator_fbs_rfbs")
    assert told["values"][-1]["value"] == own(INFO).json()["index"]
    assert told["values"][-1]["status"]["warning"] == (told["values"][-1]["value"] > 4)


def test_half_a_period_of_a_course_is_refused(ask: Caller) -> None:
    assert ask("/v1/rating/history", {"date_from": NOW.isoformat(), "ratings": [ON_TIME]}).status_code == 400


@pytest.mark.parametrize("period", [{}, {"date_from": NOW.isoformat()}, {"date_from": "x", "date_to": "y"}])
def test_half_a_period_is_refused(ask: Caller, period: dict[str, str]) -> None:
    assert ask(LIST, {"filter": period, "limit": 10}).status_code == 400


def test_the_rating_says_the_same(ask: Caller) -> None:
    (group,) = ask("/v1/rating/summary").json()["groups"]
    assert group["items"][0]["current_value"] == ask(INFO).json()["index"]
