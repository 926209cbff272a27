"""From a typed number to the free quantity."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozon_xl.domain.stock import StockLevel
from ozon_xl.domain.stock_wish import Conflict, Decision, Mode, Seen, Wish, decided, moved, orders_explain, sum_of


def level(free: int = 8, reserved: int = 2) -> StockLevel:
    return StockLevel("A", "1", "", "", free + reserved, reserved, free, None)


@pytest.mark.parametrize(
    ("wish", "want"),
    [
        (Wish(Mode.FREE, 12), 12),
        (Wish(Mode.FREE, 12, keep_back=3), 12),
        (Wish(Mode.FREE, 12, cap=5), 5),
        (Wish(Mode.FREE, 0, cap=5), 0),
        (Wish(Mode.SHELF, 12), 10),
        (Wish(Mode.SHELF, 12, keep_back=3), 7),
        (Wish(Mode.SHELF, 12, keep_back=3, cap=4), 4),
        (Wish(Mode.SHELF, 1), 0),
        (Wish(Mode.CHANGE, 5), 13),
        (Wish(Mode.CHANGE, -5), 3),
        (Wish(Mode.CHANGE, -50), 0),
        (Wish(Mode.CHANGE, 5, keep_back=3), 13),
        (Wish(Mode.CHANGE, 1, keep_back=50), 9),
        (Wish(Mode.CHANGE, 5, keep_back=1, cap=9), 9),
    ],
)
def test_what_a_number_means(wish: Wish, want: int) -> None:
    assert sum_of(wish, level()).want == want


NUMBERS = st.integers(0, 10_000)
WISHES = st.builds(Wish, st.sampled_from(list(Mode)), NUMBERS, st.integers(0, 50), st.none() | NUMBERS)


@given(WISHES, NUMBERS, NUMBERS)
def test_the_sum_adds_up_and_promises_no_more_than_the_shelf(wish: Wish, free: int, reserved: int) -> None:
    total = sum_of(wish, level(free, reserved))
    assert total.want == max(0, total.start - total.reserved - total.kept_back) - total.capped
    assert total.want >= 0
    assert wish.cap is None or total.want <= wish.cap
    if wish.mode is Mode.SHELF and total.want:
        assert total.want + reserved + wish.keep_back <= wish.number


def test_what_a_wish_is_based_on() -> None:
    seen = Seen(free=8, present=10)
    assert moved(Wish(Mode.FREE, 5), seen, level()) is None
    assert moved(Wish(Mode.FREE, 5), seen, level(7, 3)) == Conflict(Mode.FREE, 8, 7, 5)
    assert moved(Wish(Mode.SHELF, 5), seen, level(7, 3)) is None
    assert moved(Wish(Mode.SHELF, 5), seen, level(7, 4)) == Conflict(Mode.SHELF, 10, 11, 5)
    assert moved(Wish(Mode.CHANGE, 5), seen, level(8, 2)) is None
    assert moved(Wish(Mode.CHANGE, 5), seen, level(7, 3)) is None, "an order"
    assert moved(Wish(Mode.CHANGE, 5), seen, level(9, 1)) is None, "a cancellation"
    assert moved(Wish(Mode.CHANGE, 5), seen, level(8, 0)) is None, "shipped"
    assert moved(Wish(Mode.CHANGE, 5), seen, level(13, 2)) == Conflict(Mode.CHANGE, 8, 13, 5), "sent already"
    assert moved(Wish(Mode.CHANGE, 5), None, level(1, 1)) == Conflict(Mode.CHANGE, None, 1, 5)
    assert moved(Wish(Mode.FREE, 5), None, level()) == Conflict(Mode.FREE, None, 8, 5)


@pytest.mark.parametrize(
    ("decision", "ordered_since", "number"),
    [
        (Decision.NONE, None, None),
        (Decision.NONE, 2, None),
        (Decision.NONE, 4, None),
        (Decision.NONE, 3, 17),
        (Decision.THEIRS, 3, None),
        (Decision.MINE, None, 20),
        (Decision.MINE, 3, 20),
        (Decision.REBASE, None, 17),
    ],
)
def test_decisions(decision: Decision, ordered_since: int | None, number: int | None) -> None:
    wish = Wish(Mode.FREE, 20)
    stands = decided(wish, decision, Conflict(Mode.FREE, 8, 5, 20), ordered_since=ordered_since)
    assert stands == (None if number is None else Wish(Mode.FREE, number))


def test_a_change_has_nothing_to_re_base() -> None:
    wish, conflict = Wish(Mode.CHANGE, 3), Conflict(Mode.CHANGE, 8, 5, 3)
    for decision, stands in {Decision.NONE: None, Decision.MINE: wish, Decision.REBASE: wish}.items():
        assert decided(wish, decision, conflict, ordered_since=3) == stands


@given(st.integers(-50, 50), NUMBERS, NUMBERS, st.integers(0, 50))
def test_a_change_moves_what_is_free_by_just_so_much(change: int, free: int, reserved: int, keep_back: int) -> None:
    assert sum_of(Wish(Mode.CHANGE, change, keep_back), level(free, reserved)).want == max(0, free + change)


def test_a_rise_is_never_the_work_of_orders() -> None:
    assert decided(Wish(Mode.FREE, 5), Decision.NONE, Conflict(Mode.FREE, 8, 9, 5), ordered_since=-1) is None
    assert decided(Wish(Mode.FREE, 5), Decision.NONE, Conflict(Mode.FREE, 8, 9, 5), ordered_since=0) is None


def test_a_number_is_re_based_to_nothing_but_not_below() -> None:
    assert Conflict(Mode.FREE, 8, 5, 1).rebased == 0
    assert Conflict(Mode.FREE, 8, 5, 4).rebased == 1
    assert Conflict(Mode.FREE, None, 5, 4).rebased is None


def test_what_is_not_known_to_have_been_seen_can_only_be_sent_as_it_is() -> None:
    conflict = Conflict(Mode.FREE, None, 5, 4)
    assert decided(Wish(Mode.FREE, 4), Decision.REBASE, conflict, ordered_since=None) is None
    assert decided(Wish(Mode.FREE, 4), Decision.MINE, conflict, ordered_since=None) == Wish(Mode.FREE, 4)


def test_orders_move_pieces_to_the_reserve_and_leave_the_shelf() -> None:
    assert orders_explain(Seen(8, 10), level(7, 3))
    assert not orders_explain(Seen(8, 10), level(7, 2))
    assert not orders_explain(Seen(8, 10), level(9, 1))
    assert not orders_explain(Seen(8, 10), level(8, 2))
