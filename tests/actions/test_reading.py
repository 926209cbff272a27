"""Chains of pages side by side: every item once and in time, whoever fails."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozon_xl.actions.fetch import AHEAD, BACK, LONGEST_OPEN, SLACK, cutoff_windows, order_windows
from ozon_xl.actions.reading import WORKERS, Chain, Crew, SharedChain, Step
from ozon_xl.errors import StoppedByUserError
from ozon_xl.ozon.client import OzonClient
from ozon_xl.ozon.paging import Window
from ozon_xl.ozon.shop import Shop
from tests.domain.make import NOW

PAGE = 10
Item = tuple[datetime, int]


@pytest.fixture(scope="module")
def client() -> Iterator[OzonClient]:
    with OzonClient(Shop("1", "demo-key", "http://127.0.0.1:1")) as client:
        yield client


class Listing:
    """A list of items by time, and how often its pages were asked for."""

    def __init__(self, minutes: Iterable[int]) -> None:
        self.items = [(NOW + timedelta(minutes=minute), number) for number, minute in enumerate(sorted(minutes))]
        self.window = Window(NOW, NOW + timedelta(minutes=1000))
        self.pages = 0

    def read(self, window: Window) -> Iterator[list[Item]]:
        inside = [item for item in self.items if window.start <= item[0] <= window.end]
        for start in range(0, len(inside), PAGE):
            self.pages += 1
            yield inside[start : start + PAGE]

    def chain(self, take: Callable[[list[Item]], None]) -> Step:
        return SharedChain(self.read, self.window, lambda item: item[0], take)


class Idle(Crew):
    """A crew of which so many have nothing to do."""

    def __init__(self, spare: int) -> None:
        super().__init__([])
        self._spare = spare

    @property
    def spare(self) -> int:
        return self._spare


@given(st.lists(st.integers(0, 1000), max_size=300), st.integers(0, WORKERS))
def test_whatever_is_given_away_nothing_is_lost_and_little_is_read_twice(minutes: list[int], spare: int) -> None:
    listing, seen = Listing(minutes), Counter[Item]()
    steps, done = [listing.chain(seen.update)], 0
    while steps:
        more = list(steps.pop(0)(Idle(spare)))
        done += len(more) > 1
        steps += more
    assert seen.keys() == set(listing.items)
    assert listing.pages <= -(-len(listing.items) // PAGE) + 2 * done * (spare + 1)


def test_a_long_chain_is_shared_among_all_workers(client: OzonClient) -> None:
    listing, seen, lock = Listing(range(1000)), Counter[Item](), threading.Lock()
    at_once, most = 0, 0

    def slowly(window: Window) -> Iterator[list[Item]]:
        nonlocal at_once, most
        for page in listing.read(window):
            with lock:
                at_once += 1
                most = max(most, at_once)
            time.sleep(0.005)
            with lock:
                at_once -= 1
            yield page

    Crew([SharedChain(slowly, listing.window, lambda item: item[0], seen.update)]).run(client)
    assert seen.keys() == set(listing.items)
    assert most == WORKERS


@pytest.mark.parametrize("alone", [0, 3])
def test_the_first_pages_of_a_list_that_is_mostly_short_are_not_shared(alone: int) -> None:
    listing, seen = Listing(range(1000)), list[Item]()
    chain = SharedChain(listing.read, listing.window, lambda item: item[0], seen.extend, alone)
    given = [len(list(chain(Idle(5)))) - 1 for _page in range(alone + 1)]
    assert given == [0] * alone + [5]
    assert seen == listing.items[: (alone + 1) * PAGE], "one after the other"


def test_a_list_out_of_order_is_read_to_its_end_by_one() -> None:
    listing, seen = Listing(range(100)), list[Item]()
    shuffled = [listing.items[number * 37 % 100] for number in range(100)]
    chain = SharedChain(
        lambda _window: iter([shuffled[:50], shuffled[50:]]), listing.window, lambda item: item[0], seen.extend
    )
    steps: list[Step] = [chain]
    while steps:
        steps = list(steps[0](Idle(5)))
        assert len(steps) <= 1
    assert seen == shuffled


def test_what_comes_after_the_last_page_is_done(client: OzonClient) -> None:
    seen: list[str] = []

    def after() -> list[Step]:
        return [Chain(iter([["c"]]), seen.extend)]

    Crew([Chain(iter([["a"], ["b"]]), seen.extend, after)]).run(client)
    assert seen == ["a", "b", "c"]


def test_the_first_failure_ends_all(client: OzonClient) -> None:
    def endless() -> Iterator[list[int]]:
        while not failed.is_set():
            yield [1]
        raise StoppedByUserError

    def fail() -> Iterator[list[int]]:
        yield [1]
        failed.set()
        raise ValueError("first")

    failed = threading.Event()
    ignore: Callable[[list[int]], None] = lambda _page: None  # noqa: E731
    with pytest.raises(ValueError, match="first"):
        Crew([Chain(endless(), ignore), Chain(fail(), ignore)]).run(client)


@pytest.mark.parametrize(
    ("windows", "start", "end"),
    [
        (order_windows(NOW), NOW - LONGEST_OPEN, NOW + SLACK),
        (cutoff_windows(NOW), NOW - BACK, NOW + AHEAD),
    ],
)
def test_windows_leave_no_gap(windows: list[Window], start: datetime, end: datetime) -> None:
    assert (windows[0].start, windows[-1].end) == (start, end)
    assert [window.end for window in windows[:-1]] == [window.start for window in windows[1:]]
    assert all(window.start < window.end for window in windows)
