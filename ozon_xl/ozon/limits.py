"""Keeping a rate limit, without sleeping: whoever asks hands in the time and is told how long to wait."""

import threading
from collections import deque
from typing import Final

from ozon_xl.ozon.endpoint import ALL_METHODS, Endpoint, Limit

JITTER_S: Final = 0.03
"""Requests sent a whole window apart may reach Ozon this much closer together, so our windows are longer by it."""

BURSTS: Final = 4
"""The calls of a window go in so many bursts, evenly spread (4 x 12, which leaves two for others). When a server or a
network pauses, what was sent meanwhile arrives at once; after a whole window's calls in one go that is refused (seen
at the practice shop), and a refusal costs everybody more than a second."""

_EVERY_METHOD: Final = ""


class Bucket:
    """Lets at most ``limit.calls`` go in any ``limit.per_s`` seconds, and holds none back that may go."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._gone: deque[float] = deque(maxlen=limit.calls)

    def wait(self, now: float) -> float:
        """Seconds until the next call may go; 0 if it may go now."""
        if len(self._gone) < self._limit.calls:
            return 0.0
        return max(0.0, self._gone[0] + self._limit.per_s - now)

    def take(self, now: float) -> None:
        """A call goes now."""
        self._gone.append(now)


class Limiter:
    """The limits of one Client-Id, shared by its threads: that of all methods, and those that methods have apart."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._every = [_bucket(ALL_METHODS), _bucket(ALL_METHODS, BURSTS)]
        self._own: dict[str, Bucket] = {}
        self._held_until: dict[str, float] = {}

    def take(self, endpoint: Endpoint, now: float) -> float:
        """0 if a call to ``endpoint`` goes now, which is counted; otherwise the seconds after which to ask again."""
        with self._lock:
            wait_s = self._wait(endpoint, now)
            if wait_s <= 0:
                for bucket in self._buckets_of(endpoint):
                    bucket.take(now)
            return wait_s

    def wait(self, endpoint: Endpoint, now: float) -> float:
        """Seconds until a call to ``endpoint`` may go, none or less if it may go now; nothing is counted."""
        with self._lock:
            return self._wait(endpoint, now)

    def hold_all(self, until: float) -> None:
        """No call to any method before ``until``: Ozon asks the whole Client-Id to slow down."""
        self._hold(_EVERY_METHOD, until)

    def hold(self, endpoint: Endpoint, until: float) -> None:
        """No call to this method before ``until``."""
        self._hold(endpoint.path, until)

    def _hold(self, name: str, until: float) -> None:
        with self._lock:
            self._held_until[name] = max(until, self._held_until.get(name, until))

    def _wait(self, endpoint: Endpoint, now: float) -> float:
        held = (self._held_until.get(name, now) - now for name in (_EVERY_METHOD, endpoint.path))
        return max(*held, *(bucket.wait(now) for bucket in self._buckets_of(endpoint)))

    def _buckets_of(self, endpoint: Endpoint) -> list[Bucket]:
        if endpoint.limit is None:
            return self._every
        if endpoint.path not in self._own:
            self._own[endpoint.path] = _bucket(endpoint.limit)
        return [*self._every, self._own[endpoint.path]]


def _bucket(limit: Limit, parts: int = 1) -> Bucket:
    return Bucket(Limit(limit.calls // parts, (limit.per_s + JITTER_S) / parts))
