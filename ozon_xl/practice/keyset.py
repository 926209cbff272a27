"""A sorted index that pages can be cut from: by key, never by position, as Ozon's cursors do."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

Key = tuple[Any, ...]
Row = TypeVar("Row")


class Keyset(Generic[Row]):
    """Rows in the order of their keys. Keys are unique, of one length, and end in what makes them unique."""

    def __init__(self, key: Callable[[Row], Key], rows: Iterable[Row] = ()) -> None:
        self.key = key
        self._rows = {key(row): row for row in rows}
        self._keys = sorted(self._rows)

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, row: Row) -> None:
        """Put a row in its place."""
        key = self.key(row)
        self._rows[key] = row
        insort(self._keys, key)

    def remove(self, row: Row) -> None:
        """Take a row out; its key must not have changed since it was put in."""
        key = self.key(row)
        del self._rows[key]
        del self._keys[bisect_left(self._keys, key)]

    def page(
        self,
        size: int,
        *,
        after: Key | None = None,
        low: Key | None = None,
        high: Key | None = None,
        wanted: Callable[[Row], bool] = lambda _row: True,
        descending: bool = False,
    ) -> tuple[list[Row], bool]:
        """Up to ``size`` wanted rows behind ``after`` with ``low <= key <= high``, and whether more follow.

        A ``low`` or ``high`` shorter than the keys bounds all keys that begin with it.
        """
        start, stop = self._span(low, high)
        if after is not None and descending:
            stop = min(stop, bisect_left(self._keys, after))
        elif after is not None:
            start = max(start, bisect_right(self._keys, after))
        found: list[Row] = []
        for position in range(stop - 1, start - 1, -1) if descending else range(start, stop):
            row = self._rows[self._keys[position]]
            if wanted(row):
                if len(found) == size:
                    return found, True
                found.append(row)
        return found, False

    def count(self, low: Key | None, high: Key | None, wanted: Callable[[Row], bool]) -> int:
        """How many wanted rows lie between ``low`` and ``high``."""
        start, stop = self._span(low, high)
        return sum(wanted(self._rows[key]) for key in self._keys[start:stop])

    def _span(self, low: Key | None, high: Key | None) -> tuple[int, int]:
        start = 0 if low is None else bisect_left(self._keys, low)
        if high is None:
            return start, len(self._keys)
        return start, bisect_right(self._keys, high, key=lambda key: key[: len(high)])
