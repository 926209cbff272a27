"""Ozon's limits, enforced. The figures are those of the endpoint declarations, which the client obeys too.

Requests are counted in real seconds, however fast the shop's clock runs: these limits protect a server. Only a clock
that is advanced by hand skips them too, so that a test need not wait. (The 30 seconds between two writes of one pair
are about the goods and run on the shop's clock, see ``shop``.)
"""

from collections import deque

from ozon_xl.ozon.endpoint import ALL_METHODS, Limit

JITTER_S = 0.05
"""A call is forgotten this much early, so that a client that keeps the limit is not refused for a hurried packet."""


class _Window:
    """The calls of the last ``per_s`` seconds."""

    def __init__(self, limit: Limit) -> None:
        self._calls = limit.calls
        self._per_s = limit.per_s - JITTER_S
        self._taken: deque[float] = deque()

    def left(self, now_s: float) -> int:
        while self._taken and self._taken[0] <= now_s - self._per_s:
            self._taken.popleft()
        return self._calls - len(self._taken)

    def take(self, now_s: float) -> None:
        self._taken.append(now_s)

    def wait_s(self, now_s: float) -> float:
        return max(0.0, self._taken[0] + self._per_s - now_s) if self._taken else 0.0


class Limits:
    """What each Client-Id has spent."""

    def __init__(self, *, on: bool = True) -> None:
        self.on = on
        self._windows: dict[tuple[str, str], _Window] = {}

    def take(self, client_id: str, path: str, own: Limit | None, now_s: float) -> tuple[int, float | None]:
        """Calls left after this one, and None if it may pass or the seconds to wait if not (it is not counted then)."""
        if not self.on:
            return ALL_METHODS.calls, None
        windows = [self._window(client_id, "", ALL_METHODS)]
        if own is not None:
            windows.append(self._window(client_id, path, own))
        full = [window.wait_s(now_s) for window in windows if window.left(now_s) <= 0]
        if full:
            return 0, max(full)
        for window in windows:
            window.take(now_s)
        return min(window.left(now_s) for window in windows), None

    def _window(self, client_id: str, path: str, limit: Limit) -> _Window:
        key = client_id, path
        if key not in self._windows:
            self._windows[key] = _Window(limit)
        return self._windows[key]
