"""From a typed number to the free quantity."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozon_xl.domain.stock import StockLevel
from ozon_xl.domain.stock_wish import Decision, Mode, Seen, Wish, decided, moved, sum_of


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
    assert moved(Wish(Mode.FREE, 5), seen, level(7, 3)) == (8, 7)
    assert moved(Wish(Mode.SHELF, 5), seen, level(7, 3)) is None
    assert moved(Wish(Mode.SHELF, 5), seen, level(7, 4)) == (10, 11)
    assert moved(Wish(Mode.CHANGE, 5), seen, level(1, 1)) is None


def test_decisions() -> None:
    wish = Wish(Mode.FREE, 20)
    assert decided(wish, Decision.NONE, 8, 5, ordered_since=None) is None
    assert decided(wish, Decision.THEIRS, 8, 5, ordered_since=3) is None
    assert decided(wish, Decision.MINE, 8, 5, ordered_since=None) == wish
    assert decided(wish, Decision.REBASE, 8, 5, ordered_since=None) == Wish(Mode.FREE, 17)
    assert decided(wish, Decision.NONE, 8, 5, ordered_since=3) == Wish(Mode.FREE, 17)
    assert decided(wish, Decision.NONE, 8, 5, ordered_since=2) is None
    assert decided(wish, Decision.NONE, 8, 9, ordered_since=0) is None
    assert decided(Wish(Mode.FREE, 1), Decision.REBASE, 8, 5, ordered_since=None) == Wish(Mode.FREE, 0)
