from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozon_xl.errors import (
    AnswerChangedError,
    InvalidRequestError,
    PageMissingError,
    PageTooBigError,
    PagingStuckError,
    PeriodTooLongError,
)
from ozon_xl.ozon import paging
from ozon_xl.ozon.endpoint import Endpoint
from ozon_xl.ozon.paging import Page, Pager, Window, batches, in_windows, newest, page_of
from tests.ozon.fakes import NOON, flat

LIST = Endpoint("/list", page=100, batch=3)


def chain(*pages: Page[int]) -> list[list[int]]:
    """What a pager makes of these answers; fails if it asks for more."""
    answers = iter(pages)
    return list(Pager(LIST).pages(lambda _cursor, _limit: next(answers)))


def test_pages_follow_the_cursor() -> None:
    by_cursor = {"": Page([1, 2], "a", more=True), "a": Page([3], "b", more=True), "b": Page([4], "", more=False)}
    asked = []

    def fetch(cursor: str, limit: int) -> Page[int]:
        asked.append((cursor, limit))
        return by_cursor[cursor]

    assert list(Pager(LIST).pages(fetch)) == [[1, 2], [3], [4]]
    assert asked == [("", 100), ("a", 100), ("b", 100)]


@pytest.mark.parametrize(
    "last",
    [
        Page([9], "more", more=False),
        Page([9], "", more=None),
        Page([9], "a", more=False),
    ],
    ids=["has_next false", "no cursor", "same cursor, has_next false"],
)
def test_a_last_page_ends_the_chain(last: Page[int]) -> None:
    assert chain(Page([1], "a", more=True), last) == [[1], [9]]


def test_more_without_a_cursor_to_ask_for_it_is_half_an_answer() -> None:
    with pytest.raises(AnswerChangedError) as caught:
        chain(Page([1], "a", more=True), Page([9], "", more=True))
    assert "/list" in str(caught.value)


@pytest.mark.parametrize("more", [False, None])
def test_an_empty_page_ends_the_chain(more: bool | None) -> None:
    assert chain(Page([1], "a", more=True), Page([], "b", more=more)) == [[1]]
    assert chain(Page([], "b", more=more)) == []


@pytest.mark.parametrize("cursor", ["", "a"])
def test_an_empty_page_behind_a_full_one_ends_the_chain_though_it_promises_more(cursor: str) -> None:
    """Seen at Ozon. It leads nowhere: no cursor, or the one that it was asked with."""
    slip = Page[int]([], cursor, more=True)
    assert chain(Page([1], "a", more=True), slip, slip) == [[1]]


@pytest.mark.parametrize("number", [0, 1])
def test_an_empty_page_that_promises_more_is_asked_for_once_more(number: int) -> None:
    pages = [Page([1], "a", more=True), Page([2], "", more=False)]
    pages.insert(number, Page([], "lost", more=True))
    assert chain(*pages) == [[1], [2]]


@pytest.mark.parametrize("cursor", ["", "b"])
def test_a_list_that_begins_with_nothing_but_promises_is_an_error(cursor: str) -> None:
    nothing = Page[int]([], cursor, more=True)
    with pytest.raises(PageMissingError) as caught:
        chain(nothing, nothing)
    assert "/list" in str(caught.value)


def test_a_page_of_which_only_the_way_past_it_comes_is_an_error() -> None:
    lost = Page[int]([], "b", more=True)
    with pytest.raises(PageMissingError):
        chain(Page([1], "a", more=True), lost, lost)


@pytest.mark.parametrize(
    ("answer", "cursor", "more"),
    [
        ({"cursor": "a", "has_next": True}, "a", True),
        ({"cursor": "a", "has_next": False}, "a", False),
        ({"cursor": "a"}, "a", None),
        ({"cursor": "a", "has_next": None}, "a", None),
        ({"cursor": ""}, "", None),
        ({"cursor": None}, "", None),
        ({"has_next": False}, "", False),
        ({"has_next": True}, "", True),
    ],
)
def test_what_an_answer_says_of_the_next_page(answer: dict[str, object], cursor: str, more: bool | None) -> None:
    assert page_of([1], answer) == Page([1], cursor, more)


@pytest.mark.parametrize("answer", [{}, {"has_next": None}, {"count": 5}])
def test_an_answer_that_says_nothing_of_the_next_page_is_half_an_answer(answer: dict[str, object]) -> None:
    with pytest.raises(AnswerChangedError):
        page_of([1], answer)


@pytest.mark.parametrize("loop", [1, 2, 5])
def test_a_cursor_that_comes_again_stops_the_reading(loop: int) -> None:
    asked = []

    def fetch(cursor: str, _limit: int) -> Page[int]:
        asked.append(cursor)
        return Page([1], str(len(asked) % loop), more=True)

    with pytest.raises(PagingStuckError) as caught:
        list(Pager(LIST).pages(fetch))
    assert len(asked) <= loop + 1
    assert "/list" in str(caught.value)


def test_a_list_without_end_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "MOST_PAGES", 50)
    asked = []

    def fetch(_cursor: str, _limit: int) -> Page[int]:
        asked.append(1)
        return Page([1], str(len(asked)), more=True)

    with pytest.raises(PagingStuckError):
        list(Pager(LIST).pages(fetch))
    assert len(asked) == 50


def too_big(most: int) -> PageTooBigError:
    error = PageTooBigError(method="/list", message="...")
    error.most = most
    return error


def test_the_page_size_follows_ozon_and_is_remembered() -> None:
    asked = []

    def fetch(_cursor: str, limit: int) -> Page[int]:
        asked.append(limit)
        if limit > 40:
            raise too_big(40)
        return Page([1], "", more=False)

    pager = Pager(LIST)
    assert list(pager.pages(fetch)) == list(pager.pages(fetch)) == [[1]]
    assert asked == [100, 40, 40]


@pytest.mark.parametrize("most", [0, 100, 200])
def test_a_bound_that_cannot_be_met_is_an_error(most: int) -> None:
    def fetch(_cursor: str, _limit: int) -> Page[int]:
        raise too_big(most)

    with pytest.raises(PageTooBigError):
        list(Pager(LIST).pages(fetch))


# --- windows ---------------------------------------------------------------------------------------------------------

PERIODS = st.builds(
    lambda start, days: Window(start, start + timedelta(days=days)),
    st.floats(-2000, 100).map(lambda days: NOON + timedelta(days=days)),
    st.floats(0, 400),
)


def read_windows(period: Window, longest_at_ozon: timedelta = timedelta(days=400)) -> list[Window]:
    """The windows that were read to the end."""
    done = []

    def read(window: Window) -> Iterator[list[int]]:
        if window.end - window.start > longest_at_ozon:
            raise PeriodTooLongError(method="/list", message="PERIOD_IS_TOO_LONG")
        done.append(window)
        yield [1]

    flat(in_windows(read, period))
    return done


@given(period=PERIODS, longest=st.floats(0.1, 100))
def test_windows_cover_the_period_and_none_is_too_long(period: Window, longest: float) -> None:
    at_ozon = timedelta(days=longest)
    windows = read_windows(period, at_ozon)
    assert windows[0].start == period.start
    assert windows[-1].end == period.end
    assert all(before.end == after.start for before, after in pairwise(windows))
    assert all(window.end - window.start <= min(at_ozon, timedelta(days=30, seconds=1)) for window in windows)


def test_a_year_is_read_in_months() -> None:
    assert len(read_windows(Window(NOON, NOON + timedelta(days=365)))) == 13


def test_only_what_is_refused_is_halved() -> None:
    refused = []

    def read(window: Window) -> Iterator[list[Window]]:
        if window.start < NOON + timedelta(days=1) and window.end - window.start > timedelta(days=10):
            refused.append(window)
            raise PeriodTooLongError(method="/list", message="PERIOD_IS_TOO_LONG")
        yield [window]

    windows = flat(in_windows(read, Window(NOON, NOON + timedelta(days=60))))
    assert [(window.end - window.start).total_seconds() / 86400 for window in windows] == [7.5, 7.5, 15, 30]
    assert len(refused) == 2


def test_an_hour_that_is_too_long_is_an_error() -> None:
    asked = []

    def read(window: Window) -> Iterator[list[int]]:
        asked.append(window)
        raise PeriodTooLongError(method="/list", message="PERIOD_IS_TOO_LONG")

    with pytest.raises(PeriodTooLongError):
        flat(in_windows(read, Window(NOON, NOON + timedelta(days=30))))
    assert len(asked) < 15


def test_other_refusals_are_not_halved() -> None:
    def read(_window: Window) -> Iterator[list[int]]:
        raise InvalidRequestError(method="/list", message="no")

    with pytest.raises(InvalidRequestError):
        flat(in_windows(read, Window(NOON, NOON + timedelta(days=30))))


@given(period=PERIODS, parts=st.integers(1, 40))
def test_a_cut_window_is_whole(period: Window, parts: int) -> None:
    windows = period.cut(parts)
    assert len(windows) == parts
    assert (windows[0].start, windows[-1].end) == period
    assert all(before.end == after.start for before, after in pairwise(windows))


# --- items -----------------------------------------------------------------------------------------------------------


def test_the_later_word_wins() -> None:
    pages = [[("a", 1), ("b", 1)], [("a", 2), ("c", 1)]]
    assert newest(pages, lambda item: item[0]) == [("a", 2), ("b", 1), ("c", 1)]


@given(st.lists(st.integers(), max_size=20))
def test_batches_hold_everything_once(items: list[int]) -> None:
    lists = list(batches(items, LIST))
    assert flat(lists) == items
    assert all(0 < len(batch) <= 3 for batch in lists)
