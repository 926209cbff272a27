"""Many page chains side by side: a step reads one page, and a long chain gives away what it has not reached yet.

A page chain is sequential: each page is asked for with the cursor of the one before. With an answer every 200 ms a long
one would take minutes while the limit of 50 requests a second lies idle. So whenever workers have nothing to do, a
chain over a window of time hands them the later parts of its window, as chains of their own.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final, Generic, TypeVar

from ozon_xl.actions.collector import one_heap
from ozon_xl.ozon.client import OzonClient
from ozon_xl.ozon.paging import Window

T = TypeVar("T")

WORKERS: Final = 12
"""At 150 ms an answer and 50 answers a second, eight or more are on their way at any moment."""


class Crew:
    """Workers that take steps from one queue until there are none left."""

    def __init__(self, steps: Iterable["Step"]) -> None:
        self._todo = deque(steps)
        self._busy = 0
        self._failed = False
        self._changed = threading.Condition()

    def run(self, client: OzonClient) -> None:
        """Do all steps, and those that come of them. The first failure ends the others."""
        one_heap()
        client.side_by_side([self._work] * WORKERS, WORKERS)

    @property
    def spare(self) -> int:
        """Workers that have nothing to do."""
        return max(0, WORKERS - self._busy - len(self._todo))

    def _work(self) -> None:
        while (step := self._next()) is not None:
            more: Iterable[Step] = ()
            failed = True
            try:
                more = step(self)
                failed = False
            finally:
                with self._changed:
                    self._todo += more
                    self._busy -= 1
                    self._failed = self._failed or failed
                    self._changed.notify_all()

    def _next(self) -> "Step | None":
        with self._changed:
            self._changed.wait_for(lambda: self._todo or not self._busy or self._failed)
            if not self._todo or self._failed:
                return None
            self._busy += 1
            return self._todo.popleft()


Step = Callable[[Crew], Iterable["Step"]]
"""Reads one page, and returns the steps that come of it."""


class Chain(Generic[T]):
    """A step, and the same again for the next page: the pages of one list."""

    def __init__(
        self, pages: Iterator[list[T]], take: Callable[[list[T]], None], then: Callable[[], Iterable[Step]] = tuple
    ) -> None:
        """``take`` is handed each page; ``then`` tells what to do after the last."""
        self._pages, self._take, self._then = pages, take, then

    def __call__(self, _crew: Crew) -> Iterable[Step]:
        """Read a page."""
        page = next(self._pages, None)
        if page is None:
            return self._then()
        self._take(page)
        return (self,)


class SharedChain(Generic[T]):
    """The pages of a list over a window of time, in order of time, shared with whoever has nothing to do."""

    def __init__(
        self,
        read: Callable[[Window], Iterator[list[T]]],
        window: Window,
        time_of: Callable[[T], datetime | None],
        take: Callable[[list[T]], None],
        alone: int = 0,
    ) -> None:
        """The first pages, ``alone`` of them, are not shared: each part costs a request more, and most such lists are
        short.
        """
        self._read, self._time_of, self._take, self._alone = read, time_of, take, alone
        self._pages = read(window)
        self._reached, self._end = window

    def __call__(self, crew: Crew) -> Iterable[Step]:
        """Read a page, and perhaps give the later parts of the window away."""
        page = next(self._pages, None)
        if page is None:
            return ()
        self._take(page)
        self._alone -= 1
        given = self._give_away([self._time_of(item) for item in page], crew.spare)
        return (*given, self) if self._reached <= self._end else given

    def _give_away(self, times: Sequence[datetime | None], spare: int) -> list["SharedChain[T]"]:
        """The later parts of what is left, as many as there are workers and, at the pace of this page, pages for."""
        known = [self._reached, *(time for time in times if time is not None)]
        if len(known) <= len(times) or any(earlier > later for earlier, later in pairwise(known)):
            return []  # not in the order that we rely on
        before, self._reached = self._reached, known[-1]
        left = self._end - self._reached
        pages = left // (self._reached - before) if self._reached > before else 0
        if spare < 1 or pages < 2 or self._alone >= 0:
            return []
        own, *others = Window(self._reached, self._end).cut(min(spare + 1, pages))
        self._end = own.end
        return [SharedChain(self._read, window, self._time_of, self._take) for window in others]
