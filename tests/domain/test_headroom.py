"""The error index, day by day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ozon_xl.domain.headroom import Day, ahead, counted_days, filled, leaving, mean_created, standing

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
    full = filled(days, TODAY, window=14, created=100)
    assert standing(full, TODAY, window=14, edges=EDGES)[1:3] == (100, 2)
    assert (full[TODAY], full[ago(20)]) == (Day(3, 1), Day(5, 0))
    assert {full[ago(number)].created for number in range(2, 15)} == {6, 7}
    same = filled(days, TODAY, window=14, created=4)
    assert standing(same, TODAY, window=14, edges=EDGES)[1:3] == (10, 2), "we have seen more than that"


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 60)), min_size=14, max_size=14))
def test_allowed_is_exactly_what_fits(history: list[tuple[int, int]]) -> None:
    days = {ago(number): Day(*day) for number, day in enumerate(history, 1)}
    now = standing(days, TODAY, window=14, edges=EDGES)
    if now.allowed is None or not now.created:
        return
    for more, same in ((now.allowed, True), (now.allowed + 1, False)):
        days[ago(1)] = Day(history[0][0], history[0][1] + more)
        assert (standing(days, TODAY, window=14, edges=EDGES).zone == now.zone) is same
