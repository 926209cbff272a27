import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozon_xl.ozon.endpoint import ALL_METHODS, Endpoint, Limit
from ozon_xl.ozon.limits import BURSTS, JITTER_S, Bucket, Limiter

PAUSES = st.lists(st.one_of(st.just(0.0), st.floats(0, 0.3), st.floats(0, 3)), min_size=1, max_size=200)


@given(calls=st.integers(1, 8), per_s=st.sampled_from([0.5, 1.0, 1.7, 60.0]), pauses=PAUSES)
def test_the_limit_is_kept_and_no_more_than_kept(calls: int, per_s: float, pauses: list[float]) -> None:
    bucket, now, gone = Bucket(Limit(calls, per_s)), 1000.0, list[float]()
    for pause in pauses:
        now += pause
        wait = bucket.wait(now)
        needed = max(0.0, gone[-calls] + per_s - now) if len(gone) >= calls else 0.0
        assert wait == pytest.approx(needed, abs=1e-9), "waits exactly as long as the window asks"
        while (wait := bucket.wait(now)) > 0:
            now += wait
        bucket.take(now)
        gone.append(now)
    for first, beyond in zip(gone, gone[calls:], strict=False):
        assert beyond - first >= per_s - 1e-9, f"more than {calls} calls in {per_s} s"


def test_a_burst_goes_at_once() -> None:
    bucket = Bucket(Limit(50, 1.0))
    for _ in range(50):
        assert bucket.wait(5.0) == 0
        bucket.take(5.0)
    assert bucket.wait(5.4) == pytest.approx(0.6)
    assert bucket.wait(6.0) == 0


BURST = ALL_METHODS.calls // BURSTS
LIST = Endpoint("/list")
WRITE = Endpoint("/write", limit=Limit(2, 60.0))


def test_a_method_with_its_own_limit_keeps_both() -> None:
    limiter = Limiter()
    assert [limiter.take(WRITE, 0.0) for _ in range(2)] == [0, 0]
    assert limiter.take(WRITE, 0.0) == pytest.approx(60 + JITTER_S)
    assert [limiter.take(LIST, 0.0) for _ in range(BURST - 2)] == [0] * (BURST - 2)
    assert limiter.take(LIST, 0.0) == pytest.approx((1 + JITTER_S) / BURSTS), "the writes count among all methods"
    assert limiter.take(WRITE, 60.5) == 0


def test_calls_are_spread_evenly_over_the_window() -> None:
    limiter, now, gone = Limiter(), 0.0, list[float]()
    while now < 5:
        wait = limiter.take(LIST, now)
        if wait:
            now += wait
        else:
            gone.append(now)
    for calls, per_s in ((ALL_METHODS.calls, 1.0), (BURST, 1.0 / BURSTS)):
        assert all(later - first > per_s for first, later in zip(gone, gone[calls:], strict=False))
    assert len(gone) > 0.9 * 5 * ALL_METHODS.calls, "and little of the limit is lost"


def test_a_refused_turn_is_not_counted() -> None:
    limiter = Limiter()
    for _ in range(BURST):
        assert limiter.take(LIST, 0.0) == 0
    for _ in range(100):
        assert limiter.take(LIST, 0.1) > 0
    assert [limiter.take(LIST, 0.3) for _ in range(BURST)] == [0] * BURST


def test_all_are_held() -> None:
    limiter = Limiter()
    limiter.hold_all(10.0)
    limiter.hold_all(5.0)
    assert limiter.take(LIST, 4.0) == pytest.approx(6.0)
    assert limiter.take(WRITE, 9.0) == pytest.approx(1.0)
    assert limiter.take(LIST, 10.0) == 0


def test_one_method_is_held() -> None:
    limiter = Limiter()
    limiter.hold(LIST, 10.0)
    assert limiter.take(WRITE, 0.0) == 0
    assert limiter.take(LIST, 0.0) == pytest.approx(10.0)


def test_threads_share_the_limit() -> None:
    limiter, got, lock = Limiter(), [], threading.Lock()

    def work() -> None:
        for _ in range(40):
            if limiter.take(LIST, 0.0) == 0:
                with lock:
                    got.append(1)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == BURST
