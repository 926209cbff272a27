"""Ozon's limits as the shop enforces them."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozon_xl.ozon.endpoint import ALL_METHODS, Limit
from ozon_xl.practice.limits import JITTER_S, Limits
from ozon_xl.practice.server import PracticeServer
from tests.practice.conftest import NOW, Caller

OWN = Limit(3, 60.0)


@pytest.fixture
def ask() -> Iterator[Caller]:
    with PracticeServer(start=NOW, speed=0, postings=30, offers=30) as practice:
        caller = Caller(practice)
        yield caller
        caller.http.close()


@given(st.lists(st.floats(0, 0.2), max_size=300))
def test_never_more_than_50_a_second_pass(gaps: list[float]) -> None:
    limits, now_s, passed = Limits(), 0.0, []
    for gap in gaps:
        now_s += gap
        if limits.take("1", "/x", None, now_s)[1] is None:
            passed.append(now_s)
    for position, at in enumerate(passed):
        assert sum(at <= other < at + 1 - JITTER_S for other in passed[position:]) <= ALL_METHODS.calls


def test_the_wait_is_just_long_enough() -> None:
    limits = Limits()
    for _ in range(50):
        assert limits.take("1", "/x", None, 7.0)[1] is None
    left, wait_s = limits.take("1", "/x", None, 7.5)
    assert left == 0
    assert wait_s is not None
    assert limits.take("1", "/x", None, 7.5 + wait_s - 0.001)[1] is not None
    assert limits.take("1", "/x", None, 7.5 + wait_s)[1] is None


def test_a_methods_own_limit_comes_on_top_and_refusals_are_not_counted() -> None:
    limits = Limits()
    outcomes = [limits.take("1", "/own", OWN, 0.0)[1] is None for _ in range(10)]
    assert outcomes == [True] * 3 + [False] * 7
    assert limits.take("1", "/other", None, 0.0) == (46, None)


def test_each_client_has_its_own_and_off_is_off() -> None:
    limits = Limits()
    for _ in range(60):
        limits.take("1", "/x", None, 0.0)
    assert limits.take("2", "/x", None, 0.0)[1] is None
    assert Limits(on=False).take("1", "/own", Limit(0, 1), 0.0)[1] is None


def test_the_51st_request_of_a_second_gets_a_429(ask: Caller) -> None:
    answers = [ask("/v1/seller/info") for _ in range(60)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert [answer.status_code for answer in answers[:50]] == [200] * 50
    assert refused
    assert refused[0].json() == {"code": 8, "message": "You have reached request rate limit per second"}
    assert (refused[0].headers["retry-after"], refused[0].headers["ratelimit-remaining"]) == ("1", "0")
    remaining = [int(answer.headers["ratelimit-remaining"]) for answer in answers[:50]]
    assert remaining == sorted(remaining, reverse=True)


def test_stock_is_written_80_times_a_minute_at_most(ask: Caller) -> None:
    outcomes = []
    for number in range(82):
        body = {"stocks": [{"offer_id": f"nobody {number}", "warehouse_id": 1, "stock": 1}]}
        outcomes.append(ask("/v2/products/stocks", body).status_code)
        ask.practice.control.advance(0.03)  # not too many a second
    assert outcomes == [200] * 80 + [429] * 2
    ask.practice.control.advance(60)
    assert ask("/v2/products/stocks", {"stocks": [{"offer_id": "x", "warehouse_id": 1, "stock": 1}]}).status_code == 200


def test_a_refused_write_changes_nothing(ask: Caller) -> None:
    for number in range(80):
        ask("/v2/products/stocks", {"stocks": [{"offer_id": f"n{number}", "warehouse_id": 1, "stock": 1}]})
        ask.practice.control.advance(0.03)
    level = next(level for level in ask.practice.world.shop.levels() if level.warehouse.sells)
    before, writes = level.counts(), len(ask.practice.control.writes())
    body = {"stocks": [{"offer_id": level.product.offer, "warehouse_id": level.warehouse.id, "stock": 4321}]}
    assert ask("/v2/products/stocks", body).status_code == 429
    assert level.counts() == before
    assert len(ask.practice.control.writes()) == writes
