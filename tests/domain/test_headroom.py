"""The error index, day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozon_xl.domain.headroom import Day, agreeing, ahead, counted_days, headroom, leaving, mean_created, standing

TODAY = date(2026, 11, 23)
EDGES = (0.04, 0.10, 0.20, 0.40)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_today_does_not_count_and_neither_does_what_is_older_than_the_window() -> None:
    days = {TODAY: Day(50, 50), ago(1): Day(60, 1), ago(14): Day(40, 2), ago(15): Day(100, 100)}
    now = standing(days, TODAY, window=14, edges=EDGES)
    assert (now.created, now.errors, now.zone, now.allowed) == (100, 3, 0, 1)
    assert now.share == 0.03


def test_zones() -> None:
    for errors, zone, allowed in [(4, 0, 0), (5, 1, 5), (10, 1, 0), (11, 2, 9), (40, 3, 0), (41, 4, None)]:
        now = standing({ago(3): Day(100, errors)}, TODAY, window=14, edges=EDGES)
        assert (now.zone, now.allowed) == (zone, allowed), errors


def test_a_shop_without_orders() -> None:
    now = standing({}, TODAY, window=14, edges=EDGES)
    assert (now.share, now.zone, now.allowed) == (0.0, 0, 0)


def test_errors_leave_after_the_window() -> None:
    days = {ago(14): Day(10, 2), ago(2): Day(10, 1), ago(20): Day(10, 5), TODAY: Day(1, 1)}
    assert leaving(days, TODAY, window=14) == [(TODAY + timedelta(days=1), 2), (TODAY + timedelta(days=13), 1)]
    later = standing(days, TODAY + timedelta(days=1), window=14, edges=EDGES)
    assert later.errors == 2  # two have left, today's has come in


def test_the_days_ahead() -> None:
    days = {ago(number): Day(10, 0) for number in range(1, 15)} | {ago(1): Day(10, 5), TODAY: Day(3, 0)}
    coming = ahead(days, TODAY, failing={TODAY: 2}, created_a_day=10, window=14, edges=EDGES)
    assert [one.errors for one in coming] == [5, *[7] * 13, 2, 0]
    assert [one.created for one in coming] == [140] * 16
    assert [one.zone for one in coming] == [0, *[1] * 13, 0, 0]
    assert mean_created(days, TODAY, window=14) == 10


def test_days_from_dates() -> None:
    assert counted_days([ago(1), ago(1), ago(2)], [ago(1), ago(5)]) == {
        ago(1): Day(2, 1),
        ago(2): Day(1, 0),
        ago(5): Day(0, 1),
    }


def test_days_of_which_we_know_too_little_are_filled() -> None:
    days = {ago(1): Day(10, 2), TODAY: Day(3, 1), ago(20): Day(5, 0)}
    full = agreeing(days, TODAY, told=0.02, window=14)
    assert standing(full, TODAY, window=14, edges=EDGES)[1:3] == (100, 2)
    assert (full[TODAY], full[ago(20)]) == (Day(3, 1), Day(5, 0))
    assert {full[ago(number)].created for number in range(2, 15)} == {6, 7}


def test_of_what_ozon_does_not_count_each_day_gives_its_part() -> None:
    days = {ago(number): Day(20, number % 2) for number in range(1, 15)} | {TODAY: Day(9, 9)}
    thin = agreeing(days, TODAY, told=0.05, window=14)
    assert standing(thin, TODAY, window=14, edges=EDGES)[1:3] == (140, 7)
    assert {thin[ago(number)].created for number in range(1, 15)} == {10}
    assert thin[TODAY] == Day(9, 9)


def test_errors_that_we_know_nothing_of_are_spread() -> None:
    days = {ago(number): Day(10, 0) for number in range(1, 15)}
    assert {agreeing(days, TODAY, told=0.1, window=14)[at] for at in days} == {Day(10, 1)}


@pytest.mark.parametrize(
    ("told", "created", "errors", "zone", "most"),
    [
        (0.045, 240, 5, 1, 6),
        (0.045, 240, 0, 1, 13),
        (0.06, 300, 12, 1, 8),
        (0.0, 100, 0, 0, 4),
        (0.5, 100, 50, 4, None),
    ],
)
def test_what_is_allowed_goes_by_what_ozon_tells(
    told: float, created: int, errors: int, zone: int, most: int | None
) -> None:
    """However many more postings we know of."""
    days = {ago(3): Day(created, errors)}
    found = headroom(days, TODAY, told=told, red=2, window=14, edges=EDGES)
    assert (found.share, found.zone) == (told, zone)
    assert (found.allowed is None) == (most is None)
    assert found.allowed is None or most is None or 0 <= found.allowed <= most
    assert found.if_failed[1].share >= found.if_kept[1].share
    assert found.now.share == pytest.approx(told, abs=0.005)


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 60)), min_size=14, max_size=14))
def test_allowed_is_exactly_what_fits(history: list[tuple[int, int]]) -> None:
    days = {ago(number): Day(*day) for number, day in enumerate(history, 1)}
    now = standing(days, TODAY, window=14, edges=EDGES)
    if now.allowed is None or not now.created:
        return
    for more, same in ((now.allowed, True), (now.allowed + 1, False)):
        days[ago(1)] = Day(history[0][0], history[0][1] + more)
        assert (standing(days, TODAY, window=14, edges=EDGES).zone == now.zone) is same
