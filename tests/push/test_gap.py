"""How old what was read is when a write that relies on it comes to the shop: orders meanwhile are sold twice."""

from pathlib import Path
from statistics import median
from time import perf_counter

import httpx

from ozon_xl.domain.stock_states import State
from ozon_xl.ozon.stocks import UPDATE_STOCKS
from tests.push.stand import READ, WRITE, Stand, new_stand
from tests.push.wire import Serve

ONE_WAY_S = 0.3
PUSHES, BATCHES = 6, 3


class Stopwatch:
    """From the moment at which the shop is read to that at which it is written, on the way and in our code alike."""

    def __init__(self, stand: Stand) -> None:
        self._time, self._read_at = stand.time, 0.0
        self.gaps: list[float] = []

    def __call__(self, request: httpx.Request, serve: Serve) -> httpx.Response:
        if request.url.path == READ:
            self._read_at = self._now()
        elif request.url.path == WRITE:
            self.gaps.append(self._now() - self._read_at)
        return serve()

    def _now(self) -> float:
        return self._time.monotonic() + perf_counter()


def test_a_batch_of_a_hundred_is_written_within_two_seconds_of_its_reading(folder: Path) -> None:
    stand = new_stand(folder, offers=240, latency_s=ONE_WAY_S)
    watch = Stopwatch(stand)
    pairs = [pair for pair, free in stand.usable() if free < 5_000][: BATCHES * UPDATE_STOCKS.batch]
    assert len(pairs) == BATCHES * UPDATE_STOCKS.batch
    with stand.program(manner=watch) as program:
        for number in range(PUSHES):
            stand.type_edits({pair: stand.free(pair) + 1 + number % 2 for pair in pairs})
            assert program.push(program.plan()).count(State.VERIFIED) == len(pairs)
    assert len(watch.gaps) == PUSHES * BATCHES
    assert 2 * ONE_WAY_S <= median(watch.gaps) < 2
