"""Lists that come in pages, and periods that come in windows."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final, Generic, NamedTuple, TypeVar

from ozon_xl.errors import AnswerChangedError, PageMissingError, PageTooBigError, PagingStuckError, PeriodTooLongError
from ozon_xl.ozon.endpoint import Endpoint

T = TypeVar("T")

MOST_PAGES: Final = 20_000
"""Of one chain. Ozon's largest lists end long before; a list without an end is a fault."""

LONGEST_PERIOD: Final = timedelta(days=30)
"""``PERIOD_IS_TOO_LONG`` is documented for more than a year and was reported from 28 days on (FACTS of 2026-11-23)."""

SHORTEST_PERIOD: Final = timedelta(hours=1)
"""A period that is refused even so is not refused for its length."""


class Page(NamedTuple, Generic[T]):
    """One page of a list."""

    items: list[T]
    cursor: str
    """Asks for the next page; empty on the last one."""
    more: bool | None
    """``has_next``; None where the method does not say."""


def page_of(items: list[T], answer: Mapping[str, object]) -> Page[T]:
    """The page of a method that has both ``cursor`` and ``has_next``.

    Raises:
        AnswerChangedError: neither is there, so nobody knows whether this is all.
    """
    cursor, more = answer.get("cursor"), answer.get("has_next")
    if more is None and "cursor" not in answer:
        raise AnswerChangedError(field="has_next")
    return Page(items, str(cursor or ""), None if more is None else bool(more))


class Window(NamedTuple):
    """A period from ``start`` to ``end``, both included."""

    start: datetime
    end: datetime

    def cut(self, parts: int) -> list["Window"]:
        """Windows of equal length, in order, that touch and together make up this one."""
        step = (self.end - self.start) / parts
        edges = [*(self.start + step * number for number in range(parts)), self.end]
        return [Window(start, end) for start, end in pairwise(edges)]


class Pager:
    """Reads the page chains of one endpoint and remembers the page size that Ozon accepts."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._size = endpoint.page

    def pages(self, fetch: Callable[[str, int], Page[T]]) -> Iterator[list[T]]:
        """The pages of one chain, none of them empty. ``fetch`` is handed cursor and page size.

        An empty page ends the chain even if it says that there is more (seen at Ozon behind a full page), unless more
        cannot be a slip: it is the first page, or it has a cursor that leads on. Then rows are being withheld, and a
        list that is cut short must never be taken for a whole one. An item that moves while we read may come twice: the
        later one is the newer word.

        Raises:
            PageMissingError: rows were announced, and did not come when asked for twice.
            PagingStuckError: a cursor comes again, or the list has no end.
            AnswerChangedError: more is announced without a cursor to ask for it.
        """
        cursor, seen = "", {""}
        for _ in range(MOST_PAGES):
            page = self._fitting(fetch, cursor)
            if page.more and not page.items:
                page = self._fitting(fetch, cursor)
            if not page.items:
                if page.more and (not cursor or page.cursor not in seen):
                    raise PageMissingError(method=self._endpoint.path, details={"endpoint": self._endpoint.path})
                return
            yield page.items
            if page.more and not page.cursor:
                raise AnswerChangedError(method=self._endpoint.path, field="cursor")
            if page.more is False or not page.cursor:
                return
            if page.cursor in seen:
                break
            cursor = page.cursor
            seen.add(cursor)
        raise PagingStuckError(method=self._endpoint.path, details={"endpoint": self._endpoint.path})

    def _fitting(self, fetch: Callable[[str, int], Page[T]], cursor: str) -> Page[T]:
        while True:
            size = self._size
            try:
                return fetch(cursor, size)
            except PageTooBigError as error:
                if not 0 < error.most < size:
                    raise
                self._size = min(self._size, error.most)


def in_windows(
    read: Callable[[Window], Iterator[list[T]]], period: Window, longest: timedelta = LONGEST_PERIOD
) -> Iterator[list[T]]:
    """The pages of a long period, read window by window; a window that Ozon finds too long is halved.

    Raises:
        PeriodTooLongError: even an hour is too long for Ozon.
    """
    parts = max(1, -((period.start - period.end) // longest))
    todo = period.cut(parts)[::-1]
    while todo:
        window = todo.pop()
        try:
            yield from read(window)
        except PeriodTooLongError:
            if window.end - window.start <= SHORTEST_PERIOD:
                raise
            todo += window.cut(2)[::-1]


def newest(pages: Iterable[Iterable[T]], key: Callable[[T], Hashable]) -> list[T]:
    """Each item once: of two with one key the later is kept, in the place of the first."""
    return list({key(item): item for page in pages for item in page}.values())


def batches(items: Sequence[T], endpoint: Endpoint) -> Iterator[list[T]]:
    """The items in lists of at most as many as the endpoint takes at once."""
    for start in range(0, len(items), endpoint.batch):
        yield list(items[start : start + endpoint.batch])
